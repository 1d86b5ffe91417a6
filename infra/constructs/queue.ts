import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A queue that nobody reads by itself: what could not be handled waits two weeks for a person. Its alarm is in ../operations.ts. */
export function deadLetterQueue(scope: Construct, id: string, key: IKey | undefined): Queue {
  return new Queue(scope, id, { ...encrypted(key), retentionPeriod: Duration.days(14) });
}

/** A work queue with its dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** How long a message that failed waits until it is delivered again. */
  readonly redelivery: Duration;

  /** @param consumerTimeout of the function that reads it */
  constructor(scope: Construct, id: string, props: { consumerTimeout: Duration; key: IKey | undefined }) {
    super(scope, id);
    // Six times the function's timeout, as Lambda asks, so that a throttled poller cannot see a message a second time too early.
    this.redelivery = Duration.seconds(props.consumerTimeout.toSeconds() * 6);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', props.key);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted(props.key),
      visibilityTimeout: this.redelivery,
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
  }
}

function encrypted(key: IKey | undefined) {
  return key
    ? { enforceSSL: true, encryption: QueueEncryption.KMS, encryptionMasterKey: key }
    : { enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED };
}
