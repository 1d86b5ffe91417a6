import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import type { Store } from '../../shared/store/client.ts';
import { exportTable } from './export.ts';
import { OperatorFault } from './fault.ts';
import { importTable } from './import.ts';
import type { Progress } from './progress.ts';

/** Restores a table under another name from point-in-time recovery and waits until it can be read, some 20 minutes. */
export async function restoreTable(
  client: DynamoDBClient,
  names: { from: string; into: string },
  at: string | undefined,
  progress: Progress,
): Promise<void> {
  if (at && Number.isNaN(Date.parse(at))) throw new OperatorFault(`--at takes an instant, not '${at}'.`);
  await refuseExisting(client, names.into);
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: names.from,
      TargetTableName: names.into,
      ...(at ? { RestoreDateTime: new Date(at) } : { UseLatestRestorableTime: true }),
    }),
  );
  progress.begin('seconds restoring');
  const seconds = 15;
  while (!(await isActive(client, names.into))) {
    await sleep(seconds * 1000);
    progress.step(seconds);
  }
}

/** The same where the engine has no recovery: a new table of the same form, filled by export and import. */
export async function copyTable(
  client: DynamoDBClient,
  source: Store,
  copy: Store,
  at: string,
  progress: Progress,
): Promise<void> {
  await refuseExisting(client, copy.table);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: source.table }));
  await client.send(
    new CreateTableCommand({
      TableName: copy.table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
  );
  while (!(await isActive(client, copy.table))) await sleep(200);
  const folder = await mkdtemp(join(tmpdir(), 'don-doc-drill-'));
  try {
    const file = join(folder, 'all.jsonl');
    const about = await exportTable(source, file, { at, about: Table?.ItemCount ?? 0, progress });
    await importTable(copy, file, { about, progress });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A table of an earlier drill, most likely. */
async function refuseExisting(client: DynamoDBClient, name: string): Promise<void> {
  const found = await client.send(new DescribeTableCommand({ TableName: name })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  });
  if (found)
    throw new OperatorFault(
      `There is a table ${name} already: name another with --into, or delete it with aws dynamodb delete-table --table-name ${name}`,
    );
}

async function isActive(client: DynamoDBClient, TableName: string): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const indexes = Table?.GlobalSecondaryIndexes ?? [];
  return [Table?.TableStatus, ...indexes.map(({ IndexStatus }) => IndexStatus)].every(
    (status) => status === 'ACTIVE',
  );
}
