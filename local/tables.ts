import type { TableSpec } from './application.ts';

/** Creates the tables that do not exist yet and waits until they can be used. */
export async function createTables(endpoint: string, tables: readonly TableSpec[]): Promise<void> {
  for (const table of tables) {
    const created = await call(endpoint, 'CreateTable', {
      TableName: table.name,
      AttributeDefinitions: table.attributes,
      KeySchema: table.keySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(table.indexes.length > 0 && { GlobalSecondaryIndexes: table.indexes }),
    });
    if (!created.ok && !created.text.includes('ResourceInUseException'))
      throw new Error(`Table ${table.name} cannot be created: ${created.text}`);
    for (let tries = 0; tries < 100; tries += 1) {
      const { text } = await call(endpoint, 'DescribeTable', { TableName: table.name });
      if (text.includes('"TableStatus":"ACTIVE"')) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

// Two calls do not earn the start-up time of an SDK client.
async function call(endpoint: string, operation: string, input: Record<string, unknown>) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/ap-southeast-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  return { ok: response.ok, text: await response.text() };
}
