import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretKey } from '../../local/environment.ts';
import { type LocalRuntime, startLocal } from '../../local/runtime.ts';
import { synthesise } from '../../local/synth.ts';
import { openObjects } from '../../shared/clients/objects.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import { withoutPermission } from '../../tools/permissions/assemblies.ts';
import { at, type Call, listAt, textAt } from '../e2e/client.ts';
import { targetOf } from '../e2e/local-target.ts';
import { assignTask, type Office, openOffice } from '../e2e/office.ts';
import type { Target } from '../e2e/target.ts';
import { foretell, hasten, loseEverything, scheduleNames } from './mishaps.ts';

/**
 * A week in which every function has something to do, in the name of its role: the local runtime refuses what the role does not
 * allow, as AWS would. tools/mutate-permissions.ts takes permissions away, one at a time, and one of these tests must notice.
 */
const assembly = process.env.LOCAL_ASSEMBLY ?? (await synthesise('.'));
const monday = '2026-11-30T01:00:00.000Z';

let runtime: LocalRuntime;
let target: Target;
let office: Office;
let officer: Call;
const loggers = new Set<string>();
const failures: string[] = [];
const schedulesOf = new Map<string, number>();
const task: Record<string, string> = {};
const files = new Map<string, unknown>();
let bigDirective: string;

const hasLogged = (name: string) => [...loggers].some((each) => each.includes(name));
const messages = async (name: string) => {
  const { body } = await officer('GET', `/tasks/${task[name]}/messages`);
  return listAt(body, 'items').map((row) => `${textAt(row, 'alarm')} ${textAt(row, 'state')}`);
};

async function assign(name: string, fields: Record<string, unknown>): Promise<void> {
  ({ taskId: task[name] } = await assignTask(office, fields));
}
async function accept(...names: string[]): Promise<void> {
  const lead = await office.person('stc.officer');
  for (const name of names) await lead('POST', `/tasks/${task[name]}/acceptance`, {});
}
const idOf = (name: string) => task[name] ?? '';
const due = (workingDays: number) => ({ deadline: { workingDays, from: '2026-11-30' } });

/** Urging on the three working days after the deadline, so that a week is enough for the agenda. */
async function urgeDaily(): Promise<void> {
  const { body, headers } = await office.admin('GET', '/policies/perform');
  const { policy, overrides } = Object(body);
  const ladder = policy.ladder.map((rung: object, i: number) => ({ ...rung, after: { workingDays: i + 1 } }));
  const changed = { policy: { ...policy, ladder, version: 'daily' }, overrides };
  await office.admin('PUT', '/policies/perform', changed, { 'if-match': headers.get('etag') ?? '' });
}

async function registerBig(): Promise<void> {
  const made = await officer('POST', '/directives', {
    ...{ number: '44-CT/TU', issuedOn: '2026-11-30', issuerId: office.units.TT, classification: 'normal' },
    title: 'Chỉ thị có nhiều việc',
    tasks: Array.from({ length: 40 }, (_, n) => ({
      ...{ content: `Việc thứ ${n + 1}`, product: 'Báo cáo', leadUnitIds: [office.units.SKHCN], ...due(90) },
    })),
  });
  bigDirective = textAt(made.body, 'id');
}

/** A table of one task, as a form would send it. */
async function upload(): Promise<string> {
  const table = [
    'Số văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu,Nội dung nhiệm vụ,Đơn vị chủ trì,Thời hạn',
    '45-CT/TU,30/11/2026,TT,Chỉ thị,Báo cáo kết quả,SKHCN,30/12/2026',
  ].join('\r\n');
  const form = new FormData();
  form.append('kind', 'directives');
  form.append('file', new Blob([table], { type: 'text/csv' }), 'tasks.csv');
  const headers = { authorization: `Bearer ${await target.token('vptu.officer')}` };
  const response = await fetch(`${target.url}/v1/imports`, { method: 'POST', headers, body: form });
  return textAt(await response.json(), 'id');
}
async function jobDone(id: string): Promise<unknown> {
  await target.settled();
  return (await officer('GET', `/jobs/${id}`)).body;
}

beforeAll(async () => {
  const log = (name: string, line: string) => {
    loggers.add(name);
    if (/"level":"ERROR"|^failed: /.test(line)) failures.push(`${name}: ${line}`);
  };
  runtime = await startLocal({ assembly, frozenAt: monday, quiet: true, log });
  target = targetOf(runtime);
  office = await openOffice(target);
  officer = await office.person('vptu.officer');
  await urgeDaily();
  runtime.bounce('sxd.officer@example.com', 'hard');

  await assign('late', due(1));
  await assign('foretold', due(1));
  await assign('in time', due(5));
  await assign('urged', due(60));
  await assign('hastened', due(60));
  await assign('bounced', { ...due(60), leadUnitIds: [office.units.SXD], coordinatingUnitIds: [] });
  await accept('late', 'foretold', 'in time', 'urged', 'hastened');
  await target.settled();
  const before = (await scheduleNames(runtime)).length;
  await assign('cancelled', { ...due(60), leadUnitIds: [office.units.STC, office.units.SKHCN] });
  await target.settled();
  schedulesOf.set('assigned', (await scheduleNames(runtime)).length - before);
  await officer('POST', `/tasks/${task.cancelled}/cancellation`, { reason: 'Không còn cần' });
  await target.settled();
  schedulesOf.set('cancelled', (await scheduleNames(runtime)).length - before);
  await hasten(runtime, idOf('hastened'));
  await foretell(runtime, idOf('foretold'), { morning: '2026-12-01', alarm: 'reminder', step: 3 });
  await foretell(runtime, idOf('foretold'), { morning: '2026-12-02', alarm: 'rung', step: 1 });
  await registerBig();
  files.set('imported', await jobDone(await upload()));
  const asked = await officer('POST', '/exports', { kind: 'directives', format: 'xlsx' });
  files.set('exported', await jobDone(textAt(asked.body, 'id')));

  await target.until('2026-12-01T13:00:00.000Z');
  await officer('POST', `/tasks/${task.urged}/urges`, { note: 'Gấp' });
  await target.until('2026-12-02T03:00:00.000Z');
  schedulesOf.set('rungs', (await messages('late')).filter((row) => row.startsWith('rung')).length);
  await loseEverything(runtime);
  await target.until('2026-12-07T03:00:00.000Z');
});
afterAll(() => runtime?.close());

it('api answers what people ask', async () => {
  const unitId = office.units.STC;
  const paths = [
    ...['/tasks', '/directives', '/obligations', '/me', '/units?limit=200', `/tasks?unitId=${unitId}`],
    ...[`/obligations?unitId=${unitId}`, `/tasks/${task.late}/events`, '/reports/agenda', '/reports'],
    ...[`/tasks?directiveId=${bigDirective}`, `/tasks?parentId=${task.cancelled}`],
  ];
  for (const path of paths) expect([path, (await officer('GET', path)).status]).toEqual([path, 200]);
});

it('api writes a document of more tasks than fit into a transaction', async () => {
  const { body } = await officer('GET', `/tasks?directiveId=${bigDirective}&limit=100`);
  expect(listAt(body, 'items')).toHaveLength(40);
});

it('api takes a person out of a unit', async () => {
  const seat = `/units/${office.units.BTG}/members/btg.head`;
  expect((await office.admin('DELETE', seat)).status).toBe(204);
  expect((await office.admin('GET', seat)).status).toBe(404);
});

it('relay mirrors an alarm as a schedule, and takes it away', () => {
  expect(Object.fromEntries(schedulesOf)).toMatchObject({ assigned: 2, cancelled: 0 });
});

it('relay calls off what stands under a task that is called off', async () => {
  const children = await officer('GET', `/tasks?parentId=${task.cancelled}`);
  expect(listAt(children.body, 'items').map((child) => at(child, 'status'))).toEqual([
    'cancelled',
    'cancelled',
  ]);
});

it('relay rings at once what is due at once, and remind plans its reminder', async () => {
  expect((await messages('hastened')).some((row) => row.startsWith('reminder'))).toBe(true);
});

it('relay orders mail, mail sends it', async () => {
  expect(await messages('bounced')).toContain('notice delivered');
});

it('scheduler rings and remind plans a reminder before the deadline', async () => {
  expect(await messages('late')).toContain('reminder delivered');
});

it('remind starts a ladder at the deadline, which calls escalate', () => {
  expect(schedulesOf.get('rungs')).toBe(2);
});

it.each([
  { by: 'remind', alarm: 'reminder', step: 3 },
  { by: 'escalate', alarm: 'rung', step: 1 },
])('$by tells of a matter that was suppressed on the same morning', async ({ alarm, step }) => {
  const { body } = await officer('GET', `/tasks/${task.foretold}/messages`);
  const rows = listAt(body, 'items').filter((row) => at(row, 'alarm') === alarm && at(row, 'step') === step);
  expect(Object.fromEntries(rows.map((row) => [textAt(row, 'personId'), at(row, 'state')]))).toEqual({
    'stc.head': 'delivered',
    'stc.officer': 'delivered',
  });
});

it('close rings the next morning what had lost its schedule', async () => {
  expect(await messages('in time')).toContain('reminder delivered');
});

it('close starts a ladder again that was stopped', async () => {
  const rungs = (await messages('late')).filter((row) => row === 'rung delivered');
  expect(rungs.length).toBeGreaterThan(2);
});

it('close orders the mail of what was urged in the evening', async () => {
  expect(await messages('urged')).toContain('urge delivered');
});

it('close plans the agenda of the week, and mail finds what is on it', async () => {
  const agenda = (await target.mails()).filter(({ subject }) => subject.includes('đưa vào phiên họp tới'));
  expect(agenda.length).toBeGreaterThan(0);
});

it('feedback closes an address that bounced, and the matter goes to the next', async () => {
  expect(await messages('bounced')).toContain('notice bounced');
  expect((await messages('bounced')).some((row) => row.startsWith('undelivered'))).toBe(true);
  const seat = await office.admin('GET', `/units/${office.units.SXD}/members/sxd.officer`);
  expect(at(seat.body, 'unreachable')).toBe('bounced');
});

it('api keeps a file, relay orders the work, work takes it in', () => {
  expect(files.get('imported')).toMatchObject({ status: 'done', counts: { read: 1, taken: 1 } });
});

it('work writes a file, and api hands it out', async () => {
  expect(files.get('exported')).toMatchObject({ status: 'done' });
  const headers = { authorization: `Bearer ${await target.token('vptu.officer')}` };
  const file = await fetch(`${target.url}${textAt(files.get('exported'), 'file')}`, { headers });
  expect(file.status).toBe(200);
});

it('anchor writes each day what happened on it', async () => {
  process.env.AWS_SECRET_ACCESS_KEY = secretKey;
  const bucket = runtime.application.buckets.find(({ locked }) => locked)?.name ?? '';
  expect(await openObjects(bucket, runtime.objects).list('anchors/')).toEqual(
    Array.from({ length: 8 }, (_, i) => `anchors/${addDays('2026-11-29', i)}.json`),
  );
});

it.each(['Api', 'Remind', 'Escalate', 'Mail', 'Feedback', 'Close', 'Anchor', 'Work'])(
  '%s writes its log',
  (name) => {
    expect(hasLogged(name)).toBe(true);
  },
);

// Last, since what a role lacks is better named by the test that misses its effect.
it('no function fails, and nothing is lost', () => {
  expect(failures).toEqual([]);
  expect(Object.entries(runtime.queueCounts()).filter(([, count]) => count > 0)).toEqual([]);
});

it.each([
  { role: 'SchedulerRole', sid: 'RingAlarm', queue: 'LostSchedules' },
  { role: 'JobsRole', sid: 'InvokeFunction', queue: 'LostSweeps' },
])('$role puts what it could not deliver into $queue', async ({ role, sid, queue }) => {
  const mute = await startLocal({
    assembly: withoutPermission(assembly, { role, sid }),
    frozenAt: monday,
    quiet: true,
  });
  try {
    const there = targetOf(mute);
    await assignTask(await openOffice(there), due(60));
    await there.until('2026-12-03T03:00:00.000Z');
    const lost = Object.entries(mute.queueCounts()).filter(([name]) => name.includes(queue));
    expect(lost.map(([, count]) => count > 0)).toEqual([true]);
  } finally {
    await mute.close();
  }
});
