import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { type AlarmMessage, openQueue } from '../../shared/clients/queues.ts';
import { openSchedules } from '../../shared/clients/schedules.ts';
import type { Store } from '../../shared/store/client.ts';
import { loadCalendar } from '../../shared/store/settings.ts';
import { readAnchors } from './anchors.ts';
import { type Call, type Command, calendarOf, number, patience, storeOf } from './call.ts';
import { onlyTask, verifyChains } from './chains.ts';
import { recount } from './counts.ts';
import { need, ofSchedules } from './deployment.ts';
import { exportTable } from './export.ts';
import { OperatorFault } from './fault.ts';
import { importTable, readExport } from './import.ts';
import { drill } from './restore-drill.ts';
import { compareSchedules, reconcile } from './schedules.ts';
import { everyTask, firstOf, noting } from './tasks.ts';

export const commands: readonly Command[] = [
  {
    form: 'schedules reconcile',
    does: 'creates the schedules that the table wants and deletes those that it does not',
    run: reconcileSchedules,
  },
  {
    form: 'chains verify [TASK]',
    does: 'checks that no event of a task was altered, taken out or cut off',
    run: verify,
  },
  {
    form: 'counts verify',
    does: 'counts every task anew and compares with what reports are summed from',
    run: verifyCounts,
  },
  {
    form: 'counts rebuild',
    does: 'enters what is missing of that, and sums openings of months anew',
    run: rebuildCounts,
  },
  { form: 'export FILE', does: 'writes all data into a file, one item a line', run: toFile },
  { form: 'import FILE', does: 'writes such a file into an empty table', run: fromFile },
  {
    form: 'restore-drill',
    does: 'restores the table beside the live one and checks what came back',
    run: drill,
  },
];

async function reconcileSchedules(call: Call): Promise<number> {
  const { say, progress } = call;
  const settings = need(ofSchedules, call.located);
  const client = new SchedulerClient(patience);
  const found = await compareSchedules(storeOf(call), { client, name: settings.group }, progress);
  progress.done();
  const { wanted, missing, leftover, foreign } = found;
  say(
    `${number(wanted.length)} alarms to come; ${number(missing.length)} have no schedule, ${number(leftover.length)} schedules are left over.`,
  );
  for (const { taskId, at } of missing.slice(0, 20)) say(`  missing   ${taskId} at ${at}`);
  for (const { taskId, at } of leftover.slice(0, 20)) say(`  left over ${taskId} at ${at}`);
  for (const name of foreign) say(`  not ours, left alone: ${name}`);
  if (missing.length + leftover.length === 0) return 0;
  if (!call.apply) {
    say('Nothing was changed; --apply puts it right.');
    return 1;
  }
  const schedules = openSchedules(
    {
      group: settings.group,
      roleArn: settings.role,
      queueArn: settings['queue-arn'],
      deadLetterArn: settings['lost-schedules-arn'],
    },
    client,
  );
  const done = await reconcile(found, schedules, openQueue<AlarmMessage>(settings['queue-url']), progress);
  progress.done();
  say(
    `Created ${number(done.created)}, rang ${number(done.rung)} that were overdue, deleted ${number(done.deleted)}.`,
  );
  return 0;
}

async function verify(call: Call): Promise<number> {
  const { say, progress, sample } = call;
  const store = storeOf(call);
  const [, , taskId] = call.words;
  const anchors = call.anchors === undefined ? undefined : readAnchors(call.anchors);
  const all = taskId ? onlyTask(store, taskId) : everyTask(store);
  progress.begin('chains verified', sample);
  const seen = new Set<string>();
  const found = noting(sample ? firstOf(all, sample) : all, seen);
  const { tasks, events, unanchored, broken } = await verifyChains(store, found, progress, anchors?.leaves);
  progress.done();
  if (anchors && !taskId && !sample) {
    for (const id of anchors.leaves.keys())
      if (!seen.has(id)) broken.push(`${id}: was anchored, and is gone`);
  }
  for (const line of [...(anchors?.broken ?? []), ...broken]) say(line);
  say(`${number(tasks)} tasks with ${number(events)} events verified, ${number(broken.length)} broken.`);
  if (anchors)
    say(
      `Compared with ${number(anchors.count)} anchors; ${number(unanchored)} tasks are in none of them yet.`,
    );
  return broken.length + (anchors?.broken.length ?? 0) === 0 ? 0 : 1;
}

async function verifyCounts(call: Call): Promise<number> {
  const { wrong } = await recountOf(call, false);
  return wrong === 0 ? 0 : 1;
}

async function rebuildCounts(call: Call): Promise<number> {
  const { wrong, left } = await recountOf(call, call.apply);
  if (wrong === 0) return 0;
  if (!call.apply) call.say('Nothing was changed; --apply puts it right.');
  else call.say(left === 0 ? 'All put right.' : `${number(wrong - left)} put right, ${number(left)} not.`);
  return call.apply && left === 0 ? 0 : 1;
}

async function recountOf(call: Call, apply: boolean): Promise<{ wrong: number; left: number }> {
  const { at, sample, progress, say } = call;
  const store = storeOf(call);
  const calendar = await loadCalendar(store, at, calendarOf(call));
  const { tasks, wrong } = await recount(store, { calendar, at, sample, apply, progress });
  progress.done();
  const left = [...wrong.orphans, ...wrong.busy];
  const all = [...wrong.spoilt, ...wrong.tasks, ...wrong.openings, ...left];
  for (const line of all) say(line);
  const things = `${number(all.length)} ${all.length === 1 ? 'thing' : 'things'}`;
  say(`${number(tasks)} tasks counted, ${all.length === 0 ? 'nothing' : things} wrong.`);
  return { wrong: all.length, left: left.length };
}

function fileOf({ words }: Call): string {
  const [command, file] = words;
  if (!file) throw new OperatorFault(`${command} which file? npm run admin -- ${command} FILE`);
  return file;
}

async function toFile(call: Call): Promise<number> {
  const file = fileOf(call);
  const store = storeOf(call);
  const { at } = call;
  const count = await exportTable(store, file, {
    at,
    about: await aboutItems(store),
    progress: call.progress,
  });
  call.say(`Exported ${number(count)} items to ${file}. It holds addresses and the key that signs links.`);
  return 0;
}

/** As DynamoDB last counted, some six hours ago. */
async function aboutItems({ table }: Store): Promise<number> {
  const client = new DynamoDBClient(patience);
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    return Table?.ItemCount ?? 0;
  } finally {
    client.destroy();
  }
}

async function fromFile(call: Call): Promise<number> {
  const { say, progress, from, apply } = call;
  const file = fileOf(call);
  const store = storeOf(call);
  const { items, table, at, byType } = await readExport(file, progress);
  say(`${number(items)} items of table ${table}, exported at ${at}:`);
  for (const [type, count] of [...byType].sort()) say(`  ${type.padEnd(12)} ${number(count)}`);
  if (!apply) {
    say(`Nothing was changed; --apply writes them into ${store.table}.`);
    return 0;
  }
  const count = await importTable(store, file, { from, about: items, progress });
  say(
    `Imported ${number(count)} items into ${store.table}. Now: chains verify, counts verify, schedules reconcile.`,
  );
  return 0;
}
