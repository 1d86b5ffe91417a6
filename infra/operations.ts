import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import { type AlarmDesk, measured, Ring, type RingProps, sumOf, tableMetric } from './constructs/alarm.ts';
import type { AppFunction } from './constructs/function.ts';
import type { WorkQueue } from './constructs/queue.ts';
import { businessDashboard, machineDashboard } from './dashboards.ts';

export type Parts = {
  functions: Record<
    'api' | 'relay' | 'remind' | 'escalate' | 'mail' | 'feedback' | 'close' | 'work' | 'anchor',
    AppFunction
  >;
  alarms: WorkQueue;
  mails: WorkQueue;
  fileJobs: WorkQueue;
  lost: Record<'schedules' | 'changes' | 'receipts' | 'sweeps' | 'anchors', IQueue>;
  ladder: StateMachine;
  /** Its name. */
  table: string;
  gatewayStage: HttpStage;
  configurationSet: string;
};

const minutes = (count: number) => Duration.minutes(count);

/** Who is woken, when and why; and the two pages of graphs to look at then. Each alarm has its section in docs/runbook.md. */
export class Operations extends Construct {
  private readonly desk: AlarmDesk;

  constructor(
    scope: Construct,
    id: string,
    prefix: string,
    config: Config,
    key: IKey | undefined,
    parts: Parts,
  ) {
    super(scope, id);
    const topic = new Topic(this, 'Alarms', {
      displayName: 'Đôn Đốc',
      enforceSSL: true,
      ...(key ? { masterKey: key } : {}),
    });
    if (config.alarmAddress) topic.addSubscription(new EmailSubscription(config.alarmAddress));
    new CfnOutput(scope, 'AlarmTopic', {
      value: topic.topicArn,
      description: 'Subscribe here to be told of alarms',
    });

    this.desk = { topic, runbookUrl: config.runbookUrl, prefix };
    this.watchPromises(config, parts);
    this.watchQueues(parts);
    this.watchMachines(parts);
    this.watchMail(parts);
    businessDashboard(this, `${prefix}-business`, config.stage);
    machineDashboard(this, `${prefix}-machine`, parts);
  }

  private ring(id: string, props: RingProps): void {
    new Ring(this, id, this.desk, props);
  }

  /** What the system promises, measured by the system itself. */
  private watchPromises({ stage }: Config, { functions }: Parts): void {
    const hour = Duration.hours(1);
    this.ring('NoReminderSent', {
      metric: new MathExpression({
        label: 'to be sent this morning, and nothing was',
        // The sweep measures all three half an hour after the morning's mails, zeros too, so none of them is ever missing.
        expression: 'IF(sent == 0 AND unsent + refused > 0, 1, 0)',
        usingMetrics: {
          unsent: measured(stage, 'RemindersUnsent', Stats.SUM, hour),
          refused: measured(stage, 'MailsRefused', Stats.SUM, hour),
          sent: measured(stage, 'MailsSent', Stats.SUM, hour),
        },
        period: hour,
      }),
      atLeast: 1,
      impact: 'Reminders were to be sent this working morning, yet nobody has received one.',
      runbook: 'no-reminder-sent',
    });
    this.ring('OpenWithoutNextAlarm', {
      metric: measured(stage, 'OpenWithoutNextAlarm', Stats.MAXIMUM, minutes(15)),
      atLeast: 1,
      impact: 'An open obligation has nothing scheduled and would be forgotten without anybody noticing.',
      runbook: 'open-without-next-alarm',
    });
    this.ring('OldestOverdueAlarm', {
      metric: measured(stage, 'OldestOverdueAlarm', Stats.MAXIMUM, minutes(15)),
      atLeast: minutes(60).toSeconds(),
      impact: 'A reminder or urging that was due over an hour ago has not happened.',
      runbook: 'oldest-overdue-alarm',
    });
    this.ring('AlarmLateness', {
      metric: measured(stage, 'AlarmLateness', Stats.p(90), minutes(15)),
      atLeast: minutes(15).toMilliseconds(),
      impact: 'Reminders are handled more than a quarter of an hour after their time.',
      runbook: 'alarm-lateness',
    });
    this.ring('CommitConflicts', {
      metric: measured(stage, 'CommitConflicts', Stats.SUM, minutes(15)),
      atLeast: 200,
      impact: 'So many changes collide on the same tasks that people are told to try again.',
      runbook: 'commit-conflicts',
    });
    const missing = (label: string, done: IMetric) => ({
      metric: new MathExpression({
        label,
        expression: 'IF(FILL(done, 0) < 1, 1, 0)',
        usingMetrics: { done },
        period: hour,
      }),
      atLeast: 1,
      periods: { bad: 26, of: 26 },
      ringsOnSilence: true,
    });
    this.ring('AnchorMissing', {
      ...missing('hours without an anchor', measured(stage, 'AnchorsWritten', Stats.SUM, hour)),
      impact: 'No anchor was written for more than a day, so what happens now could be rewritten unnoticed.',
      runbook: 'anchor-missing',
    });
    this.ring('SweepMissing', {
      ...missing('hours without a sweep', functions.close.function.metricInvocations({ period: hour })),
      impact: 'The daily sweep, which repairs whatever else was lost, has not run for more than a day.',
      runbook: 'sweep-missing',
    });
  }

  private watchQueues({ alarms, mails, fileJobs, lost }: Parts): void {
    const notEmpty = (id: string, queue: IQueue, runbook: string, impact: string) =>
      this.ring(id, {
        metric: queue.metricApproximateNumberOfMessagesVisible({
          statistic: Stats.MAXIMUM,
          period: minutes(5),
        }),
        atLeast: 1,
        impact,
        runbook,
      });
    notEmpty(
      'AlarmDeadLetters',
      alarms.deadLetters,
      'alarm-dead-letters',
      'An alarm was tried five times in vain, so a reminder or an escalation is missing.',
    );
    notEmpty(
      'MailDeadLetters',
      mails.deadLetters,
      'mail-dead-letters',
      'A person’s mail of the morning could not be sent after five attempts.',
    );
    notEmpty(
      'JobDeadLetters',
      fileJobs.deadLetters,
      'job-dead-letters',
      'An import or export was tried five times in vain, and its person still waits for it.',
    );
    notEmpty(
      'LostSchedules',
      lost.schedules,
      'lost-schedules',
      'A schedule came due but could not ring, so its reminder waits for the daily sweep.',
    );
    notEmpty(
      'LostChanges',
      lost.changes,
      'lost-changes',
      'Changes of the table were given up on, so schedules or mails that follow from them are missing until the daily sweep.',
    );
    notEmpty(
      'LostReceipts',
      lost.receipts,
      'lost-receipts',
      'SES reported what became of a mail and it was not recorded; a bounce may stay unseen.',
    );
    notEmpty(
      'LostSweeps',
      lost.sweeps,
      'lost-sweeps',
      'A daily sweep failed, so whatever was lost since yesterday has not been repaired.',
    );
    notEmpty(
      'LostAnchors',
      lost.anchors,
      'lost-anchors',
      'The anchor of a day could not be written, so what happened since the last one could be rewritten unnoticed.',
    );
    this.ring('MailsWaiting', {
      metric: mails.queue.metricApproximateAgeOfOldestMessage({
        statistic: Stats.MAXIMUM,
        period: minutes(5),
      }),
      atLeast: 3600,
      impact: 'Mails of this morning have been waiting to be sent for more than an hour.',
      runbook: 'mails-waiting',
    });
  }

  private watchMachines({ functions, ladder, gatewayStage, table }: Parts): void {
    const impact: Record<keyof Parts['functions'], string> = {
      api: 'Requests of users fail.',
      relay: 'Changes are not turned into schedules and mails, so reminders will come late.',
      remind: 'Reminders are not planned, and are tried again until they land among the dead letters.',
      escalate: 'Urging stands still for some overdue tasks.',
      mail: 'Mails are not sent, and are tried again until they land among the dead letters.',
      feedback: 'Bounces and complaints are not recorded.',
      close: 'The daily sweep fails, so lost reminders are not repaired.',
      work: 'Files are not taken in or made, and are tried again until they land among the dead letters.',
      anchor: 'The daily anchor is not written, so later changes of the record could go unnoticed.',
    };
    const entries = Object.entries(functions);
    for (const [name, part] of entries) {
      const sentence = Object.entries(impact).find(([key]) => key === name)?.[1] ?? '';
      this.ring(`FunctionErrors ${name}`, {
        metric: part.function.metricErrors({ period: minutes(5) }),
        // Single faults are retried by whoever called; a run of them is not going away.
        atLeast: 3,
        periods: { bad: 2, of: 3 },
        impact: sentence,
        runbook: 'function-errors',
      });
    }
    this.ring('FunctionThrottles', {
      metric: sumOf(
        entries.map(([, part]) => part.function.metricThrottles({ period: minutes(5) })),
        'throttles',
        minutes(5),
      ),
      atLeast: 50,
      periods: { bad: 2, of: 3 },
      impact: 'The account runs out of concurrent functions: requests are refused and reminders wait.',
      runbook: 'function-throttles',
    });
    this.ring('Api5xx', {
      metric: gatewayStage.metricServerError({ period: minutes(5), statistic: Stats.SUM }),
      atLeast: 5,
      periods: { bad: 2, of: 3 },
      impact: 'Users get error pages instead of answers.',
      runbook: 'api-5xx',
    });
    this.ring('RelayBehind', {
      metric: iteratorAge(functions.relay),
      atLeast: minutes(10).toMilliseconds(),
      impact: 'What people enter takes more than ten minutes to become schedules and mails.',
      runbook: 'relay-behind',
    });
    this.ring('LadderFailed', {
      metric: sumOf(
        [ladder.metricFailed(), ladder.metricTimedOut(), ladder.metricAborted()].map((metric) =>
          metric.with({ period: minutes(5) }),
        ),
        'executions ended badly',
        minutes(5),
      ),
      atLeast: 1,
      impact: 'The urging of an overdue task has stopped before the task was settled.',
      runbook: 'ladder-failed',
    });
    this.ring('TableThrottled', {
      metric: sumOf(
        ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => tableMetric(table, name)),
        'throttled requests',
        minutes(5),
      ),
      atLeast: 20,
      periods: { bad: 2, of: 3 },
      impact: 'The table refuses part of the load: requests are slow or fail.',
      runbook: 'table-throttled',
    });
  }

  private watchMail({ configurationSet }: Parts): void {
    const reputation = (metricName: string): IMetric =>
      new Metric({
        namespace: 'AWS/SES',
        metricName,
        dimensionsMap: { 'ses:configuration-set': configurationSet },
        statistic: Stats.AVERAGE,
        period: Duration.hours(1),
      });
    this.ring('BounceRate', {
      metric: reputation('Reputation.BounceRate'),
      // SES reviews an account at 5 % and stops it at 10 %.
      atLeast: 0.03,
      impact: 'Too many addresses do not exist: those people are not reached, and SES may stop all mail.',
      runbook: 'bounce-rate',
    });
    this.ring('ComplaintRate', {
      metric: reputation('Reputation.ComplaintRate'),
      // SES reviews an account at 0.1 %.
      atLeast: 0.0008,
      impact: 'Recipients mark the mails as spam, and SES may stop all mail.',
      runbook: 'complaint-rate',
    });
  }
}

function iteratorAge(relay: AppFunction): IMetric {
  return relay.function.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: minutes(5) });
}
