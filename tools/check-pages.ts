/**
 * Opens every kind of mail and every page for people in Chromium, narrow and wide, light and dark, and says what a reader would
 * stumble over: `npm run check:pages`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { startLocal } from '../local/runtime.ts';
import { targetOf } from '../test/e2e/local-target.ts';
import { assignTask, openOffice } from '../test/e2e/office.ts';
import { chromiumNames, type Look, openChromium } from './browser/chromium.ts';
import { onPath } from './on-path.ts';

const looks: Look[] = [360, 1024].flatMap((width) => [
  { width, scheme: 'light' },
  { width, scheme: 'dark' },
]);
const pageFaults = readFileSync(join(import.meta.dirname, 'browser/page-faults.js'), 'utf8');
const say = (line: string) => process.stdout.write(`${line}\n`);

const program = chromiumNames.find(onPath);
if (!program) {
  say(`None of ${chromiumNames.join(', ')} is on this machine.`);
  process.exit(2);
}

const mails = mkdtempSync(join(tmpdir(), 'don-doc-pages-'));
execFileSync(process.execPath, [join(import.meta.dirname, 'mail-gallery.ts'), mails]);
const runtime = await startLocal({ frozenAt: '2026-11-30T01:00:00.000Z', quiet: true });
const target = targetOf(runtime);
await assignTask(await openOffice(target), { deadline: { workingDays: 5 } });
await target.until('2026-12-01T03:00:00.000Z');
const [mail] = await target.mails();
const link = /https?:\/\/\S+\/m\/[\w.-]+/.exec(mail?.text ?? '')?.[0];
if (!link) throw new Error('The first mail holds no link to a page');

const addresses = new Map([
  ...readdirSync(mails)
    .filter((name) => name.endsWith('.html') && name !== 'index.html')
    .map((name): [string, string] => [`mail ${name}`, pathToFileURL(join(mails, name)).href]),
  ['the page behind a mail', link],
  ['/docs', `${target.url.replace(/\/v1$/, '')}/docs`],
  ['/inbox', `${target.url.replace(/\/v1$/, '')}/inbox`],
]);
const browser = await openChromium(program);
const found: string[] = [];
for (const [name, address] of addresses)
  for (const look of looks) {
    const faults = z.array(z.string()).parse(await browser.ask(address, look, pageFaults));
    found.push(...faults.map((fault) => `${name}, ${look.width} wide, ${look.scheme}: ${fault}`));
  }
await browser.close();
await runtime.close();
rmSync(mails, { recursive: true });
for (const line of new Set(found)) say(line);
say(`${addresses.size} pages looked at in ${looks.length} ways, ${found.length} faults`);
process.exitCode = found.length > 0 ? 1 : 0;
