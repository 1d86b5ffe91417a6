import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { clientSettings } from '../../tools/emulator/deploy.ts';
import { at } from './client.ts';
import { objectsOf, unsigned } from './deployed-parts.ts';
import { find, scenario } from './scenario.ts';

const place = { on: ['deployed'], stage: 'e2e-safety', at: '2026-11-23T02:00:00.000Z' } as const;

/**
 * Where the emulator is known not to do what AWS does. When a newer version does, the test fails: then strike the line from
 * docs/emulator.md and take away what we did because of it.
 */
scenario('the emulator still differs from AWS', place, () => {
  test('it refuses alarms on computed metrics, so that stages of the tests have no alarms', async () => {
    const metric = { MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' } };
    const alarm = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Threshold: 1,
        Metrics: [
          { Id: 'm', ...metric, ReturnData: false },
          { Id: 'e', Expression: 'm * 2' },
        ],
      },
    };
    const StackName = `computed-metric-${Date.now()}`;
    await cloudFormation({
      Action: 'CreateStack',
      StackName,
      TemplateBody: JSON.stringify({ Resources: { A: alarm } }),
    });
    await expect
      .poll(() => cloudFormation({ Action: 'DescribeStackEvents', StackName }), { timeout: 30_000 })
      .toContain('metric math');
    await cloudFormation({ Action: 'DeleteStack', StackName });
  });

  test('it does not turn on what a template says of a table’s expiry and backups', async () => {
    const { tableName: TableName, ...deployment } = find(place);
    const client = new DynamoDBClient(clientSettings(deployment));
    const { TimeToLiveDescription: expiry } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    const { ContinuousBackupsDescription: backups } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    client.destroy();
    expect(expiry?.TimeToLiveStatus).toBe('DISABLED');
    expect(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('DISABLED');
  });

  test('it keeps the policy of a bucket, enforces none, and locks nothing', async () => {
    const { recordsBucket } = find(place);
    const objects = objectsOf(find(place));
    const kept = await (await fetch(`${find(place).endpoint}/${recordsBucket}?policy`)).text();
    expect(kept).toContain('WriteOnce');
    await objects.put('differences', 'one', { type: 'text/plain' });
    expect(await objects.put('differences', 'two', { type: 'text/plain' })).toBe(true);
    const lock = await fetch(`${find(place).endpoint}/${recordsBucket}?object-lock`);
    expect(await lock.text()).toContain('ObjectLockConfigurationNotFoundError');
  });

  test('it keeps no headers of a mail', async () => {
    const response = await fetch(`${find(place).endpoint}/_ministack/ses/messages`);
    const mails = Object.values(Object(at(await response.json(), 'messages'))).flat();
    expect(mails.filter((mail) => Object.keys(Object(mail)).includes('Headers'))).toEqual([]);
  });

  /** Its query protocol, for which no client is among our dependencies. */
  async function cloudFormation(parameters: Record<string, string>): Promise<string> {
    const response = await fetch(find(place).endpoint, {
      method: 'POST',
      headers: {
        authorization: unsigned('cloudformation', find(place).region),
      },
      body: new URLSearchParams({ Version: '2010-05-15', ...parameters }),
    });
    return response.text();
  }
});
