import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The table and how to reach it, and the zone by whose days commits are counted. Built once per container, passed first
 * to every function of the store.
 */
export type Store = {
  readonly doc: DynamoDBDocumentClient;
  readonly table: string;
  readonly timeZone: string;
};

/**
 * Opens the store without a call. Region, credentials and endpoint come from the environment unless a client is given.
 * Connections are kept alive (the SDK's default). A call that hangs is given up early enough to be tried again within
 * a request's time: DynamoDB answers in milliseconds or not at all.
 */
export function openStore(options: {
  table: string;
  /** IANA name, such as `Asia/Ho_Chi_Minh`. */
  timeZone: string;
  client?: DynamoDBClient;
  config?: DynamoDBClientConfig;
}): Store {
  const client =
    options.client ??
    new DynamoDBClient({
      maxAttempts: 4,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
      ...options.config,
    });
  const doc = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { doc, table: options.table, timeZone: options.timeZone };
}
