import type { Aggregate, Change } from './change.ts';

/** The aggregate as it will be once the change is committed, but for the head of the event chain. */
export function applyChange(before: Aggregate | null, change: Change): Aggregate {
  return {
    task: change.task,
    obligations: replaced(before?.obligations ?? [], change.obligations),
    requests: replaced(before?.requests ?? [], change.requests ?? []),
  };
}

/** What was there in its old order, changed where it changed, then what is new. */
export function replaced<T extends { id: string }>(before: readonly T[], changed: readonly T[]): T[] {
  const byId = new Map(changed.map((each) => [each.id, each]));
  const known = new Set(before.map((each) => each.id));
  return [
    ...before.map((each) => byId.get(each.id) ?? each),
    ...changed.filter((each) => !known.has(each.id)),
  ];
}
