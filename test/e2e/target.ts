import * as z from 'zod';
import { startLocal } from '../../local/runtime.ts';

/**
 * A running system as its users see it: an address, tokens, mails that arrived, and time that passes. The same scenarios
 * run against the local runtime, whose clock jumps, and against a deployment, where policies speak in minutes.
 */
export type Target = {
  url: string;
  /** `virtual`: the clock can be moved. `real`: it cannot; scenarios use minutes and wait. */
  time: 'virtual' | 'real';
  token: (userId: string) => Promise<string>;
  now: () => Promise<Date>;
  /** Moves to, or waits for, a moment; everything due until then has happened when it resolves. */
  until: (moment: string) => Promise<void>;
  mails: () => Promise<ReceivedMail[]>;
  close: () => Promise<void>;
};

export const receivedMail = z.object({
  to: z.union([z.string(), z.array(z.string()).transform((all) => all.join(', '))]),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  at: z.string(),
});
export type ReceivedMail = z.infer<typeof receivedMail>;

const json = { 'content-type': 'application/json' };

/** The local runtime in this process, in memory, its clock standing at `at` until a scenario moves it. */
export async function localTarget(at: string): Promise<Target> {
  const runtime = await startLocal({ frozenAt: at, quiet: true });
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
    url: runtime.url,
    time: 'virtual',
    token: async (userId) =>
      z.object({ token: z.string() }).parse(await control('/local/token', { userId })).token,
    now: async () => new Date(runtime.clock.now()),
    until: async (moment) => {
      await control('/local/clock', { now: moment });
    },
    mails: async () => {
      const response = await fetch(`${runtime.url}/local/mail`);
      return z.object({ items: z.array(receivedMail) }).parse(await response.json()).items;
    },
    close: runtime.close,
  };
}
