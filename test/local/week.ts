import { setTimeout } from 'node:timers/promises';
import { type LocalRuntime, startLocal } from '../../local/runtime.ts';
import { type Call, listAt, textAt } from '../e2e/client.ts';
import { targetOf } from '../e2e/local-target.ts';
import { assignTask, type Office, openOffice } from '../e2e/office.ts';
import type { Target } from '../e2e/target.ts';
import {
  abandonEvent,
  foretell,
  forgetJob,
  hasten,
  loseEverything,
  scheduleNames,
  strand,
} from './mishaps.ts';

/** The week from Monday 30 November to the morning of Monday 7 December 2026, as the tests find it afterwards. */
export type Week = {
  runtime: LocalRuntime;
  target: Target;
  office: Office;
  officer: Call;
  /** Ids of tasks, by what is special about them. */
  task: Record<string, string>;
  /** Numbers that were right at a certain moment only. */
  counted: Record<string, number>;
  /** Jobs with files, as they ended. */
  jobs: Record<string, unknown>;
  bigDirective: string;
  /** Functions that wrote into their log, by their names. */
  loggers: Set<string>;
  /** What functions were not allowed to do, as they logged it. */
  refusals: string[];
  messages: (name: string) => Promise<string[]>;
};

export const monday = '2026-11-30T01:00:00.000Z';
export const due = (workingDays: number) => ({ deadline: { workingDays, from: '2026-11-30' } });
const rowsOfImport = 40;

/** Lives through the week on an application, so that every permission of every role is needed at least once. */
export async function liveThroughTheWeek(assembly: string): Promise<Week> {
  const loggers = new Set<string>();
  const refusals: string[] = [];
  const log = (name: string, line: string) => {
    loggers.add(name);
    if (line.includes('AccessDenied')) refusals.push(`${name}: ${line}`);
  };
  const runtime = await startLocal({ assembly, frozenAt: monday, quiet: true, log });
  const limit = new AbortController();
  try {
    return await Promise.race([
      live(runtime, { loggers, refusals }),
      setTimeout(limitMs, undefined, { signal: limit.signal }).then(() => {
        throw new Error(`${endless}; ${refusals[0] ?? 'nothing was refused'}`);
      }),
    ]);
  } catch (error) {
    await runtime.close();
    throw error;
  } finally {
    limit.abort();
  }
}

/** Less than the time that a test is given, so that a week in which work comes again and again can say what was refused. */
const limitMs = 150_000;
const endless = 'The week does not end';

async function live(runtime: LocalRuntime, noted: Pick<Week, 'loggers' | 'refusals'>): Promise<Week> {
  const target = targetOf(runtime);
  const office = await openOffice(target);
  const officer = await office.person('vptu.officer');
  const lead = await office.person('stc.officer');
  const task: Week['task'] = {};
  const counted: Week['counted'] = {};
  const jobs: Week['jobs'] = {};
  const idOf = (name: string) => task[name] ?? '';
  const assign = async (name: string, fields: Record<string, unknown>) => {
    ({ taskId: task[name] } = await assignTask(office, fields));
  };
  const messages = async (name: string) => {
    const { body } = await officer('GET', `/tasks/${idOf(name)}/messages`);
    return listAt(body, 'items').map((row) => `${textAt(row, 'alarm')} ${textAt(row, 'state')}`);
  };
  const jobDone = async (answer: unknown, by = officer): Promise<unknown> => {
    await target.settled();
    return (await by('GET', `/jobs/${textAt(answer, 'id')}`)).body;
  };
  const ask = async (what: 'imports' | 'exports', body: object, by = officer) =>
    jobDone((await by('POST', `/${what}`, body)).body, by);

  await urgeDaily(office);
  runtime.bounce('sxd.officer@example.com', 'hard');
  await assign('late', due(1));
  await assign('foretold', due(1));
  await assign('in time', due(5));
  await assign('urged', due(60));
  await assign('hastened', due(60));
  await assign('stranded', due(60));
  await assign('bounced', { ...due(60), leadUnitIds: [office.units.SXD], coordinatingUnitIds: [] });
  for (const name of ['late', 'foretold', 'in time', 'urged', 'hastened'])
    await lead('POST', `/tasks/${idOf(name)}/acceptance`, {});
  await target.settled();

  const before = (await scheduleNames(runtime)).length;
  await assign('cancelled', { ...due(60), leadUnitIds: [office.units.STC, office.units.SKHCN] });
  await target.settled();
  counted.assigned = (await scheduleNames(runtime)).length - before;
  await officer('POST', `/tasks/${task.cancelled}/cancellation`, { reason: 'Không còn cần' });
  await target.settled();
  counted.cancelled = (await scheduleNames(runtime)).length - before;

  await hasten(runtime, idOf('hastened'));
  await foretell(runtime, idOf('foretold'), { morning: '2026-12-01', alarm: 'reminder', step: 3 });
  await foretell(runtime, idOf('foretold'), { morning: '2026-12-02', alarm: 'rung', step: 1 });
  await strand(runtime, idOf('stranded'), idOf('cancelled'));
  await abandonEvent(runtime);
  await office.admin('POST', `/units/${office.units.UBKT}/succession`, {
    ...{ kind: 'merge', on: '2026-12-02', into: [office.units.VPTU], reason: 'Sắp xếp bộ máy' },
  });

  const bigDirective = textAt(await registerBig(officer, office), 'id');
  jobs['of a unit'] = await ask('imports', { kind: 'units', content: tableOf(unitRows) }, office.admin);
  jobs.imported = await ask('imports', { kind: 'directives', content: tableOf(taskRows) });
  jobs.exported = await ask('exports', { kind: 'directives', format: 'xlsx' });
  const exported = { kind: 'directives', jobId: textAt(jobs.exported, 'id'), dryRun: true };
  jobs['exported, taken in again'] = await ask('imports', exported);
  jobs.forgotten = await ask('exports', { kind: 'directives', format: 'csv' });
  await forgetJob(runtime, textAt(jobs.forgotten, 'id'));

  await target.until('2026-12-01T13:00:00.000Z');
  await officer('POST', `/tasks/${task.urged}/urges`, { note: 'Gấp' });
  await target.until('2026-12-02T03:00:00.000Z');
  counted.rungs = (await messages('late')).filter((row) => row.startsWith('rung')).length;
  await loseEverything(runtime);
  await target.until('2026-12-07T03:00:00.000Z');
  jobs['of the agenda'] = await ask('exports', { kind: 'agenda', format: 'xlsx' });
  jobs.forgotten = await jobDone(jobs.forgotten);
  return { runtime, target, office, officer, task, counted, jobs, bigDirective, ...noted, messages };
}

/** Urging on the three working days after the deadline, so that a week is enough for the agenda. */
async function urgeDaily({ admin }: Office): Promise<void> {
  const { body, headers } = await admin('GET', '/policies/perform');
  const { policy, overrides } = Object(body);
  const ladder = policy.ladder.map((rung: object, i: number) => ({ ...rung, after: { workingDays: i + 1 } }));
  const changed = { policy: { ...policy, ladder, version: 'daily' }, overrides };
  await admin('PUT', '/policies/perform', changed, { 'if-match': headers.get('etag') ?? '' });
}

async function registerBig(officer: Call, { units }: Office): Promise<unknown> {
  const made = await officer('POST', '/directives', {
    ...{ number: '44-CT/TU', issuedOn: '2026-11-30', issuerId: units.TT, classification: 'normal' },
    title: 'Chỉ thị có nhiều việc',
    tasks: Array.from({ length: 40 }, (_, n) => ({
      ...{ content: `Việc thứ ${n + 1}`, product: 'Báo cáo', leadUnitIds: [units.SKHCN], ...due(90) },
    })),
  });
  return made.body;
}

const unitRows = ['Mã đơn vị,Tên đơn vị,Loại', 'SO-MOI,Sở Mới,Đơn vị'];

/** A document of more tasks than fit into a transaction. */
const taskRows = [
  'Số văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu,Nội dung nhiệm vụ,Đơn vị chủ trì,Thời hạn',
  ...Array.from(
    { length: rowsOfImport },
    (_, n) => `45-CT/TU,30/11/2026,TT,Chỉ thị,Báo cáo kết quả ${n + 1},SKHCN,30/12/2026`,
  ),
];

const tableOf = (rows: string[]) => Buffer.from(rows.join('\r\n')).toString('base64');
