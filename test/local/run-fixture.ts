// The fixture application in a process of its own, for tests that kill it: `node run-fixture.ts DIR`, answers with its address.
import { startLocal } from '../../local/runtime.ts';
import { fixture } from './fixture-path.ts';

const runtime = await startLocal({
  assembly: fixture,
  dataDir: process.argv[2] ?? '',
  frozenAt: '2026-11-23T01:00:00.000Z',
  quiet: true,
});
const { url } = runtime;
process.stdout.write(`${JSON.stringify({ url, token: await runtime.token('an') })}\n`);
