import middy from '@middy/core';
import * as z from 'zod/mini';
import { type Swept, sweep } from '../shared/actions/sweep.ts';
import { onDemand } from '../shared/clients/on-demand.ts';
import type { AlarmMessage, JobMessage, MailMessage } from '../shared/clients/queues.ts';
import { moment } from '../shared/domain/time.ts';
import { given, readEnv } from '../shared/env.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';

const env = readEnv({
  ALARM_QUEUE_URL: given,
  MAIL_QUEUE_URL: given,
  JOB_QUEUE_URL: given,
  ESCALATION_ARN: given,
});
const queue = <Body>(url: string) =>
  onDemand(async () => (await import('../shared/clients/queues.ts')).openQueue<Body>(url));
const world = {
  ...openWorld('close', env),
  ringAlarm: queue<AlarmMessage>(env.ALARM_QUEUE_URL),
  orderMail: queue<MailMessage>(env.MAIL_QUEUE_URL),
  orderWork: queue<JobMessage>(env.JOB_QUEUE_URL),
  startLadder: onDemand(async () => {
    const { openEscalations } = await import('../shared/clients/escalations.ts');
    return openEscalations(env.ESCALATION_ARN);
  }),
};
const { log } = world;
const tick = z.object({ at: moment });

/**
 * Daily schedule -> close: the sweep of the day, the counts of months that are over, the reports whose closing day has come and
 * the agenda of the week. Each part may be repeated, and a run that failed is.
 */
export const handler = middy<unknown, Swept>()
  .use(logged(log))
  .handler(async (event) => {
    const { at } = tick.parse(event);
    // Before the sweep looks for alarms that are late, so that it sees them where they belong. Each part is loaded in its turn.
    const { finishSuccessions } = await import('../shared/actions/succession.ts');
    const { finishReplans } = await import('../shared/actions/replan.ts');
    const succeeded = await finishSuccessions(world, at);
    const replanned = await finishReplans(world, at);
    const swept = await sweep(world, at);
    log.info('swept', { at, succeeded, replanned, ...swept });
    const { openThisMonth } = await import('../shared/actions/open-month.ts');
    const { closePeriods } = await import('../shared/actions/close-periods.ts');
    const { closeWeek } = await import('../shared/actions/agenda.ts');
    const opened = await openThisMonth(world, at);
    const reports = await closePeriods(world, at);
    await closeWeek(world, at);
    log.info('closed', { at, opened, reports });
    return swept;
  });
