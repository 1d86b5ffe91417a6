import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from '../../shared/store/client.ts';
import { keys, partitions, shards } from '../../shared/store/keys.ts';
import { inParallel, type Raw } from '../../shared/store/reads.ts';
import { type Call, number, patience, storeOf } from './call.ts';
import { verifyChains } from './chains.ts';
import { ofSchedules } from './deployment.ts';
import { rehearseSchedules } from './rehearse-schedules.ts';
import { copyTable, restoreTable } from './restored-table.ts';
import { compareSchedules } from './schedules.ts';
import { everyTask, firstOf } from './tasks.ts';

const enough = 500;

/**
 * Proves that the table can be restored, without touching what is live: restores it under another name, verifies chains,
 * compares counts, makes schedules from it, and says what reconciling would do if the application moved to it.
 */
export async function drill(call: Call): Promise<number> {
  const { say, progress, apply, located, restore, sample = enough } = call;
  const live = storeOf(call);
  const into = restore.into ?? `${live.table}-drill`;
  const restored = storeOf({ located: { ...located, table: into } });
  const means = restore.copy ? 'by export and import' : `to ${restore.at ?? 'the latest possible moment'}`;
  if (!apply) {
    say(
      [
        `--apply will, beside the live table ${live.table}, which is only read:`,
        `  1. restore it ${means} as ${into}`,
        `  2. verify the chains of ${number(sample)} tasks of ${into}`,
        '  3. compare how many tasks, duties, documents and units both hold',
        `  4. make the schedules of ${number(sample)} of its alarms, disabled, read them back and take them away`,
        '  5. say which schedules would be created and deleted if the application moved to it',
      ].join('\n'),
    );
    return 0;
  }
  const began = performance.now();
  const client = new DynamoDBClient(patience);
  if (restore.copy) await copyTable(client, live, restored, call.at, progress);
  else await restoreTable(client, { from: live.table, into }, restore.at, progress);
  progress.done();
  say(`${into} is there, restored ${means} in ${Math.ceil((performance.now() - began) / 1000)} s.`);

  progress.begin('chains verified', sample);
  const { tasks, events, broken } = await verifyChains(
    restored,
    firstOf(everyTask(restored), sample),
    progress,
  );
  progress.done();
  for (const line of broken) say(`  ${line}`);
  say(`${number(tasks)} tasks with ${number(events)} events verified, ${number(broken.length)} broken.`);

  const lost = await compareCensus(live, restored, say);
  const wrong = await makeSchedules(call, restored, sample);
  say(
    `To move to it: docs/runbook.md, Restoring the table. To end the drill: aws dynamodb delete-table --table-name ${into}`,
  );
  return broken.length + lost.length + wrong.length === 0 ? 0 : 1;
}

/** Makes schedules from the restored table, as after a move, and returns those that did not come out right. */
async function makeSchedules({ say, progress, located }: Call, restored: Store, sample: number) {
  const settings = ofSchedules.safeParse(located);
  if (!settings.success) {
    say('No schedules were made: give --stack, or the options of schedules reconcile.');
    return [];
  }
  const { group, role: roleArn } = settings.data;
  const queueArn = settings.data['queue-arn'];
  const deadLetterArn = settings.data['lost-schedules-arn'];
  const client = new SchedulerClient(patience);
  const { wanted, missing, leftover } = await compareSchedules(restored, { client, name: group }, progress);
  const { made, past, wrong } = await rehearseSchedules(
    client,
    { group, roleArn, queueArn, deadLetterArn },
    wanted.slice(0, sample),
    progress,
  );
  progress.done();
  for (const name of wrong) say(`  not as it should be: ${name}`);
  say(
    `Schedules of ${number(made)} of its ${number(wanted.length)} alarms were made, disabled, and taken away again; ${number(past)} would be rung at once, ${number(wrong.length)} came out wrong.`,
  );
  say(
    `Moving to it, schedules reconcile would create or ring ${number(missing.length)} and delete ${number(leftover.length)}.`,
  );
  return wrong;
}

/** Says what both tables hold, and returns the kinds of which the restored one holds nothing although the live one does. */
async function compareCensus(live: Store, restored: Store, say: (line: string) => void): Promise<string[]> {
  const [now, then] = await Promise.all([census(live), census(restored)]);
  say(`  ${'holds'.padEnd(14)} ${'live'.padStart(10)} ${'restored'.padStart(10)}`);
  for (const [kind, count] of now)
    say(`  ${kind.padEnd(14)} ${number(count).padStart(10)} ${number(then.get(kind) ?? 0).padStart(10)}`);
  const lost = [...now].filter(([kind, count]) => count > 0 && !then.get(kind)).map(([kind]) => kind);
  if (lost.length > 0) say(`The restored table has none of: ${lost.join(', ')}.`);
  return lost;
}

async function census(store: Store): Promise<Map<string, number>> {
  const sharded = (partition: (shard: number) => string) =>
    shards.map((shard) => ({ index: 'gsi3', pk: partition(shard) }));
  const kinds: Record<string, { index?: string; pk: string }[]> = {
    'open tasks': sharded((shard) => partitions.tasks(true, shard)),
    'closed tasks': sharded((shard) => partitions.tasks(false, shard)),
    'open duties': sharded(partitions.obligations),
    documents: [{ index: 'gsi1', pk: partitions.directives() }],
    organisation: [{ pk: keys.orgVersion().pk }],
  };
  const counted = Object.entries(kinds).map(async ([kind, queries]) => {
    const counts = await inParallel(queries, (query) => count(store, query));
    return [kind, counts.reduce((sum, each) => sum + each, 0)] as const;
  });
  return new Map(await Promise.all(counted));
}

async function count({ doc, table }: Store, { index, pk }: { index?: string; pk: string }): Promise<number> {
  let total = 0;
  let start: Raw | undefined;
  do {
    const { Count = 0, LastEvaluatedKey } = await doc.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        Select: 'COUNT',
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': index ? `${index}pk` : 'pk' },
        ExpressionAttributeValues: { ':pk': pk },
        ExclusiveStartKey: start,
      }),
    );
    total += Count;
    start = LastEvaluatedKey;
  } while (start);
  return total;
}
