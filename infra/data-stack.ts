import { ArnFormat, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { filesBucket, recordsBucket } from './constructs/buckets.ts';

/** The three sparse indexes of the table; what each holds is in shared/store/keys.ts. */
const indexes = ['gsi1', 'gsi2', 'gsi3'] as const;
export type IndexName = (typeof indexes)[number];

/** What the service needs to know of the table. */
export type TableReference = { name: string; arn: string; streamArn: string };
export type BucketReference = { name: string; arn: string };

/** What must survive: the table, the records that nobody may change, and the key that encrypts them if there is one. Changes rarely, is deleted never. */
export class DataStack extends Stack {
  readonly table: TableReference;
  readonly key: Key | undefined;
  /** Written once, locked for as long as configured. */
  readonly records: BucketReference;
  /** What jobs read and make; deleted by itself after a month. */
  readonly files: BucketReference;

  constructor(scope: Construct, id: string, config: Config, props: StackProps) {
    super(scope, id, props);
    const removalPolicy = config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = config.customerManagedKey ? this.createKey(removalPolicy) : undefined;

    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // `relay` needs both images to tell what changed.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      // Housekeeping only (idempotency records, abandoned batches): nothing relies on when it happens.
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: config.protectData,
      removalPolicy,
      ...(this.key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: this.key }
        : { encryption: TableEncryption.AWS_MANAGED }),
    });
    for (const name of indexes) {
      table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: `${name}pk`, type: AttributeType.STRING },
        sortKey: { name: `${name}sk`, type: AttributeType.STRING },
      });
    }
    if (!table.tableStreamArn) throw new Error('The table has no stream');
    const created = { name: table.tableName, arn: table.tableArn, streamArn: table.tableStreamArn };
    // The service stack lets go of the created table only after this stack is deployed: until then an export may not vanish.
    for (const value of Object.values(created)) this.exportValue(value);
    this.table = config.restoredStreamArn ? this.restored(config.restoredStreamArn) : created;
    const protection = { key: this.key, removalPolicy };
    this.records = recordsBucket(this, 'Records', config, protection);
    this.files = filesBucket(this, 'Files', protection);
    new CfnOutput(this, 'RecordsBucket', { value: this.records.name, description: 'Daily anchors' });
    new CfnOutput(this, 'TableName', { value: this.table.name, description: 'All data of the deployment' });
  }

  /** A table that was restored from a backup takes the place of the created one, which is kept beside it. */
  private restored(streamArn: string): TableReference {
    const arn = streamArn.replace(/\/stream\/.*$/, '');
    return { name: arn.replace(/^.*table\//, ''), arn, streamArn };
  }

  private createKey(removalPolicy: RemovalPolicy): Key {
    const key = new Key(this, 'Key', { description: 'Đôn Đốc', enableKeyRotation: true, removalPolicy });
    // Services that write in their own name: rules into dead letters, alarms into their topic. Only on behalf of this account.
    for (const service of ['events', 'cloudwatch']) {
      key.addToResourcePolicy(
        new PolicyStatement({
          sid: `Serve${service === 'events' ? 'Rules' : 'Alarms'}`,
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
        }),
      );
    }
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ServeLogs',
        principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': this.formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    return key;
  }
}
