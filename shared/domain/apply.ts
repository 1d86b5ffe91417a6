import type { Aggregate, Change } from './change.ts';

/** The aggregate as it will be once the change is committed, but for the head of the event chain. */
export function applyChange(before: Aggregate | null, change: Change): Aggregate {
  const replaced = new Map(change.obligations.map((each) => [each.id, each]));
  const kept = (before?.obligations ?? []).map((each) => replaced.get(each.id) ?? each);
  const known = new Set(kept.map((each) => each.id));
  return {
    task: change.task,
    obligations: [...kept, ...change.obligations.filter((each) => !known.has(each.id))],
  };
}
