import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { BucketReference } from '../data-stack.ts';

type Protection = { key: IKey | undefined; removalPolicy: RemovalPolicy };

/**
 * What is written here stays as it was written: the lock keeps every version, and the policy takes no second version of anything.
 * Both hold for whoever runs the deployment too.
 */
export function recordsBucket(
  scope: Construct,
  id: string,
  { recordLock, recordDays }: Pick<Config, 'recordLock' | 'recordDays'>,
  protection: Protection,
): BucketReference {
  const until = Duration.days(recordDays);
  const bucket = new Bucket(scope, id, {
    ...closed(protection),
    versioned: true,
    objectLockDefaultRetention:
      recordLock === 'COMPLIANCE'
        ? ObjectLockRetention.compliance(until)
        : ObjectLockRetention.governance(until),
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'WriteOnce',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { Null: { 's3:if-none-match': 'true' } },
    }),
  );
  return referenceTo(bucket);
}

export function filesBucket(scope: Construct, id: string, protection: Protection): BucketReference {
  const bucket = new Bucket(scope, id, {
    ...closed(protection),
    lifecycleRules: [
      { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  });
  return referenceTo(bucket);
}

const referenceTo = ({ bucketName, bucketArn }: Bucket): BucketReference => ({
  name: bucketName,
  arn: bucketArn,
});

const closed = ({ key, removalPolicy }: Protection): BucketProps => ({
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  removalPolicy,
  ...(key
    ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
    : { encryption: BucketEncryption.S3_MANAGED }),
});
