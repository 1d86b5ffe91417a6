import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openStore, type Store } from '../../shared/store/client.ts';
import { answering, startDynamoDbLocal } from './dynamodb-local.ts';
import { dynamoClient, mainTable, startEngine } from './engine.ts';

export type TestStore = {
  store: Store;
  client: DynamoDBClient;
  /** Another container: the same table, nothing cached, a client of its own. */
  another(): { store: Store; client: DynamoDBClient };
  close(): Promise<void>;
};

/**
 * A fresh table on the engine under test: the embedded one, Amazon's DynamoDB Local with `DYNAMODB_LOCAL=1` (needs Java), or
 * whatever answers at `STORE_ENDPOINT`. Store tests must pass on all of them.
 */
export async function openTestStore(): Promise<TestStore> {
  const external = process.env.STORE_ENDPOINT;
  if (external) return onEndpoint(external);
  if (process.env.DYNAMODB_LOCAL === '1') {
    const { endpoint, close } = await startDynamoDbLocal();
    return onEndpoint(endpoint, close);
  }
  const engine = await startEngine();
  return onTable(engine.endpoint, engine.tableName, () => engine.close());
}

async function onEndpoint(endpoint: string, stop = async () => {}): Promise<TestStore> {
  const client = dynamoClient(endpoint);
  await answering(client);
  const table = `store-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
  await client.send(new CreateTableCommand(mainTable(table)));
  client.destroy();
  return onTable(endpoint, table, stop);
}

function onTable(endpoint: string, table: string, close: () => Promise<void>): TestStore {
  const clients: DynamoDBClient[] = [];
  const another = () => {
    const client = dynamoClient(endpoint);
    clients.push(client);
    return { store: openStore({ table, timeZone: 'Asia/Ho_Chi_Minh', client }), client };
  };
  return {
    ...another(),
    another,
    async close() {
      for (const client of clients) client.destroy();
      await close();
    },
  };
}
