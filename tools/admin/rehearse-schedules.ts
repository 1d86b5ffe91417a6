import { GetScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { AlarmMessage } from '../../shared/clients/queues.ts';
import {
  createSchedule,
  deleteSchedule,
  type ScheduleSettings,
  scheduleOf,
} from '../../shared/clients/schedules.ts';
import { inParallel } from '../../shared/store/reads.ts';
import type { Progress } from './progress.ts';
import { namesIn } from './schedules.ts';

/** No obligation begins so, and reconciling leaves alone what is not its own. */
const prefix = 'drill-';

/**
 * Makes the schedules of these alarms as reconciling would, but disabled and under names of their own, so that none can ring; reads
 * each one back, and takes all away again, first those that an interrupted drill left. They stand in the live group because
 * Scheduler lets no other one take on the role. Returns how many it made, how many alarms would be rung at once because
 * their time has passed, and the names of those that do not say what they should.
 */
export async function rehearseSchedules(
  client: SchedulerClient,
  settings: ScheduleSettings,
  alarms: readonly AlarmMessage[],
  progress: Progress,
): Promise<{ made: number; past: number; wrong: string[] }> {
  const group = { client, name: settings.group };
  await takeAway();
  const done = { made: 0, past: 0, wrong: Array.of<string>() };
  progress.begin('schedules rehearsed', alarms.length);
  try {
    await inParallel(alarms, async (alarm) => {
      const schedule = scheduleOf(settings, alarm);
      const Name = `${prefix}${schedule.Name}`;
      if (await createSchedule(client, { ...schedule, Name, State: 'DISABLED' })) {
        const found = await client.send(new GetScheduleCommand({ GroupName: settings.group, Name }));
        const same =
          found.ScheduleExpression === schedule.ScheduleExpression &&
          found.Target?.Arn === settings.queueArn &&
          found.Target?.Input === schedule.Target?.Input;
        done.made += 1;
        if (!same) done.wrong.push(Name);
      } else done.past += 1;
      progress.step();
    });
  } finally {
    await takeAway();
  }
  return done;

  async function takeAway() {
    progress.begin('rehearsed schedules taken away');
    await inParallel([...(await namesIn(group, progress, prefix))], (name) =>
      deleteSchedule(client, settings.group, name),
    );
  }
}
