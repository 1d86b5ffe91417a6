import type { AlarmMessage, Enqueue, JobMessage, MailMessage } from '../clients/queues.ts';
import type { Schedules } from '../clients/schedules.ts';
import { stirs } from '../domain/decide/stirs.ts';
import type { Message } from '../domain/message.ts';
import type { Obligation } from '../domain/obligation.ts';
import type { Instant } from '../domain/time.ts';
import { finishBatch } from '../store/batches.ts';
import type { FeedItem } from '../store/feed-items.ts';
import { isOpen } from '../store/items.ts';
import type { World } from './world.ts';

export type RelayWorld = World & {
  schedules: Schedules;
  ringAlarm: Enqueue<AlarmMessage>;
  orderMail: Enqueue<MailMessage>;
  orderWork: Enqueue<JobMessage>;
  /** How long a person's mail waits for further matters of the same morning. */
  gatherSeconds: number;
};

/** One change of one item of the table; `before` is absent for a new one, `after` for a removed one. */
export type TableChange = { before?: FeedItem | undefined; after?: FeedItem | undefined };

/** SQS delays a message by at most 15 minutes; what is further off is found by the morning's other mail or the sweep. */
const longestDelay = 900;

/** Alarms this close are delayed in the queue itself; Scheduler would be no more exact, since it works by the minute. */
const nearSeconds = 60;

/** Arranges what a change of the table entails. Every part may be repeated; none depends on order between items. */
export async function relay(world: RelayWorld, change: TableChange, at: Instant): Promise<void> {
  const { before, after } = change;
  if (after?.type === 'JOB' && !before) await world.orderWork({ jobId: after.job.id });
  if (after?.type === 'BATCH' && !after.finished) await finishBatch(world.store, after.id);
  if (before?.type === 'OBLIGATION' || after?.type === 'OBLIGATION')
    await mirror(
      world,
      before?.type === 'OBLIGATION' ? before : undefined,
      after?.type === 'OBLIGATION' ? after : undefined,
      at,
    );
  if (before?.type === 'TASK' && after?.type === 'TASK') {
    const closed = isOpen(before) && !isOpen(after);
    // Most tasks have neither parent nor children: what brings them in step is loaded when there are some.
    if (stirs(before, after)) await (await import('./families.ts')).alignChildren(world, after.id, at);
    if (after.parentId && closed) await (await import('./families.ts')).rollUp(world, after.parentId, at);
  }
  if (after?.type === 'MESSAGE' && !after.batch && isNewlyPlanned(before, after))
    await order(world, after, at);
}

/** The alarm that must be mirrored by a schedule. Items of an unfinished batch have none yet, ladders wait by themselves. */
function alarmOf(obligation: Obligation | undefined): AlarmMessage | undefined {
  if (!obligation?.next || obligation.batch || obligation.next.by !== 'remind') return undefined;
  return { obligationId: obligation.id, taskId: obligation.taskId, at: obligation.next.at };
}

async function mirror(
  world: RelayWorld,
  before: Obligation | undefined,
  after: Obligation | undefined,
  at: Instant,
): Promise<void> {
  const old = alarmOf(before);
  const now = alarmOf(after);
  if (old?.at === now?.at) return;
  if (now) {
    // A schedule in the past is refused, and this record may have waited: what is due or nearly due goes by the queue.
    const seconds = Math.max(0, Math.ceil((Date.parse(now.at) - Date.parse(at)) / 1000));
    const set = seconds > nearSeconds && (await world.schedules.set(now));
    if (!set) await world.ringAlarm(now, seconds > nearSeconds ? 0 : seconds);
  }
  // The one that just rang deletes itself; one still to come must not ring in vain.
  if (old && old.at > at) await world.schedules.drop(old);
}

function isNewlyPlanned(before: FeedItem | undefined, after: Message): boolean {
  if (after.state !== 'planned') return false;
  return (
    before?.type !== 'MESSAGE' ||
    before.batch !== undefined ||
    before.state !== 'planned' ||
    before.morning !== after.morning
  );
}

async function order(world: RelayWorld, row: Message, at: Instant): Promise<void> {
  const wait =
    Math.max(0, Math.ceil((Date.parse(row.notBefore) - Date.parse(at)) / 1000)) + world.gatherSeconds;
  if (wait > longestDelay) return;
  await world.orderMail({ personId: row.personId, morning: row.morning }, wait);
}
