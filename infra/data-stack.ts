import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';

/** The three sparse indexes of the table; what each holds is in shared/store/keys.ts. */
export const indexes = ['gsi1', 'gsi2', 'gsi3'];

/** What must survive: the table, and the key that encrypts it if there is one. Changes rarely, is deleted never. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly key: Key | undefined;

  constructor(scope: Construct, id: string, config: Config, props: StackProps) {
    super(scope, id, props);
    const removalPolicy = config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.key = config.customerManagedKey
      ? new Key(this, 'Key', { description: 'Đôn Đốc', enableKeyRotation: true, removalPolicy })
      : undefined;

    this.table = new Table(this, 'Table', {
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
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: `${name}pk`, type: AttributeType.STRING },
        sortKey: { name: `${name}sk`, type: AttributeType.STRING },
      });
    }
    new CfnOutput(this, 'TableName', {
      value: this.table.tableName,
      description: 'All data of the deployment',
    });
  }
}
