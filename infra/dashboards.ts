import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { measured, tableMetric } from './constructs/alarm.ts';
import type { Parts } from './operations.ts';

const hour = Duration.hours(1);
const day = Duration.days(1);

/** For the Office: does the system do what it is for? */
export function businessDashboard(scope: Construct, name: string, stage: string): void {
  const today = (metric: Parameters<typeof measured>[1]) => measured(stage, metric, Stats.SUM, day);
  new Dashboard(scope, 'Business', {
    dashboardName: name,
    defaultInterval: Duration.days(14),
    widgets: [
      [
        new SingleValueWidget({
          title: 'Today',
          width: 24,
          height: 4,
          metrics: [
            today('RemindersPlanned'),
            today('MailsSent'),
            today('MailsSuppressed'),
            today('MailsBounced'),
            today('MailsRefused'),
            today('MailsPerhapsDoubled'),
            today('Rungs'),
            measured(stage, 'OpenWithoutNextAlarm', Stats.MAXIMUM, day),
          ],
        }),
      ],
      [
        new GraphWidget({
          title: 'Mails a day',
          width: 12,
          left: [today('MailsSent'), today('MailsSuppressed'), today('MailsBounced')],
        }),
        new GraphWidget({ title: 'Urging: rungs a day', width: 12, left: [today('Rungs')] }),
      ],
      [
        new GraphWidget({
          title: 'Lateness of reminders, milliseconds',
          width: 12,
          left: [Stats.p(50), Stats.p(90), Stats.MAXIMUM].map((statistic) =>
            measured(stage, 'AlarmLateness', statistic, hour).with({ label: statistic }),
          ),
        }),
        new GraphWidget({
          title: 'Left behind: oldest overdue alarm in seconds, and alarms that no longer applied',
          width: 12,
          left: [measured(stage, 'OldestOverdueAlarm', Stats.MAXIMUM, hour)],
          right: [measured(stage, 'StaleAlarms', Stats.SUM, hour)],
        }),
      ],
    ],
  });
}

/** For engineers: which part is slow, failing or full? */
export function machineDashboard(scope: Construct, name: string, parts: Parts): void {
  const functions = Object.entries(parts.functions);
  const { alarms, mails, fileJobs, lost, ladder, table, gatewayStage } = parts;
  const depth = { statistic: Stats.MAXIMUM, period: Duration.minutes(5) };
  new Dashboard(scope, 'Machine', {
    dashboardName: name,
    defaultInterval: day,
    widgets: [
      [
        new GraphWidget({
          title: 'API: requests and errors',
          width: 8,
          left: [
            gatewayStage.metricCount(),
            gatewayStage.metricClientError(),
            gatewayStage.metricServerError(),
          ],
        }),
        new GraphWidget({
          title: 'API: latency',
          width: 8,
          left: [Stats.p(50), Stats.p(99)].map((statistic) =>
            gatewayStage.metricLatency({ statistic, label: statistic }),
          ),
        }),
        new GraphWidget({
          title: 'Relay: age of what it reads',
          width: 8,
          left: [parts.functions.relay.function.metric('IteratorAge', { statistic: Stats.MAXIMUM })],
        }),
      ],
      [
        new GraphWidget({
          title: 'Functions: errors and throttles',
          width: 12,
          left: functions.map(([label, part]) => part.function.metricErrors({ label })),
          right: functions.map(([label, part]) =>
            part.function.metricThrottles({ label: `${label} throttled` }),
          ),
        }),
        new GraphWidget({
          title: 'Functions: duration p99',
          width: 12,
          left: functions.map(([label, part]) =>
            part.function.metricDuration({ label, statistic: Stats.p(99) }),
          ),
        }),
      ],
      [
        new GraphWidget({
          title: 'Queues: waiting',
          width: 8,
          left: [
            alarms.queue.metricApproximateNumberOfMessagesVisible({ ...depth, label: 'alarms' }),
            mails.queue.metricApproximateNumberOfMessagesVisible({ ...depth, label: 'mails' }),
            fileJobs.queue.metricApproximateNumberOfMessagesVisible({ ...depth, label: 'file jobs' }),
          ],
        }),
        new GraphWidget({
          title: 'Dead letters',
          width: 8,
          left: Object.entries({
            alarms: alarms.deadLetters,
            mails: mails.deadLetters,
            'file jobs': fileJobs.deadLetters,
            ...lost,
          }).map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible({ ...depth, label })),
        }),
        new GraphWidget({
          title: 'Ladders: started, finished, failed',
          width: 8,
          left: [ladder.metricStarted(), ladder.metricSucceeded(), ladder.metricFailed()],
        }),
      ],
      [
        new GraphWidget({
          title: 'Table: consumed capacity',
          width: 12,
          left: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((metric) =>
            tableMetric(table, metric),
          ),
        }),
        new LogQueryWidget({
          title: 'Last errors',
          width: 12,
          view: LogQueryVisualizationType.TABLE,
          logGroupNames: functions.map(([, part]) => part.logGroup.logGroupName),
          queryLines: [
            'fields @timestamp, message, @log',
            'filter level = "error" or @message like /Task timed out|Runtime exited/',
            'sort @timestamp desc',
            'limit 20',
          ],
        }),
      ],
    ],
  });
}
