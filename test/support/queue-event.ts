import type { SQSEvent } from 'aws-lambda';

/** One message as Lambda's poller hands it over: `at` is when it was first received, `receives` how often so far. */
export function queueEvent(
  body: string,
  { at, receives }: { at: string; receives: number },
  messageId = 'message-1',
): SQSEvent {
  const first = String(Date.parse(at));
  return {
    Records: [
      {
        messageId,
        receiptHandle: 'receipt',
        body,
        attributes: {
          ApproximateReceiveCount: String(receives),
          SentTimestamp: first,
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: first,
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:ap-southeast-1:000000000000:jobs',
        awsRegion: 'ap-southeast-1',
      },
    ],
  };
}
