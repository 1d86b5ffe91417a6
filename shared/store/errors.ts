/** Somebody else committed first. Nothing was written; load again and decide again. */
export class CommitConflict extends Error {
  override readonly name = 'CommitConflict';
}

/** The same command was committed before: its answer is in the idempotency record. Nothing was written now. */
export class AlreadyDone extends Error {
  override readonly name = 'AlreadyDone';
}

/** Another attempt at the same work holds its lease. To be expected, since a queue may deliver twice; this one comes again. */
export class Held extends Error {
  override readonly name = 'Held';
}

/** The table is throttled or briefly unavailable. Whether something was written is unknown; trying again is safe. */
export class Busy extends Error {
  override readonly name = 'Busy';
}
