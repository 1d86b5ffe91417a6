import { GetScheduleCommand, ListSchedulesCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import * as z from 'zod';
import type { AlarmMessage, Enqueue } from '../../shared/clients/queues.ts';
import { type Schedules, scheduleName } from '../../shared/clients/schedules.ts';
import { obligation as obligationSchema } from '../../shared/domain/obligation.ts';
import { alarmsBetween } from '../../shared/store/alarms.ts';
import type { Store } from '../../shared/store/client.ts';
import { first, keys, last } from '../../shared/store/keys.ts';
import { getItem, inParallel } from '../../shared/store/reads.ts';
import type { Progress } from './progress.ts';

export type Comparison = {
  /** The alarms of the table that a schedule must ring. */
  wanted: AlarmMessage[];
  /** Alarms of the table without a schedule. */
  missing: AlarmMessage[];
  /** Schedules for alarms that the table does not know, or no longer. */
  leftover: AlarmMessage[];
  /** Schedules in the group that are not of our making. */
  foreign: string[];
};

export type Group = { client: SchedulerClient; name: string };

const pointer = z.object({ obligationId: z.string(), taskId: z.string(), at: z.string() });

/**
 * Sets the schedules of the group against the alarms of the table. Schedules are listed first: an alarm that moves
 * meanwhile then seems missing, and to create what exists is harmless.
 */
export async function compareSchedules(store: Store, group: Group, progress: Progress): Promise<Comparison> {
  progress.begin('schedules listed');
  const names = await namesIn(group, progress);
  const obligations = await alarmsBetween(store, first, last);
  const wanted = new Map<string, AlarmMessage>();
  for (const { id: obligationId, taskId, next } of obligations) {
    if (next?.by !== 'remind') continue;
    const alarm = { obligationId, taskId, at: next.at };
    wanted.set(scheduleName(alarm), alarm);
  }
  const doubtful = [...names].filter((name) => !wanted.has(name));
  const comparison: Comparison = {
    wanted: [...wanted.values()],
    missing: [...wanted].flatMap(([name, alarm]) => (names.has(name) ? [] : [alarm])),
    leftover: [],
    foreign: [],
  };
  progress.begin('leftovers looked up', doubtful.length);
  await inParallel(doubtful, async (name) => {
    const alarm = await alarmOf(group, name);
    if (alarm === 'foreign') comparison.foreign.push(name);
    else if (alarm && !(await isDue(store, alarm, name))) comparison.leftover.push(alarm);
    progress.step();
  });
  return comparison;
}

/** Names of the group's schedules, of all or of those that begin so. */
export async function namesIn(
  { client, name }: Group,
  progress: Progress,
  prefix?: string,
): Promise<Set<string>> {
  const names = new Set<string>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSchedulesCommand({ GroupName: name, NamePrefix: prefix, MaxResults: 100, NextToken }),
    );
    for (const { Name } of page.Schedules ?? []) if (Name) names.add(Name);
    progress.step(page.Schedules?.length);
    NextToken = page.NextToken;
  } while (NextToken);
  return names;
}

/** What the schedule rings; undefined when it has gone meanwhile. */
async function alarmOf({ client, name }: Group, Name: string): Promise<AlarmMessage | 'foreign' | undefined> {
  try {
    const { Target } = await client.send(new GetScheduleCommand({ GroupName: name, Name }));
    const input = pointer.safeParse(JSON.parse(Target?.Input ?? 'null'));
    return input.success && scheduleName(input.data) === Name ? input.data : 'foreign';
  } catch (error) {
    if (error instanceof SyntaxError) return 'foreign';
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** The index may lag behind a commit that the relay has mirrored already; the item itself does not. */
async function isDue(store: Store, { taskId, obligationId }: AlarmMessage, name: string): Promise<boolean> {
  const item = await getItem(store, keys.obligation(taskId, obligationId));
  const { state, next } = item ? obligationSchema.parse(item) : {};
  return state === 'open' && next?.by === 'remind' && scheduleName({ obligationId, at: next.at }) === name;
}

/** Creates what is missing, rings at once what is overdue, deletes what is left over. May be repeated. */
export async function reconcile(
  { missing, leftover }: Comparison,
  schedules: Schedules,
  ring: Enqueue<AlarmMessage>,
  progress: Progress,
): Promise<{ created: number; rung: number; deleted: number }> {
  const done = { created: 0, rung: 0, deleted: 0 };
  progress.begin('schedules put right', missing.length + leftover.length);
  await inParallel(missing, async (alarm) => {
    if (await schedules.set(alarm)) done.created += 1;
    else {
      await ring(alarm);
      done.rung += 1;
    }
    progress.step();
  });
  await inParallel(leftover, async (alarm) => {
    await schedules.drop(alarm);
    done.deleted += 1;
    progress.step();
  });
  return done;
}
