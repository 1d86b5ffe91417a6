import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Where alarms go and where the person they wake finds what to do. */
export type AlarmDesk = { topic: ITopic; runbookUrl: string; prefix: string };

export type RingProps = {
  metric: IMetric;
  /** Rings at this value and beyond it. */
  atLeast: number;
  /** One sentence, in the words of those who rely on the system: what goes wrong for them. */
  impact: string;
  /** Heading of the section of docs/runbook.md, as a link target. */
  runbook: string;
  /** Periods of the metric that are looked at, and how many of them must be bad. Default: one of one. */
  periods?: { bad: number; of: number };
  /** Silence is itself the fault. */
  ringsOnSilence?: boolean;
};

/** Rings with an impact and a way out, or not at all. */
export class Ring extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, desk: AlarmDesk, props: RingProps) {
    super(scope, id);
    if (!/^[A-Z].{20,}\.$/.test(props.impact))
      throw new Error(`Alarm ${id}: the impact must be a whole sentence, not '${props.impact}'.`);
    const { bad, of } = props.periods ?? { bad: 1, of: 1 };
    this.alarm = new Alarm(this, 'Alarm', {
      alarmName: `${desk.prefix} ${id}`,
      alarmDescription: `${props.impact} What to do: ${desk.runbookUrl}#${props.runbook}`,
      metric: props.metric,
      threshold: props.atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: bad,
      treatMissingData: props.ringsOnSilence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new SnsAction(desk.topic));
    this.alarm.addOkAction(new SnsAction(desk.topic));
  }
}

/** What the functions measure themselves, in CloudWatch's embedded log format. */
export type BusinessMetric =
  | 'AlarmLateness'
  | 'AnchorsWritten'
  | 'StaleAlarms'
  | 'MailsSent'
  | 'MailsSuppressed'
  | 'MailsBounced'
  | 'MailsRefused'
  | 'MailsPerhapsDoubled'
  | 'CommitConflicts'
  | 'Rungs'
  | 'OldestOverdueAlarm'
  | 'OpenWithoutNextAlarm'
  | 'RemindersPlanned'
  | 'RemindersUnsent';

export function measured(
  stage: string,
  name: BusinessMetric,
  statistic: string,
  period = Duration.minutes(5),
): Metric {
  return new Metric({
    namespace: 'DonDoc',
    metricName: name,
    dimensionsMap: { Stage: stage },
    statistic,
    period,
    label: name,
  });
}

export function tableMetric(table: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: table },
    statistic: 'Sum',
    label: metricName,
  });
}

/** Metrics that are silent while nothing happens count as nothing. */
export function sumOf(metrics: IMetric[], label: string, period: Duration): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({ expression: 'SUM(FILL(METRICS(), 0))', usingMetrics, label, period });
}
