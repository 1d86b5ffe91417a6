import type { CountEntry } from '../domain/counts.ts';
import type { Directive } from '../domain/directive.ts';
import type { Event } from '../domain/event.ts';
import type { Message } from '../domain/message.ts';
import type { Obligation } from '../domain/obligation.ts';
import type { Request } from '../domain/request.ts';
import type { Task } from '../domain/task.ts';
import { keys, type ParticipantRole, partitions, shardOf, timeAndId } from './keys.ts';
import type { Item } from './transact.ts';

/** From domain values to items of the table: fields, type, keys, and index keys by state. Pure. */

/** Whether a task is in the indexes of open work. */
export const isOpen = (task: Pick<Task, 'status'>) =>
  task.status !== 'completed' && task.status !== 'cancelled';

/** The due moment by which lists order a task. */
const taskDue = (task: Task) => task.deadline.current?.dueAt;

export function taskItem(task: Task): Item {
  const open = isOpen(task);
  const sort = timeAndId(taskDue(task), task.id);
  const root = task.directive ? partitions.directive(task.directive.id) : partitions.alone(shardOf(task.id));
  return {
    ...task,
    ...keys.task(task.id),
    type: 'TASK',
    gsi1pk: partitions.lead(task.leadUnitId, open),
    gsi1sk: sort,
    gsi2pk: task.parentId ? partitions.parent(task.parentId) : root,
    gsi2sk: sort,
    gsi3pk: partitions.tasks(open, shardOf(task.id)),
    gsi3sk: sort,
  };
}

/** The task's coordinating units, monitor, former leads and series: each a pointer that puts the task into one more list. */
function participantItems(task: Task): Item[] {
  const sort = timeAndId(taskDue(task), task.id);
  const item = (unitId: string, role: ParticipantRole): Item => ({
    ...keys.participant(task.id, unitId, role),
    ...{ type: 'PARTICIPANT', taskId: task.id, unitId, role },
    gsi1pk:
      role === 'series' ? partitions.series(unitId) : partitions.participant(role, unitId, isOpen(task)),
    gsi1sk: sort,
  });
  const former = task.formerLeads.map(({ unitId }) => unitId).filter((id) => id !== task.leadUnitId);
  return [
    ...[...new Set(task.coordinatingUnitIds)].map((id) => item(id, 'coordinating')),
    ...(task.monitorUnitId ? [item(task.monitorUnitId, 'monitor')] : []),
    ...[...new Set(former)].map((id) => item(id, 'former')),
    ...(task.occurrence ? [item(task.occurrence.seriesId, 'series')] : []),
  ];
}

/**
 * The pointers to write when a task changes: new and re-keyed ones, and those that ended, which lose their index keys
 * but stay as a record of who took part.
 */
export function participantChanges(before: Task | undefined, after: Task): Item[] {
  const old = before ? participantItems(before) : [];
  const now = participantItems(after);
  const same = (a: Item, b: Item) => a.sk === b.sk && a.gsi1pk === b.gsi1pk && a.gsi1sk === b.gsi1sk;
  const changed = now.filter((item) => !old.some((each) => same(each, item)));
  const ended = old.filter((item) => !now.some((each) => each.sk === item.sk));
  return [...changed, ...ended.map(({ gsi1pk: _, gsi1sk: __, ...item }) => ({ ...item, ended: true }))];
}

export function obligationItem(obligation: Obligation): Item {
  const item = { ...obligation, ...keys.obligation(obligation.taskId, obligation.id), type: 'OBLIGATION' };
  if (obligation.state !== 'open') return item;
  const sort = timeAndId(obligation.due?.at, obligation.id);
  return {
    ...item,
    gsi1pk: partitions.holder(obligation.holderUnitId),
    gsi1sk: sort,
    ...(obligation.next && {
      gsi2pk: partitions.alarms(shardOf(obligation.id)),
      gsi2sk: timeAndId(obligation.next.at, obligation.id),
    }),
    gsi3pk: partitions.obligations(shardOf(obligation.id)),
    gsi3sk: sort,
  };
}

export function countItem(entry: CountEntry, seq: number, n: number): Item {
  const { group, ...rest } = entry;
  const { unitId } = group;
  return {
    ...rest,
    group,
    ...keys.count({ unitId, day: entry.day, taskId: entry.taskId, seq, n }),
    type: 'COUNT',
  };
}

export function requestItem(request: Request): Item {
  return { ...request, ...keys[request.kind](request.taskId, request.id), type: 'REQUEST' };
}

/** `last` of its commit: the head of the chain until the next one, by which the chains that grew on a day are found. */
export function eventItem(event: Event, last: boolean): Item {
  return {
    ...event,
    ...keys.event(event.taskId, event.seq),
    eventType: event.type,
    type: 'EVENT',
    ...(last && {
      gsi1pk: partitions.chains(event.at.slice(0, 7), shardOf(event.taskId)),
      gsi1sk: timeAndId(event.at, event.id),
    }),
  };
}

export function messageItemOf(message: Message): Item {
  return {
    ...message,
    ...keys.message(message),
    type: 'MESSAGE',
    gsi1pk: partitions.messages(message.taskId),
    gsi1sk: timeAndId(message.plannedAt, message.id),
    ...(message.state === 'planned' && {
      gsi2pk: partitions.planned(shardOf(message.personId)),
      gsi2sk: timeAndId(message.notBefore, message.id),
    }),
  };
}

export function directiveItem(directive: Directive): Item {
  return {
    ...directive,
    ...keys.directive(directive.id),
    type: 'DIRECTIVE',
    gsi1pk: partitions.directives(),
    gsi1sk: timeAndId(directive.issuedOn, directive.id),
  };
}
