import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretKey } from '../../local/environment.ts';
import { startLocal } from '../../local/runtime.ts';
import { synthesise } from '../../local/synth.ts';
import { openObjects } from '../../shared/clients/objects.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import { withoutPermission } from '../../tools/permissions/assemblies.ts';
import { at, listAt, textAt } from '../e2e/client.ts';
import { targetOf } from '../e2e/local-target.ts';
import { assignTask, openOffice } from '../e2e/office.ts';
import { abandonedTask } from './mishaps.ts';
import { due, liveThroughTheWeek, monday, type Week } from './week.ts';

/**
 * Every function does its work in the name of its role: the local runtime refuses what the role does not allow, as AWS would.
 * tools/mutate-permissions.ts takes permissions away, one at a time, and one of these tests must notice.
 */
const assembly = process.env.LOCAL_ASSEMBLY ?? (await synthesise('.'));
let week: Week;
beforeAll(async () => {
  week = await liveThroughTheWeek(assembly);
});
afterAll(() => week?.runtime.close());

it('api answers what people ask', async () => {
  const { office, officer, task, bigDirective } = week;
  const unitId = office.units.STC;
  const paths = [
    ...['/tasks', '/directives', '/obligations', '/me', '/units?limit=200', `/tasks?unitId=${unitId}`],
    ...[`/obligations?unitId=${unitId}`, `/tasks/${task.late}/events`, '/reports/agenda', '/reports'],
    ...[`/tasks?directiveId=${bigDirective}`, `/tasks?parentId=${task.cancelled}`],
  ];
  for (const path of paths) expect([path, (await officer('GET', path)).status]).toEqual([path, 200]);
});

it('api writes a document of more tasks than fit into a transaction', async () => {
  const { body } = await week.officer('GET', `/tasks?directiveId=${week.bigDirective}&limit=100`);
  expect(listAt(body, 'items')).toHaveLength(40);
});

it('api takes a person out of a unit', async () => {
  const { office } = week;
  const seat = `/units/${office.units.BTG}/members/btg.head`;
  expect((await office.admin('DELETE', seat)).status).toBe(204);
  expect((await office.admin('GET', seat)).status).toBe(404);
});

it('relay mirrors an alarm as a schedule, and takes it away', () => {
  expect(week.counted).toMatchObject({ assigned: 2, cancelled: 0 });
});

const underCancelled = async () => {
  const { body } = await week.officer('GET', `/tasks?parentId=${week.task.cancelled}`);
  return new Map(listAt(body, 'items').map((child) => [at(child, 'id'), at(child, 'status')]));
};

it('relay calls off what stands under a task that is called off', async () => {
  const children = await underCancelled();
  children.delete(week.task.stranded);
  expect([...children.values()]).toEqual(['cancelled', 'cancelled']);
});

it('close calls off what relay has missed', async () => {
  expect((await underCancelled()).get(week.task.stranded)).toBe('cancelled');
});

it('relay rings at once what is due at once, and remind plans its reminder', async () => {
  expect((await week.messages('hastened')).some((row) => row.startsWith('reminder'))).toBe(true);
});

it('relay orders mail, mail sends it', async () => {
  expect(await week.messages('bounced')).toContain('notice delivered');
});

it('scheduler rings and remind plans a reminder before the deadline', async () => {
  expect(await week.messages('late')).toContain('reminder delivered');
});

it('remind starts a ladder at the deadline, which calls escalate', () => {
  expect(week.counted.rungs).toBe(2);
});

it.each([
  { by: 'remind', alarm: 'reminder', step: 3 },
  { by: 'escalate', alarm: 'rung', step: 1 },
])('$by tells of a matter that was suppressed on the same morning', async ({ alarm, step }) => {
  const { body } = await week.officer('GET', `/tasks/${week.task.foretold}/messages`);
  const rows = listAt(body, 'items').filter((row) => at(row, 'alarm') === alarm && at(row, 'step') === step);
  expect(Object.fromEntries(rows.map((row) => [textAt(row, 'personId'), at(row, 'state')]))).toEqual({
    'stc.head': 'delivered',
    'stc.officer': 'delivered',
  });
});

it('close rings the next morning what had lost its schedule', async () => {
  expect(await week.messages('in time')).toContain('reminder delivered');
});

it('close starts a ladder again that was stopped', async () => {
  const rungs = (await week.messages('late')).filter((row) => row === 'rung delivered');
  expect(rungs.length).toBeGreaterThan(2);
});

it('close orders the mail of what was urged in the evening', async () => {
  expect(await week.messages('urged')).toContain('urge delivered');
});

it('close plans the agenda of the week, and mail finds what is on it', async () => {
  const agenda = (await week.target.mails()).filter(({ subject }) =>
    subject.includes('đưa vào phiên họp tới'),
  );
  expect(agenda.length).toBeGreaterThan(0);
});

it('feedback closes an address that bounced, and the matter goes to the next', async () => {
  expect(await week.messages('bounced')).toContain('notice bounced');
  expect((await week.messages('bounced')).some((row) => row.startsWith('undelivered'))).toBe(true);
  const { office } = week;
  const seat = await office.admin('GET', `/units/${office.units.SXD}/members/sxd.officer`);
  expect(at(seat.body, 'unreachable')).toBe('bounced');
});

it('close puts a unit into the place of another on the day that was ordered', async () => {
  const { office } = week;
  const { body } = await office.admin('GET', `/units/${office.units.UBKT}/succession`);
  expect(at(body, 'state')).toBe('done');
});

it('api keeps a file, relay orders the work, work takes it in', () => {
  expect(week.jobs.imported).toMatchObject({ status: 'done', counts: { read: 40, taken: 40 } });
});

it('work takes in a unit', () => {
  expect(week.jobs['of a unit']).toMatchObject({ status: 'done', counts: { taken: 1 } });
});

it('work writes a file, and api hands it out', async () => {
  const { jobs, target } = week;
  expect(jobs.exported).toMatchObject({ status: 'done' });
  const headers = { authorization: `Bearer ${await target.token('vptu.officer')}` };
  const file = await fetch(`${target.url}${textAt(jobs.exported, 'file')}`, { headers });
  expect(file.status).toBe(200);
});

it('work reads a file that it wrote', () => {
  const { jobs } = week;
  const read = at(jobs['exported, taken in again'], 'counts.read');
  expect(read).toBe(at(jobs.exported, 'counts.read'));
  expect(read).toBeGreaterThan(40);
});

it('work writes down what is on the agenda', () => {
  expect(week.jobs['of the agenda']).toMatchObject({ status: 'done', counts: { read: 2 } });
});

it('close sends to work what nobody works on any more', () => {
  expect(week.jobs.forgotten).toMatchObject({ status: 'done' });
});

const openRecords = () => {
  process.env.AWS_SECRET_ACCESS_KEY = secretKey;
  const { application, objects } = week.runtime;
  return openObjects(application.buckets.find(({ locked }) => locked)?.name ?? '', objects);
};

it('anchor writes each day what happened on it', async () => {
  const days = Array.from({ length: 8 }, (_, i) => `anchors/${addDays('2026-11-29', i)}.json`);
  expect(await openRecords().list('anchors/')).toEqual(days);
});

it('anchor leaves out what was never published', async () => {
  const anchor = String(await openRecords().get('anchors/2026-11-30.json'));
  expect(anchor).toContain(week.task.late);
  expect(anchor).not.toContain(abandonedTask);
});

it.each(['Api', 'Relay', 'Remind', 'Escalate', 'Mail', 'Feedback', 'Close', 'Anchor', 'Work'])(
  '%s writes its log',
  (name) => {
    expect([...week.loggers].some((each) => each.includes(name))).toBe(true);
  },
);

// Last, since what a role lacks is better named by the test that misses its effect.
it('no function is refused anything', () => {
  expect(week.refusals).toEqual([]);
});

it.each([
  { role: 'SchedulerRole', sid: 'RingAlarm', queues: 'LostSchedules' },
  { role: 'JobsRole', sid: 'InvokeFunction', queues: 'LostSweeps and LostAnchors' },
])('$role puts what it could not deliver into $queues', async ({ role, sid, queues }) => {
  const mute = await startLocal({
    assembly: withoutPermission(assembly, { role, sid }),
    frozenAt: monday,
    quiet: true,
  });
  try {
    const there = targetOf(mute);
    await assignTask(await openOffice(there), due(60));
    await there.until('2026-12-03T03:00:00.000Z');
    const filled = Object.entries(mute.queueCounts()).filter(([, count]) => count > 0);
    for (const queue of queues.split(' and ')) expect(filled.map(([name]) => name).join()).toContain(queue);
  } finally {
    await mute.close();
  }
});
