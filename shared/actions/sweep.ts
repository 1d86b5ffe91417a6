import type { StartLadder } from '../clients/escalations.ts';
import type { AlarmMessage, Enqueue, JobMessage, MailMessage } from '../clients/queues.ts';
import { nextOpening } from '../domain/calendar.ts';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import type { Context } from '../domain/decide/context.ts';
import { restartLadder, restoreNext } from '../domain/decide/repair.ts';
import type { Obligation } from '../domain/obligation.ts';
import { defaultPolicies } from '../domain/policy.ts';
import type { Instant } from '../domain/time.ts';
import { overdueAlarms, withoutNextAction } from '../store/alarms.ts';
import { finishBatch, unfinishedBatches } from '../store/batches.ts';
import { openJobs } from '../store/jobs.ts';
import { shards } from '../store/keys.ts';
import { lyingPlanned } from '../store/ledger.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import { mendFamilies } from './mend-families.ts';
import type { World } from './world.ts';

export type SweepWorld = World & {
  ringAlarm: Enqueue<AlarmMessage>;
  orderMail: Enqueue<MailMessage>;
  orderWork: Enqueue<JobMessage>;
  startLadder: StartLadder;
};

export type Swept = {
  rung: number;
  restarted: number;
  restored: number;
  mails: number;
  batches: number;
  jobs: number;
  /** Tasks brought in step with those above or below them. */
  mended: number;
};

/** What is this late was not merely slow. */
const patienceMs = 10 * 60_000;
/** Per shard and sweep; what is beyond waits for the next one, and the alarm on the oldest overdue alarm rings meanwhile. */
const most = 5_000;

/**
 * The net under everything else: what should have happened and did not is set going again. It covers lost stream
 * records, refused schedules, dead state machines and restored tables, and changes nothing where all is well.
 */
export async function sweep(world: SweepWorld, at: Instant): Promise<Swept> {
  const before = new Date(Date.parse(at) - patienceMs).toISOString();
  const swept: Swept = { rung: 0, restarted: 0, restored: 0, mails: 0, batches: 0, jobs: 0, mended: 0 };
  for (const id of await unfinishedBatches(world.store, before)) {
    await finishBatch(world.store, id);
    swept.batches++;
  }
  for (const { id, leaseUntil } of await openJobs(world.store, before, most)) {
    if (leaseUntil && leaseUntil > before) continue;
    await world.orderWork({ jobId: id });
    swept.jobs++;
  }
  // Before alarms that are late are looked for, so that nobody is urged for what was called off or put off.
  swept.mended = await mendFamilies(world, at);
  const overdue = await inEveryShard((shard) => overdueAlarms(world.store, before, shard, most));
  const idle = await inEveryShard((shard) => withoutNextAction(world.store, shard));
  const lying = await inEveryShard((shard) => lyingPlanned(world.store, before, shard, most));
  for (const obligation of overdue) await revive(world, obligation, at, swept);
  for (const obligation of idle) if (await restore(world, obligation, at)) swept.restored++;
  const mails = new Map(
    lying.map(({ personId, morning }) => [`${personId} ${morning}`, { personId, morning }]),
  );
  for (const mail of mails.values()) await world.orderMail(mail);
  swept.mails = mails.size;
  const oldest = overdue.reduce((least, { next }) => (next && next.at < least ? next.at : least), at);
  world.log.metric('OldestOverdueAlarm', (Date.parse(at) - Date.parse(oldest)) / 1000, 'Seconds');
  world.log.metric('OpenWithoutNextAlarm', swept.restored);
  await measureSilence(world, lying.length, at);
  return swept;
}

/**
 * What the alarm "no reminder sent" compares, zeros included: a metric that was never measured would leave it without an
 * answer just when nothing was ever sent. On a day off nothing may leave, so nothing is missed.
 */
async function measureSilence(world: World, lying: number, at: Instant): Promise<void> {
  const { calendar } = await loadContext(world, at);
  const isOpen = nextOpening(calendar, defaultPolicies.perform.policy.hours, at) === at;
  world.log.metric('RemindersUnsent', isOpen ? lying : 0);
  world.log.metric('MailsSent', 0);
  world.log.metric('MailsRefused', 0);
}

/** Shards are looked through side by side, what they hold is worked on one by one. */
async function inEveryShard<T>(look: (shard: number) => Promise<T[]>): Promise<T[]> {
  return (await Promise.all(shards.map(look))).flat();
}

async function revive(world: SweepWorld, obligation: Obligation, at: Instant, swept: Swept): Promise<void> {
  const { id: obligationId, taskId, next, due } = obligation;
  if (!next) return;
  if (next.by === 'remind') {
    await world.ringAlarm({ obligationId, taskId, at: next.at });
    swept.rung++;
  } else if (due) {
    const attempt = obligation.attempt + 1;
    await world.startLadder({ taskId, obligationId, due: due.at, attempt });
    const command = {
      actor: { kind: 'system' as const },
      at,
      id: `sweep/${at}`,
      input: { obligationId, attempt },
    };
    await repair(world, taskId, (aggregate) => restartLadder(aggregate, command), command);
    swept.restarted++;
  }
}

async function restore(world: SweepWorld, obligation: Obligation, at: Instant): Promise<boolean> {
  const command = {
    actor: { kind: 'system' as const },
    at,
    id: `sweep/${at}`,
    input: { obligationId: obligation.id },
  };
  return repair(
    world,
    obligation.taskId,
    (aggregate, context) => restoreNext(aggregate, command, context),
    command,
  );
}

async function repair(
  world: SweepWorld,
  taskId: string,
  decide: (aggregate: Aggregate, context: Context) => Change | undefined,
  command: Command,
): Promise<boolean> {
  return untilCommitted(world, async () => {
    const before = await loadTask(world.store, taskId);
    const change = before && decide(before, await loadContext(world, command.at));
    if (!before || !change) return false;
    await commit(world.store, { before, change, command });
    return true;
  });
}
