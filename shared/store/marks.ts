/** A published batch's mark means nothing to readers, and goes with the next write of the item. */
export function withoutMark<T extends { batch?: string | undefined }>({
  batch: _,
  ...value
}: T): Omit<T, 'batch'> {
  return value;
}
