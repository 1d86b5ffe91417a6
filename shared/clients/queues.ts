import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Instant, LocalDate } from '../domain/time.ts';

export type AlarmMessage = { obligationId: string; taskId: string; at: Instant };
export type MailMessage = { personId: string; morning: LocalDate };
export type JobMessage = { jobId: string };

/** Puts one message into a queue, visible after `delaySeconds` (0 to 900). A repeat is harmless to every consumer. */
export type Enqueue<Body> = (body: Body, delaySeconds?: number) => Promise<void>;

let connections: SQSClient | undefined;

function connected(): SQSClient {
  connections ??= new SQSClient({});
  return connections;
}

/** Every queue that a container writes to is reached through the same connections, unless a client is given. */
export function openQueue<Body>(url: string, client: SQSClient = connected()): Enqueue<Body> {
  return async (body, delaySeconds = 0) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: JSON.stringify(body),
        ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
      }),
    );
  };
}
