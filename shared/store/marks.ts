import { isPublished } from './batches.ts';
import type { Store } from './client.ts';

type Marked = { batch?: string | undefined };

/** A published batch's mark means nothing to readers, and goes with the next write of the item. */
export function withoutMark<T extends Marked>({ batch: _, ...value }: T): Omit<T, 'batch'> {
  return value;
}

/** The same places, with undefined for what belongs to a batch that is not published, and without marks. */
export async function visible<T extends Marked>(
  store: Store,
  values: readonly T[],
): Promise<(Omit<T, 'batch'> | undefined)[]> {
  const batches = [...new Set(values.flatMap(({ batch }) => batch ?? []))];
  const answers = await Promise.all(batches.map((batch) => isPublished(store, batch)));
  const hidden = new Set(batches.filter((_, i) => !answers[i]));
  return values.map((value) => (value.batch && hidden.has(value.batch) ? undefined : withoutMark(value)));
}
