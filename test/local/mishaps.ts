import { DeleteScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LocalRuntime } from '../../local/runtime.ts';
import type { Event } from '../../shared/domain/event.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { openStore } from '../../shared/store/client.ts';
import { eventItem, messageItemOf, taskItem } from '../../shared/store/items.ts';
import { getJob, putJob } from '../../shared/store/jobs.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadTask } from '../../shared/store/tasks.ts';

/** What goes wrong with a running application, done behind its back. */

const schedulerOf = ({ endpoint }: LocalRuntime) => new SchedulerClient({ endpoint });
const storeOf = ({ application, dynamoDb }: LocalRuntime) =>
  openStore({
    table: application.tables[0]?.name ?? '',
    timeZone: 'Asia/Ho_Chi_Minh',
    config: { endpoint: dynamoDb },
  });

export async function scheduleNames(runtime: LocalRuntime): Promise<string[]> {
  const list = new ListSchedulesCommand({ GroupName: 'don-doc-local' });
  const { Schedules = [] } = await schedulerOf(runtime).send(list);
  return Schedules.map(({ Name = '' }) => Name);
}

async function openDuty(runtime: LocalRuntime, taskId: string): Promise<Obligation> {
  const duties = (await loadTask(storeOf(runtime), taskId))?.obligations ?? [];
  const open = duties.find(({ state }) => state === 'open');
  if (!open) throw new Error(`Nobody owes anything on ${taskId}`);
  return open;
}

/** As in a table that was restored badly: the next alarm of the open duty is due now. */
export async function hasten(runtime: LocalRuntime, taskId: string): Promise<void> {
  const { doc, table } = storeOf(runtime);
  const { id } = await openDuty(runtime, taskId);
  await doc.send(
    new UpdateCommand({
      TableName: table,
      Key: keys.obligation(taskId, id),
      UpdateExpression: 'SET #next.#at = :now',
      ExpressionAttributeNames: { '#next': 'next', '#at': 'at' },
      ExpressionAttributeValues: { ':now': runtime.clock.now().toISOString() },
    }),
  );
}

/** As where a date was moved away and back: the matter's row of that morning is there already, and was not sent. */
export async function foretell(
  runtime: LocalRuntime,
  taskId: string,
  row: Pick<Message, 'morning' | 'alarm' | 'step'>,
): Promise<void> {
  const { doc, table } = storeOf(runtime);
  const { id, holderUnitId } = await openDuty(runtime, taskId);
  const plannedAt = runtime.clock.now().toISOString();
  const message: Message = {
    ...{
      ...row,
      id: `msg_${row.alarm}${row.step}`,
      taskId,
      obligationId: id,
      plannedAt,
      notBefore: plannedAt,
    },
    ...{ personId: 'stc.officer', unitId: holderUnitId, reason: 'holder', urgent: false },
    ...{ state: 'suppressed', stateReason: 'moved' },
  };
  await doc.send(new PutCommand({ TableName: table, Item: messageItemOf(message) }));
}

/** As where the record of a cancellation was lost: an open task stands under one that was called off. */
export async function strand(runtime: LocalRuntime, taskId: string, parentId: string): Promise<void> {
  const store = storeOf(runtime);
  const found = await loadTask(store, taskId);
  if (!found) throw new Error(`There is no task ${taskId}`);
  await store.doc.send(
    new PutCommand({ TableName: store.table, Item: taskItem({ ...found.task, parentId }) }),
  );
}

/** As where the message that orders the work was lost: the job waits as it did at first. */
export async function forgetJob(runtime: LocalRuntime, jobId: string): Promise<void> {
  const store = storeOf(runtime);
  const done = await getJob(store, jobId, runtime.clock.now().toISOString());
  if (done) await putJob(store, done, { ...done, status: 'queued' });
}

export const abandonedTask = 'tsk_abandoned';

/** As after a crash while a long document is written: its events are there, the document is not. */
export async function abandonEvent(runtime: LocalRuntime): Promise<void> {
  const { doc, table } = storeOf(runtime);
  const at = runtime.clock.now().toISOString();
  const event: Event = {
    ...{ id: 'evt_abandoned', taskId: abandonedTask, seq: 1, type: 'assigned', at, data: {} },
    ...{ actor: { kind: 'system' }, commandId: 'none', prevHash: '', hash: 'none' },
  };
  await doc.send(
    new PutCommand({ TableName: table, Item: { ...eventItem(event, true), batch: 'bat_abandoned' } }),
  );
}

/** Schedules and ladders are only derived from the table: the sweep of the next morning has to do without them. */
export async function loseEverything(runtime: LocalRuntime): Promise<void> {
  for (const Name of await scheduleNames(runtime))
    await schedulerOf(runtime).send(new DeleteScheduleCommand({ Name, GroupName: 'don-doc-local' }));
  const client = new SFNClient({ endpoint: runtime.endpoint });
  const stateMachineArn = runtime.application.machines[0]?.arn;
  const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
  for (const { executionArn } of (await client.send(running)).executions ?? [])
    await client.send(new StopExecutionCommand({ executionArn }));
}
