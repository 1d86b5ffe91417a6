import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTable } from '../../shared/files/read-table.ts';
import { files } from '../../tools/files.ts';
import { localTarget } from '../e2e/local-target.ts';
import { openOffice } from '../e2e/office.ts';
import type { Target } from '../e2e/target.ts';

let target: Target;
const directory = mkdtempSync(join(tmpdir(), 'don-doc-files-'));
const path = (name: string) => join(directory, name);

beforeAll(async () => {
  target = await localTarget('2026-11-23T02:00:00.000Z');
  await openOffice(target);
});
afterAll(async () => {
  await target?.close();
  rmSync(directory, { recursive: true });
});

/** Runs `npm run files -- ...line` as a person; `drawn` is what the bar was told. */
async function run(line: string[], userId = 'vptu.officer') {
  const said: string[] = [];
  const complained: string[] = [];
  const drawn: string[] = [];
  let points = 0;
  const status = await files(line, {
    say: (words) => void said.push(words),
    complain: (words) => void complained.push(words),
    progress: {
      begin: (what, total, unit) => void drawn.push(`${what}: of ${total} ${unit}`),
      step: (by = 1) => {
        points += by;
      },
      done: () => void drawn.push(`${points}`),
    },
    environment: { DONDOC_API: target.url, DONDOC_TOKEN: await target.token(userId) },
  });
  return { status, said: said.join('\n'), complained: complained.join('\n'), drawn };
}

const head = [
  'Số văn bản',
  'Ngày ban hành',
  'Cơ quan ban hành',
  'Trích yếu',
  'Nội dung nhiệm vụ',
  'Đơn vị chủ trì',
];
const good = ['50-CT/TU', '20/11/2026', 'TT', 'Chỉ thị', 'Rà soát.', 'STC'];
function fileOf(name: string, ...rows: string[][]): string {
  writeFileSync(path(name), [head, ...rows].map((cells) => cells.join(',')).join('\r\n'));
  return path(name);
}

it('tries a file, takes it in, and finds it there the next time', async () => {
  const file = fileOf('van-ban.csv', good, [...good.slice(0, 4), 'Báo cáo.', 'STC; SXD']);
  const line = ['import', file, '--kind', 'directives'];
  const tried = await run([...line, '--dry-run']);
  expect([tried.status, tried.said]).toEqual([
    0,
    'Checked, nothing was written: 2 rows, of which 2 would be taken and 0 were there.',
  ]);
  const taken = await run(line);
  expect([taken.status, taken.said]).toEqual([0, 'Taken in: 2 rows, of which 2 are new and 0 were there.']);
  expect(taken.drawn).toEqual(['taking in directives: of 100 %', '100']);
  expect((await run(line)).said).toContain('of which 0 are new and 2 were there');
  // Whoever broke off can come back to it.
  const [id = ''] = taken.complained.split('\n');
  expect((await run(['job', id])).said).toBe(taken.said);
});

it('names the faults of a file by row and column, in either language, and ends with 1', async () => {
  const file = fileOf('sai.csv', good, ['51-CT/TU', '31/02/2026', 'TT', '', 'Rà soát.', 'KHONGCO']);
  const refused = await run(['import', file, '--kind', 'directives']);
  expect([refused.status, refused.said]).toEqual([1, '']);
  const lines = refused.complained.split('\n').slice(1);
  expect(lines[0]).toBe('Refused, nothing was taken: 1 of 2 rows have faults.');
  expect(lines.slice(1).map((each) => each.split(':')[0])).toEqual(
    expect.arrayContaining(['  row 3, Ngày ban hành', '  row 3, Trích yếu', '  row 3, Đơn vị chủ trì']),
  );
  const english = await run(['import', file, '--kind', 'directives', '--language', 'en']);
  expect(english.complained).not.toBe(refused.complained);
});

it('fetches exports, letters and templates, and writes over nothing', async () => {
  const out = path('ra.csv');
  const made = await run(['export', 'directives', 'format=csv', '--out', out]);
  expect(made.status, made.complained).toBe(0);
  expect(readTable(readFileSync(out)).flatMap(({ cells }) => cells)).toContain('50-CT/TU/1');
  const again = await run(['export', 'directives', '--out', out]);
  expect([again.status, again.complained]).toEqual([1, expect.stringContaining('exists')]);
  expect(readFileSync(out, 'utf8')).toContain('50-CT/TU/1');
  expect((await run(['template', 'tasks', '--out', path('mau.xlsx')])).status).toBe(0);
  expect(readTable(readFileSync(path('mau.xlsx'))).length).toBe(2);
  const sheet = ['export', 'summary', 'groupBy=field', 'form=state', '--out', path('th.xlsx')];
  expect((await run(sheet)).status).toBe(0);
  expect(readTable(readFileSync(path('th.xlsx'))).flatMap(({ cells }) => cells)).toContain('Lĩnh vực');
});

it('says in the words of the API what it refuses', async () => {
  const stranger = await run(['export', 'units'], 'stranger');
  expect([stranger.status, stranger.complained]).toEqual([1, expect.stringMatching(/^403 forbidden: /)]);
  const kind = await run(['import', fileOf('x.csv', good), '--kind', 'nonsense']);
  expect([kind.status, kind.complained]).toEqual([1, expect.stringContaining('/kind: ')]);
  expect((await run(['job', 'job_none'])).complained).toMatch(/^404 job_not_found: /);
  const gone = await run(['import', path('nowhere.csv'), '--kind', 'tasks']);
  expect([gone.status, gone.complained]).toEqual([1, expect.stringContaining('nowhere.csv')]);
});

it.each([
  [['import', 'x.csv'], '--kind'],
  [['import', 'x.csv', 'y.csv', '--kind', 'tasks'], 'FIELD=VALUE'],
  [['export'], 'export of what'],
  [['export', 'units', 'format'], 'FIELD=VALUE'],
  [['template', 'units', 'format=csv'], 'one name'],
  [['send', 'x.csv'], "no command 'send'"],
  [['job', 'job_1', '--language', 'fr'], '--language'],
  [['job', 'job_1', '--api', 'localhost:3000'], 'no address'],
  [['job', 'job_1', '--nonsense'], 'nonsense'],
  [[], 'Exit status'],
])('%j is not understood', async (line, why) => {
  const { status, complained } = await run(line);
  expect(status).toBe(2);
  expect(complained).toContain(why);
  expect(complained).toContain('npm run files -- COMMAND');
});
