import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { awsEnvironment } from './emulator/deploy.ts';
import { EmulatorFault, startEmulator } from './emulator/emulator.ts';

/**
 * `npm run emulator`: an empty emulated AWS on this machine until interrupted, and what to tell a shell so that CDK uses it.
 * `npm run emulator -- COMMAND ...`: only while that command runs, which finds it in AWS_ENDPOINT_URL and STORE_ENDPOINT.
 */
const [program, ...args] = process.argv.slice(2);
try {
  const emulator = await startEmulator();
  const settings = { ...awsEnvironment(emulator.endpoint), STORE_ENDPOINT: emulator.endpoint };
  const interrupted = new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  try {
    if (program) {
      const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...settings } });
      const [status] = await once(child, 'exit');
      process.exitCode = typeof status === 'number' ? status : 1;
    } else {
      for (const [name, value] of Object.entries(awsEnvironment(emulator.endpoint)))
        process.stdout.write(`export ${name}=${value}\n`);
      await interrupted;
    }
  } finally {
    await emulator.close();
  }
} catch (error) {
  if (!(error instanceof EmulatorFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
