import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { instantAt } from '../shared/domain/calendar.ts';
import type { Aggregate, Change, Command } from '../shared/domain/change.ts';
import { addDays } from '../shared/domain/civil-date.ts';
import { assign } from '../shared/domain/decide/assign.ts';
import type { Context } from '../shared/domain/decide/context.ts';
import { confirm } from '../shared/domain/decide/judge.ts';
import { accept, submit } from '../shared/domain/decide/work.ts';
import type { Directory } from '../shared/domain/directory.ts';
import { defaultPolicies } from '../shared/domain/policy.ts';
import type { Task } from '../shared/domain/task.ts';
import type { LocalDate } from '../shared/domain/time.ts';
import type { Store } from '../shared/store/client.ts';
import { inParallel } from '../shared/store/reads.ts';
import { itemsOfChange } from '../shared/store/tasks.ts';
import type { Item } from '../shared/store/transact.ts';
import { defaultCalendar } from '../test/support/default-calendar.ts';

/** One task from its assignment on: the days on which what happened to it, and by which it was due. */
export type Life = {
  leadUnitId: string;
  field: string;
  monitorUnitId?: string;
  directive?: Task['directive'];
  assigned: LocalDate;
  due: LocalDate;
  submitted?: LocalDate;
};

const perRound = 500;
const perCall = 25;

/**
 * Writes whole lives through the same decisions and into the same items as the application, many to a transaction: what
 * would take a city years takes minutes. `counted`: only the tasks and their counts, which is all that reports and their
 * lists read. Answers how many items were written.
 */
export async function loadLives(
  store: Store,
  context: Context,
  lives: readonly Life[],
  what: 'whole' | 'counted',
): Promise<number> {
  let written = 0;
  for (let start = 0; start < lives.length; start += perRound) {
    const round = lives
      .slice(start, start + perRound)
      .flatMap((life, i) => itemsOf(store, around(context, life), life, start + i))
      .filter((item) => what === 'whole' || item.type === 'TASK' || item.type === 'COUNT');
    written += round.length;
    await putAll(store, round);
  }
  return written;
}

/** The branch of the lead, its monitor and the leading bodies: to look for these among thousands of units would take most of the time. */
function around(context: Context, { leadUnitId, monitorUnitId }: Life): Context {
  const { units, version } = context.directory;
  const branch = (units.get(leadUnitId)?.path ?? '').split('/').filter(Boolean);
  const near = [...new Set(['unt_TT', 'unt_VPTU', monitorUnitId ?? '', ...branch])].flatMap(
    (id) => units.get(id) ?? [],
  );
  return { ...context, directory: { units: new Map(near.map((unit) => [unit.id, unit])), version } };
}

/** Not in transactions: nobody reads until all is written, and no function of the application may write so. */
async function putAll({ doc, table }: Store, items: readonly Item[]): Promise<void> {
  const calls = Array.from({ length: Math.ceil(items.length / perCall) }, (_, i) =>
    items.slice(i * perCall, (i + 1) * perCall),
  );
  await inParallel(calls, async (call) => {
    const puts = call.map((Item) => ({ PutRequest: { Item } }));
    await doc.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
  });
}

/** The items of a life as they stand at its end: of what was written again and again, the last. */
function itemsOf(store: Store, context: Context, life: Life, n: number): Item[] {
  const at = (day: LocalDate) => instantAt(context.calendar, day, '09:00');
  const last = new Map<string, Item>();
  let aggregate: Aggregate | null = null;
  const take = (day: LocalDate, step: string, decide: (command: Command) => Change) => {
    const command = { actor: { kind: 'system' as const }, at: at(day), id: `${n}/${step}`, input: undefined };
    const { items, after } = itemsOfChange(store, aggregate, decide(command), command);
    for (const item of items) if ('put' in item) last.set(`${item.put.pk} ${item.put.sk}`, item.put);
    aggregate = after;
    return after;
  };
  const { leadUnitId, field, monitorUnitId, directive, assigned, due, submitted } = life;
  const input = {
    content: 'Báo cáo kết quả thực hiện nhiệm vụ được giao',
    product: 'Báo cáo',
    leadUnitIds: [leadUnitId],
    ...{ field, monitorUnitId },
    deadline: { date: due },
    backfill: true,
  };
  const how = {
    assignerUnitId: 'unt_TT',
    ...(directive && { directive }),
    code: `NV-${n}`,
    headOf: () => undefined,
    pointer: '',
    position: 0,
  };
  const first = take(assigned, 'assign', (command) => assign(context, command, input, how)[0] ?? fail());
  const taken = take(assigned, 'accept', (command) => accept(first, { ...command, input: {} }, context));
  if (submitted) {
    const done = take(submitted, 'submit', (command) =>
      submit(taken, { ...command, input: {} }, { ...context, children: [] }),
    );
    take(addDays(submitted, 1), 'confirm', (command) => confirm(done, { ...command, input: {} }, context));
  }
  return [...last.values()];
}

function fail(): never {
  throw new Error('a line of a directive is at least one task');
}

/** What decisions look at, for an organisation of the bench's own. */
export const benchContext = (directory: Directory): Context => ({
  calendar: defaultCalendar,
  policies: defaultPolicies,
  directory,
});
