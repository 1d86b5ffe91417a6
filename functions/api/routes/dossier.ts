import * as z from 'zod/mini';
import { assembleDossier, dossier } from '../../../shared/domain/dossier.ts';
import type { Event } from '../../../shared/domain/event.ts';
import type { Message } from '../../../shared/domain/message.ts';
import { getDirective } from '../../../shared/store/directives.ts';
import { listEvents, listMessages } from '../../../shared/store/history.ts';
import type { Position } from '../../../shared/store/merge.ts';
import { type Call, route } from '../route.ts';
import { readTask } from './reading.ts';
import { byId } from './tasks.ts';

export const getDossier = route({
  method: 'GET',
  path: '/v1/tasks/{id}/dossier',
  name: 'exportDossier',
  tag: 'Tasks',
  summary: 'The dossier of a task',
  description:
    'Task, directive, obligations, requests, events, mails and receipts as one file with a manifest. `tools/verify-dossier.mjs` finds offline whether any event was altered, left out or reordered; with copies of the daily anchors also whether the whole record was rewritten.',
  params: byId,
  answers: {
    200: {
      description: 'The dossier',
      schema: z.object(dossier.shape).register(z.globalRegistry, { id: 'Dossier' }),
    },
  },
  refusals: ['task_not_found'],
  handle: async (call) => {
    const { aggregate } = await readTask(call, call.params.id);
    const { task } = aggregate;
    const [events, messages, directive] = await Promise.all([
      allEvents(call, task.id),
      allMessages(call, task.id),
      task.directive ? getDirective(call.world.store, task.directive.id) : undefined,
    ]);
    const asked = { at: call.at, userId: call.principal.userId };
    const name = task.code.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-');
    return {
      status: 200,
      body: assembleDossier(aggregate, { directive, events, messages }, asked),
      headers: {
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`ho-so-${name}.json`)}`,
      },
    };
  },
});

async function allEvents({ world }: Pick<Call, 'world'>, taskId: string): Promise<Event[]> {
  const events: Event[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof listEvents>> = await listEvents(world.store, taskId, {
      limit: 500,
      after,
    });
    events.push(...page.items);
    after = page.next;
  }
  return events;
}

async function allMessages({ world }: Pick<Call, 'world'>, taskId: string): Promise<Message[]> {
  const messages: Message[] = [];
  let position: Position | undefined;
  do {
    const page = await listMessages(world.store, taskId, { limit: 500, position });
    messages.push(...page.items);
    position = page.next;
  } while (position);
  return messages;
}
