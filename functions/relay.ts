import middy from '@middy/core';
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { relay } from '../shared/actions/relay.ts';
import { once, onDemand } from '../shared/clients/on-demand.ts';
import type { AlarmMessage, JobMessage, MailMessage } from '../shared/clients/queues.ts';
import { given, readEnv, seconds } from '../shared/env.ts';
import { parseFeedItem } from '../shared/store/feed-items.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';

const env = readEnv({
  ALARM_QUEUE_URL: given,
  ALARM_QUEUE_ARN: given,
  MAIL_QUEUE_URL: given,
  JOB_QUEUE_URL: given,
  SCHEDULE_GROUP: given,
  SCHEDULER_ROLE_ARN: given,
  SCHEDULE_DLQ_ARN: given,
  MAIL_GATHER_SECONDS: seconds,
});
const queue = <Body>(url: string) =>
  onDemand(async () => (await import('../shared/clients/queues.ts')).openQueue<Body>(url));
const schedules = once(async () => {
  const { openSchedules } = await import('../shared/clients/schedules.ts');
  return openSchedules({
    group: env.SCHEDULE_GROUP,
    roleArn: env.SCHEDULER_ROLE_ARN,
    queueArn: env.ALARM_QUEUE_ARN,
    deadLetterArn: env.SCHEDULE_DLQ_ARN,
  });
});
const world = {
  ...openWorld('relay', env),
  schedules: {
    set: onDemand(async () => (await schedules()).set),
    drop: onDemand(async () => (await schedules()).drop),
  },
  ringAlarm: queue<AlarmMessage>(env.ALARM_QUEUE_URL),
  orderMail: queue<MailMessage>(env.MAIL_QUEUE_URL),
  orderWork: queue<JobMessage>(env.JOB_QUEUE_URL),
  gatherSeconds: env.MAIL_GATHER_SECONDS,
};
const { log } = world;

/** The table holds no binary values and no sets, and no number that a double cannot hold. */
function plain(value: AttributeValue): unknown {
  if (value.M) return plainFields(value.M);
  if (value.L) return value.L.map(plain);
  if (value.N !== undefined) return Number(value.N);
  if (value.NULL) return null;
  return value.S ?? value.BOOL;
}

function plainFields(fields: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
}

const image = (attributes: Record<string, AttributeValue> | undefined) =>
  attributes && parseFeedItem(plainFields(attributes));

/** Table stream -> relay. Records of one batch are handled in order; the first failure and all after it come again. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
  .use(logged(log))
  .handler(async (event) => {
    for (const record of event.Records) {
      try {
        await relayRecord(record);
      } catch (error) {
        const sequence = record.dynamodb?.SequenceNumber ?? '';
        log.error('record failed', {
          sequence,
          error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        });
        return { batchItemFailures: [{ itemIdentifier: sequence }] };
      }
    }
    return { batchItemFailures: [] };
  });

async function relayRecord({ dynamodb }: DynamoDBRecord): Promise<void> {
  const at = new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  const change = { before: image(dynamodb?.OldImage), after: image(dynamodb?.NewImage) };
  await relay(world, change, at);
}
