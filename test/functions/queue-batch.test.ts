import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { eachMessage } from '../../functions/queue-batch.ts';
import { Held } from '../../shared/store/errors.ts';

const record = (messageId: string): SQSRecord => ({
  messageId,
  receiptHandle: 'r',
  body: JSON.stringify({ work: messageId }),
  attributes: {
    ApproximateReceiveCount: '2',
    SentTimestamp: '1',
    SenderId: 's',
    ApproximateFirstReceiveTimestamp: '1796000000000',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: '',
  awsRegion: '',
});

describe('a batch of messages', () => {
  it('lets come again what failed and what another attempt holds, and calls only the former an error', async () => {
    const lines: string[] = [];
    const log = {
      info: (message: string) => void lines.push(`info ${message}`),
      error: (message: string) => void lines.push(`error ${message}`),
      metric: (name: string) => void lines.push(`metric ${name}`),
    };
    const event: SQSEvent = { Records: [record('held'), record('done'), record('failed')] };
    const { batchItemFailures } = await eachMessage(
      event,
      z.object({ work: z.string() }),
      log,
      async (each) => {
        if (each.body.work === 'held') throw new Held('until later');
        if (each.body.work === 'failed') throw new Error('no answer');
      },
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'held' }, { itemIdentifier: 'failed' }]);
    expect(lines).toEqual(['info message comes again', 'error message failed']);
  });
});
