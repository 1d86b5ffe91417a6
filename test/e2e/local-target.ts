import * as z from 'zod';
import { type LocalRuntime, startLocal } from '../../local/runtime.ts';
import { receivedMail, type Target } from './target.ts';

const json = { 'content-type': 'application/json' };

/**
 * The local runtime in this process, in memory, its clock standing at `at` until a scenario moves it.
 * @param settings of the deployment, other than the stage's own: `{ DONDOC_CALENDAR_MODE: 'always-open' }`
 */
export async function localTarget(at: string, settings: Record<string, string> = {}): Promise<Target> {
  Object.assign(process.env, settings);
  return targetOf(await startLocal({ frozenAt: at, quiet: true }));
}

export function targetOf(runtime: LocalRuntime): Target {
  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${runtime.url}${path}`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    kind: 'local',
    url: runtime.url,
    token: async (userId) =>
      z.object({ token: z.string() }).parse(await control('/local/token', { userId })).token,
    now: async () => new Date(runtime.clock.now()),
    until: async (moment) => {
      await control('/local/clock', { now: moment });
    },
    settled: () => runtime.clock.advance(30 * 60_000),
    mails: async () => {
      const response = await fetch(`${runtime.url}/local/mail`);
      return z.object({ items: z.array(receivedMail) }).parse(await response.json()).items;
    },
    close: runtime.close,
  };
}
