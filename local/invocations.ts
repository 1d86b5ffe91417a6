import * as z from 'zod';
import type { FunctionSpec } from './application.ts';
import type { Functions } from './functions.ts';
import type { Queues } from './sqs.ts';
import type { State } from './state.ts';
import type { Source } from './timeline.ts';

export type Invocations = { source: Source; enqueue: (functionArn: string, event: unknown) => void };

const row = z.object({ id: z.int(), function: z.string(), event: z.string(), attempt: z.int() });
const retryPauses = [60_000, 120_000];

/** Lambda's asynchronous invocations: stored before they are acknowledged, tried three times, then the function's dead-letter queue. */
export function createInvocations(
  state: State,
  services: {
    functions: Functions;
    specs: readonly FunctionSpec[];
    queues: Queues;
    now: () => number;
    onEnqueue: () => void;
  },
): Invocations {
  const insert = state.db.prepare('insert into invocation (function, event, due_at) values (?, ?, ?)');
  const earliest = state.db.prepare('select min(due_at) as at from invocation');
  const due = state.db.prepare('select * from invocation where due_at <= ? order by id limit 50');
  const postpone = state.db.prepare('update invocation set due_at = ?, attempt = attempt + 1 where id = ?');
  const remove = state.db.prepare('delete from invocation where id = ?');

  async function attempt(item: z.infer<typeof row>, now: number) {
    const event: unknown = JSON.parse(item.event);
    try {
      await services.functions.invoke(item.function, event);
      remove.run(item.id);
    } catch {
      const pause = retryPauses[item.attempt];
      if (pause !== undefined) {
        postpone.run(Math.round(now + pause), item.id);
        return;
      }
      const spec = services.specs.find(({ arn }) => arn === item.function);
      state.atomically(() => {
        remove.run(item.id);
        if (spec?.deadLetterArn) services.queues.send(spec.deadLetterArn, item.event);
      });
    }
  }

  return {
    source: {
      name: 'asynchronous invocations',
      next: () => z.int().nullable().parse(earliest.get()?.at) ?? undefined,
      run: async (now) => {
        const items = z.array(row).parse(due.all(now));
        await Promise.all(items.map((item) => attempt(item, now)));
      },
    },
    enqueue: (functionArn, event) => {
      insert.run(functionArn, JSON.stringify(event), Math.floor(services.now()));
      services.onEnqueue();
    },
  };
}
