import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Event } from '../../shared/domain/event.ts';
import type { Message } from '../../shared/domain/message.ts';
import { message as messageSchema } from '../../shared/domain/message.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { obligation as obligationSchema } from '../../shared/domain/obligation.ts';
import type { Request } from '../../shared/domain/request.ts';
import { request as requestSchema } from '../../shared/domain/request.ts';
import type { Task } from '../../shared/domain/task.ts';
import { task as taskSchema } from '../../shared/domain/task.ts';
import type { Store } from '../../shared/store/client.ts';
import { type Envelope, storedEnvelope } from '../../shared/store/stored-envelope.ts';
import { storedEvent } from '../../shared/store/stored-event.ts';
import type { Loop } from './loop.ts';

export type Contents = {
  tasks: Task[];
  obligations: Obligation[];
  requests: Request[];
  events: Event[];
  messages: Message[];
  envelopes: Envelope[];
  /** Items that still bear the mark of a batch. */
  marked: number;
};

/** Everything that the table holds about tasks and mail. The only Scan there is, and only here. */
export async function contentsOf(store: Store): Promise<Contents> {
  const found: Contents = {
    tasks: [],
    obligations: [],
    requests: [],
    events: [],
    messages: [],
    envelopes: [],
    marked: 0,
  };
  let start: Record<string, unknown> | undefined;
  do {
    const page = await store.doc.send(new ScanCommand({ TableName: store.table, ExclusiveStartKey: start }));
    for (const item of page.Items ?? []) {
      if (item.batch) found.marked += 1;
      if (item.type === 'TASK') found.tasks.push(taskSchema.parse(item));
      if (item.type === 'OBLIGATION') found.obligations.push(obligationSchema.parse(item));
      if (item.type === 'REQUEST') found.requests.push(requestSchema.parse(item));
      if (item.type === 'EVENT') found.events.push(storedEvent.parse(item));
      if (item.type === 'MESSAGE') found.messages.push(messageSchema.parse(item));
      if (item.type === 'ENVELOPE') found.envelopes.push(storedEnvelope.parse(item));
    }
    start = page.LastEvaluatedKey;
  } while (start);
  found.events.sort((a, b) => (a.id < b.id ? -1 : 1));
  return found;
}

/**
 * What a run has come to, in lines that two runs can be compared by: everything but the moments at which retries
 * happened, the hashes over them, and the names that queues and the mail service draw.
 */
export async function outcomeOf(loop: Loop): Promise<string[]> {
  const { tasks, obligations, requests, events, messages, envelopes, marked } = await contentsOf(loop.store);
  const line = (kind: string, ...parts: unknown[]) =>
    `${kind} ${parts.map((part) => JSON.stringify(part)).join(' ')}`;
  const day = (at: string | undefined) => at?.slice(0, 10);
  const mails = loop.mails.map(({ to, at, subject }) => line('mail', to, day(at), subject));
  return [
    ...tasks.map(({ chain, updatedAt: _, agendaAt, ...task }) =>
      line('task', { ...task, events: chain.seq }, day(agendaAt)),
    ),
    ...obligations.map(({ agendaAt, urgings, ...obligation }) =>
      line(
        'obligation',
        obligation,
        day(agendaAt),
        urgings.map(({ at, ...urging }) => ({ ...urging, on: day(at) })),
      ),
    ),
    ...requests.map((each) => line('request', each)),
    ...events.map(({ taskId, seq, type, actor, data: { messageId: _, ...data } }) =>
      // Alarms of one moment come in any order.
      line('event', taskId, actor.kind === 'user' ? seq : 0, type, actor, data),
    ),
    ...messages.map(({ id: _, sesId, sentAt, plannedAt: __, notBefore, ...row }) =>
      line('row', {
        ...row,
        sent: day(sentAt),
        known: sesId !== undefined,
        notBefore: day(notBefore),
      }),
    ),
    ...envelopes.map(({ personId, morning, n, state, rows }) =>
      line('envelope', personId, morning, n, state, rows.sort()),
    ),
    ...mails,
    ...[...loop.scheduler.waiting.keys()].map((name) => line('schedule', name)),
    ...[...loop.machine.executions].map(([name, { status }]) => line('execution', name, status)),
    line('marked', marked),
    line('dead', loop.alarms.dead, loop.jobs.dead, loop.service.lost.length, loop.stream.lost.length),
  ].sort();
}
