import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { dynamoClient, type Engine, mainTable, startEngine } from './engine.ts';

type EngineName = 'embedded' | 'DynamoDB Local';
type EngineUnderTest = Pick<Engine, 'client' | 'close'>;
type Suite = (use: () => EngineUnderTest, name: EngineName) => void;

const WANTED = process.env.DYNAMODB_LOCAL === '1';

/**
 * Runs one suite against the embedded engine, and against Amazon's DynamoDB Local when DYNAMODB_LOCAL=1 (needs Java 17),
 * so that what the embedded engine answers is not only our own opinion. Each has the table `main`; `use()` is valid
 * inside tests.
 */
export function onEachEngine(title: string, suite: Suite): void {
  run(title, 'embedded', startEngine, suite);
  if (!WANTED) console.warn(`SKIPPED on DynamoDB Local: ${title} (set DYNAMODB_LOCAL=1; needs Java 17)`);
  run(title, 'DynamoDB Local', startAmazons, suite);
}

function run(title: string, name: EngineName, start: () => Promise<EngineUnderTest>, suite: Suite): void {
  describe.skipIf(name === 'DynamoDB Local' && !WANTED)(`${title}, ${name}`, () => {
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

async function startAmazons(): Promise<EngineUnderTest> {
  const amazons = await startDynamoDbLocal();
  const client = dynamoClient(amazons.endpoint);
  await client.send(new CreateTableCommand(mainTable('main')));
  return {
    client,
    async close() {
      client.destroy();
      await amazons.close();
    },
  };
}
