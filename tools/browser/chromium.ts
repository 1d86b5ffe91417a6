import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

/** Names under which distributions install it. */
export const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome'];

export type Look = { width: number; scheme: 'light' | 'dark' };
export type Browser = {
  /** Opens an address, as wide and in the scheme that is wanted, and answers what the expression comes to there. */
  ask: (address: string, look: Look, expression: string) => Promise<unknown>;
  close: () => Promise<void>;
};

const answer = z.object({
  id: z.optional(z.int()),
  method: z.optional(z.string()),
  result: z.optional(z.record(z.string(), z.unknown())),
  error: z.optional(z.object({ message: z.string() })),
});
type Answer = z.infer<typeof answer>;
const told = z.object({
  result: z.object({ value: z.unknown() }),
  exceptionDetails: z.optional(z.object({ text: z.string() })),
});

/** Starts a headless Chromium and speaks to one page of it by the DevTools protocol, without a library between. */
export async function openChromium(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'don-doc-chromium-'));
  const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'];
  const child = spawn(program, [...options, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const socket = await connect(await addressOf(child.stderr));
  const waiting = new Map<number, (said: Answer) => void>();
  const listeners = new Map<string, () => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const said = answer.parse(JSON.parse(String(data)));
    if (said.id !== undefined) waiting.get(said.id)?.(said);
    else if (said.method) listeners.get(said.method)?.();
  });

  async function send(method: string, params: object = {}, sessionId?: string) {
    const id = ++last;
    const said = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
    waiting.delete(id);
    if (said.error) throw new Error(`${method}: ${said.error.message}`);
    return said.result;
  }

  const page = await send('Target.createTarget', { url: 'about:blank' });
  const attached = await send('Target.attachToTarget', { targetId: page?.targetId, flatten: true });
  const session = z.string().parse(attached?.sessionId);
  await send('Page.enable', {}, session);
  return {
    async ask(address, { width, scheme }, expression) {
      await send(
        'Emulation.setDeviceMetricsOverride',
        { width, height: 900, deviceScaleFactor: 1, mobile: false },
        session,
      );
      const features = [{ name: 'prefers-color-scheme', value: scheme }];
      await send('Emulation.setEmulatedMedia', { features }, session);
      const loaded = new Promise<void>((resolve) => listeners.set('Page.loadEventFired', resolve));
      await send('Page.navigate', { url: address }, session);
      await loaded;
      const { result, exceptionDetails } = told.parse(
        await send('Runtime.evaluate', { expression, returnByValue: true }, session),
      );
      if (exceptionDetails) throw new Error(`${address}: ${exceptionDetails.text}`);
      return result.value;
    },
    async close() {
      socket.close();
      child.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Chromium says on its error output where it listens. */
async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error('Chromium ended before it listened');
}

function connect(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error(`Chromium does not answer at ${address}`)));
  });
}
