import * as z from 'zod';
import { startLocal } from './runtime.ts';
import type { Mail } from './ses.ts';

/**
 * Three real tasks of Resolution 03/NQ-CP on the virtual clock, through the public API only: one done in time, one urged
 * three times and put on the agenda, one returned and finished late. Prints each mail as it goes out.
 */

const began = performance.now();
const say = (line = '') => process.stdout.write(`${line}\n`);
const bold = (text: string) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

const runtime = await startLocal({ frozenAt: '2025-01-10T02:00:00.000Z', quiet: true });
const known = z.object({ id: z.string() });
const taskAnswer = z.object({
  status: z.string(),
  timing: z.string(),
  verdict: z.object({ againstOriginal: z.string(), againstCurrent: z.string() }).optional(),
  escalation: z.object({ urgings: z.int(), agendaAt: z.string().nullable() }),
  heldDays: z.record(z.string(), z.int()),
});

async function call(userId: string, method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${runtime.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await runtime.token(userId)}`, 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

const units = new Map<string, { id: string; name: string }>();
async function unit(code: string, name: string, kind: string, parent?: string): Promise<void> {
  const parentId = parent && units.get(parent)?.id;
  const made = await call('admin', 'POST', '/units', {
    ...{ code, name, kind, validFrom: '2021-01-01' },
    ...(parentId && { parentId }),
  });
  const { id } = known.parse(made);
  units.set(code, { id, name });
  for (const [role, title] of [
    ['head', 'Lãnh đạo'],
    ['officer', 'Chuyên viên'],
  ]) {
    const userId = `${code.toLowerCase()}.${role}`;
    const member = { name: `${title} ${name}`, email: `${userId}@example.com`, roles: [role], locale: 'vi' };
    await call('admin', 'PUT', `/units/${id}/members/${userId}`, member);
  }
}
const idOf = (code: string) => units.get(code)?.id ?? '';
const nameOf = (code: string) => units.get(code)?.name ?? code;

let shown = 0;
const local = (at: string | Date) =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'Asia/Ho_Chi_Minh', weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  }).format(new Date(at));

/** Why this mail came, from its own last lines. */
function reasonOf(mail: Mail): string {
  return (
    /^(?:Đồng chí nhận|You receive)[^\n]*(?:\n[^\n]+)?/m
      .exec(mail.text)?.[0]
      .replaceAll('\n', ' ')
      .split('. ')[0] ?? ''
  );
}

async function until(date: string): Promise<void> {
  await runtime.clock.advanceTo(`${date}T03:00:00.000Z`);
  for (const mail of runtime.mails().slice(shown)) {
    say(`  ${local(mail.at)}  ${mail.to.join(', ')}`);
    say(`      ${bold(mail.subject)}`);
    say(`      ${reasonOf(mail)}`);
    shown++;
  }
}

async function act(userId: string, taskId: string, noun: string, body: unknown, told: string): Promise<void> {
  await call(userId, 'POST', `/tasks/${taskId}/${noun}`, body);
  say(`  ${local(runtime.clock.now())}  ${bold(told)}`);
}

async function outcome(taskId: string, lead: string): Promise<void> {
  const task = taskAnswer.parse(await call('vpcp.officer', 'GET', `/tasks/${taskId}`, undefined));
  const { verdict, escalation, heldDays } = task;
  const held = [...units.values()].flatMap(({ id, name }) =>
    heldDays[id] ? [`${name} ${heldDays[id]}`] : [],
  );
  say();
  say(
    `  => ${task.status}, ${task.timing}; urgings ${escalation.urgings}${escalation.agendaAt ? ', on the agenda' : ''}`,
  );
  if (verdict)
    say(
      `     against the original deadline ${verdict.againstOriginal}, against the current one ${verdict.againstCurrent}`,
    );
  say(`     working days held: ${held.join('; ') || `${nameOf(lead)} 0`}`);
}

await unit('CP', 'Chính phủ', 'authority');
await unit('VPCP', 'Văn phòng Chính phủ', 'office', 'CP');
await unit('BTTTT', 'Bộ Thông tin và Truyền thông', 'unit', 'CP');
await unit('BGDDT', 'Bộ Giáo dục và Đào tạo', 'unit', 'CP');
await unit('BKHCN', 'Bộ Khoa học và Công nghệ', 'unit', 'CP');

const registered = z.object({ tasks: z.array(known) }).parse(
  await call('vpcp.officer', 'POST', '/directives', {
    number: '03/NQ-CP',
    issuedOn: '2025-01-09',
    issuerId: idOf('CP'),
    title: 'Chương trình hành động của Chính phủ thực hiện Nghị quyết số 57-NQ/TW',
    classification: 'normal',
    tasks: [
      {
        content:
          'Xây dựng, trình Thủ tướng Chính phủ ban hành chương trình tuyên truyền về nội dung Nghị quyết 57-NQ/TW',
        ...{
          product: 'Quyết định của Thủ tướng Chính phủ',
          leadUnitIds: [idOf('BTTTT')],
          deadline: { raw: '2/2025' },
        },
      },
      {
        content: 'Xây dựng Nghị định hướng dẫn về cơ chế phát triển nhân lực chất lượng cao',
        ...{ product: 'Nghị định', leadUnitIds: [idOf('BGDDT')], deadline: { raw: '3/2025' } },
      },
      {
        content: 'Sửa đổi các quy định về khoa học, công nghệ và đổi mới sáng tạo',
        ...{ product: 'Luật', leadUnitIds: [idOf('BKHCN')], deadline: { raw: 'Tháng 5/2025' } },
      },
    ],
  }),
);
const [first, second, third] = registered.tasks.map(({ id }) => id);
if (!first || !second || !third) throw new Error('three tasks were registered');

say(bold('\n1. Done in time: 03/NQ-CP/1, due at the end of February 2025'));
await act('btttt.officer', first, 'acceptance', {}, `${nameOf('BTTTT')} accepts`);
await act('bgddt.officer', second, 'acceptance', {}, `${nameOf('BGDDT')} accepts`);
await act('bkhcn.officer', third, 'acceptance', {}, `${nameOf('BKHCN')} accepts`);
await until('2025-02-20');
await act(
  'btttt.officer',
  first,
  'submission',
  { products: [{ number: '262/QĐ-TTg' }] },
  `${nameOf('BTTTT')} submits`,
);
await until('2025-02-21');
await act('vpcp.officer', first, 'confirmation', {}, `${nameOf('VPCP')} confirms`);
await outcome(first, 'BTTTT');

say(bold('\n2. Urged three times and put on the agenda: 03/NQ-CP/2, due at the end of March 2025'));
await until('2025-04-16');
await outcome(second, 'BGDDT');
await act(
  'bgddt.head',
  second,
  'submission',
  { lateReason: 'Chờ ý kiến các bộ' },
  `${nameOf('BGDDT')} submits at last`,
);
await until('2025-04-17');
await act('vpcp.officer', second, 'confirmation', {}, `${nameOf('VPCP')} confirms; from here on, silence`);

say(bold('\n3. Returned and finished late: 03/NQ-CP/3, due at the end of May 2025'));
await until('2025-05-29');
await act(
  'bkhcn.officer',
  third,
  'submission',
  { note: 'Dự thảo lần 1' },
  `${nameOf('BKHCN')} submits before the deadline`,
);
await until('2025-05-30');
await act(
  'vpcp.officer',
  third,
  'return',
  { reason: 'Thiếu báo cáo đánh giá tác động', deadline: { date: '2025-06-10' } },
  `${nameOf('VPCP')} returns it, to be done again by 10 June`,
);
await until('2025-06-12');
await act(
  'bkhcn.officer',
  third,
  'submission',
  { note: 'Dự thảo lần 2' },
  `${nameOf('BKHCN')} submits again`,
);
await until('2025-06-13');
await act('vpcp.officer', third, 'confirmation', {}, `${nameOf('VPCP')} confirms`);
await outcome(third, 'BKHCN');

const count = runtime.mails().length;
await until('2025-12-31');
say(
  `\nHalf a year later: ${runtime.mails().length - count} more mails. ${((performance.now() - began) / 1000).toFixed(1)} s in all.`,
);
await runtime.close();
