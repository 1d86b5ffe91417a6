import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { Instant } from '../domain/time.ts';
import type { AlarmMessage } from './queues.ts';

/** One-time schedules that ring the alarm queue. They mirror the table; the table is the master. */
export type Schedules = {
  /** Sets the alarm of this obligation and moment. Already set: nothing happens. False: its time has passed, ring it. */
  set(alarm: AlarmMessage): Promise<boolean>;
  /** Takes it away. Already gone: nothing happens. */
  drop(alarm: Pick<AlarmMessage, 'obligationId' | 'at'>): Promise<void>;
};

export type ScheduleSettings = { group: string; roleArn: string; queueArn: string; deadLetterArn: string };

const compact = (at: Instant) => at.slice(0, 16).replace(/[-T:]/g, '');

/** Scheduler works by the minute; an alarm within a minute is rounded up, so that it never rings early. */
function toWholeMinute(at: Instant): Instant {
  return new Date(Math.ceil(Date.parse(at) / 60_000) * 60_000).toISOString();
}

/** At most 64 characters: an obligation id has 30, the minute 12. The name is the whole identity, so creating twice is creating once. */
export function scheduleName({ obligationId, at }: Pick<AlarmMessage, 'obligationId' | 'at'>): string {
  return `${obligationId}-${compact(toWholeMinute(at))}`;
}

/** The schedule that rings this alarm, once, and then deletes itself. */
export function scheduleOf(settings: ScheduleSettings, alarm: AlarmMessage): CreateScheduleCommandInput {
  return {
    Name: scheduleName(alarm),
    GroupName: settings.group,
    // `at()` takes no offset and is read in UTC unless a zone is given.
    ScheduleExpression: `at(${toWholeMinute(alarm.at).slice(0, 19)})`,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: settings.queueArn,
      RoleArn: settings.roleArn,
      Input: JSON.stringify(alarm),
      DeadLetterConfig: { Arn: settings.deadLetterArn },
    },
  };
}

/** Creates a schedule, or finds it created. False: its time has passed. */
export async function createSchedule(
  client: SchedulerClient,
  schedule: CreateScheduleCommandInput,
): Promise<boolean> {
  try {
    await client.send(new CreateScheduleCommand(schedule));
  } catch (error) {
    if (isPast(error)) return false;
    if (!named(error, 'ConflictException')) throw error;
  }
  return true;
}

/** Deletes a schedule, or finds it gone. */
export async function deleteSchedule(client: SchedulerClient, group: string, name: string): Promise<void> {
  try {
    await client.send(new DeleteScheduleCommand({ Name: name, GroupName: group }));
  } catch (error) {
    if (!named(error, 'ResourceNotFoundException')) throw error;
  }
}

export function openSchedules(
  settings: ScheduleSettings,
  client: SchedulerClient = new SchedulerClient({}),
): Schedules {
  return {
    set: (alarm) => createSchedule(client, scheduleOf(settings, alarm)),
    drop: (alarm) => deleteSchedule(client, settings.group, scheduleName(alarm)),
  };
}

function isPast(error: unknown): boolean {
  return named(error, 'ValidationException') && error instanceof Error && /past/i.test(error.message);
}

function named(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
