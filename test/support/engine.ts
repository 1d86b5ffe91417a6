import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isServiceError } from '../../local/dynamodb/errors.ts';
import { type DynamoDb, startDynamoDb } from '../../local/dynamodb/start.ts';

const NAMES = ['gsi1', 'gsi2', 'gsi3'];
const KEYS = ['pk', 'sk', ...NAMES.flatMap((name) => [`${name}pk`, `${name}sk`])];

/** The application's table: string keys pk/sk, three indexes that show everything. */
export function mainTable(TableName: string): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: KEYS.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: NAMES.map((IndexName) => ({
      IndexName,
      KeySchema: [
        { AttributeName: `${IndexName}pk`, KeyType: 'HASH' },
        { AttributeName: `${IndexName}sk`, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
  };
}

export type Engine = {
  endpoint: string;
  tableName: string;
  /** Pointed at the endpoint; make a document client of it with DynamoDBDocumentClient.from(client). */
  client: DynamoDBClient;
  feed: DynamoDb['feed'];
  /** A client of its own that calls the engine directly: a fifth of the time, the same answers. */
  direct(): DynamoDBClient;
  close(): Promise<void>;
};

/**
 * The embedded DynamoDB with the application's table in it. Close it in afterAll/afterEach.
 *
 * @param options.dir keeps the data there; opened again, the table and its items are found. Absent: in memory
 * @param options.now the clock of the change feed, epoch milliseconds; the machine's by default
 */
export async function startEngine(options: { dir?: string; now?: () => number } = {}): Promise<Engine> {
  const tableName = 'main';
  const { endpoint, feed, operations, close } = await startDynamoDb({ now: Date.now, ...options });
  const client = dynamoClient(endpoint);
  await client.send(new CreateTableCommand(mainTable(tableName))).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'ResourceInUseException')) throw error;
  });
  return {
    endpoint,
    tableName,
    client,
    feed,
    direct: () => directClient(operations),
    async close() {
      client.destroy();
      await close();
    },
  };
}

export function dynamoClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    ...local,
  });
}

const local = {
  region: 'ap-southeast-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

type HttpRequest = { headers: Record<string, string>; body: string | Uint8Array };

/** Unsigned, without sockets: for tests that make many thousand calls. */
function directClient(operations: DynamoDb['operations']): DynamoDBClient {
  const answer = (statusCode: number, value: unknown) => ({
    response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(value)) },
  });
  async function handle({ headers, body }: HttpRequest) {
    const name = String(headers['x-amz-target']).replace(/^.*\./, '');
    const operation = operations[name];
    if (!operation) throw new Error(`the engine has no operation ${name}`);
    try {
      return answer(
        200,
        await operation(JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))),
      );
    } catch (error) {
      if (!isServiceError(error)) throw error;
      return answer(error.statusCode, error.body);
    }
  }
  const signer = { sign: async <Request>(request: Request) => request };
  return new DynamoDBClient({ ...local, endpoint: 'http://engine.test', signer, requestHandler: { handle } });
}
