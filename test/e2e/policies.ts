import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PolicySet } from '../../shared/domain/policy.ts';
import { openStore } from '../../shared/store/client.ts';
import { putPolicy } from '../../shared/store/settings.ts';

/** Sets policies before anybody works with them: functions trust what they read for a minute. */
export async function writePolicies(
  client: DynamoDBClient,
  table: string,
  policies: readonly PolicySet[],
): Promise<void> {
  const store = openStore({ table, timeZone: 'Asia/Ho_Chi_Minh', client });
  for (const policy of policies) await putPolicy(store, policy, 0);
}
