import * as z from 'zod';
import { type LocalOptions, startLocal } from '../../local/runtime.ts';
import { fixture } from './fixture-path.ts';

/** What a function of the fixture said. */
const said = z.looseObject({ what: z.string() });
export type Said = z.infer<typeof said>;

/** Runs the fixture application, in memory and on a frozen clock unless told otherwise, and keeps what its functions say. */
export async function startFixture(options: LocalOptions = {}) {
  const journal: Said[] = [];
  const failures: string[] = [];
  const runtime = await startLocal({
    assembly: fixture,
    frozenAt: '2026-11-23T01:00:00.000Z',
    quiet: true,
    ...options,
    log: (_name, line) => {
      if (line.startsWith('{"what"')) journal.push(said.parse(JSON.parse(line)));
      else if (line.startsWith('failed: ')) failures.push(line);
    },
  });
  const call = async (path: string, init: RequestInit & { user?: string } = {}) => {
    const token = await runtime.token(init.user ?? 'an');
    return fetch(runtime.url + path, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...z.record(z.string(), z.string()).parse(init.headers ?? {}),
      },
    });
  };
  /** Puts an item that tells the fixture's relay what to arrange, and waits until it has. */
  const order = async (item: Record<string, unknown> & { id: string }) => {
    const answer = await call('/v1/items', { method: 'POST', body: JSON.stringify(item) });
    if (answer.status !== 201) throw new Error(`order refused: ${answer.status}`);
    await runtime.clock.settle();
  };
  const saidBy = (what: string) => journal.filter((one) => one.what === what);
  return { runtime, journal, failures, call, order, saidBy };
}

export type Fixture = Awaited<ReturnType<typeof startFixture>>;
