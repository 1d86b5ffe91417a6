import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Member } from '../../shared/domain/unit.ts';

/** Who is asking, with every place that the person has in the organisation. */
export type Principal = { userId: string; administrator: boolean; memberships: Member[] };

/** Built once per container. */
export type World = { log: Log; today?: LocalDate };

export type Log = {
  info: (message: string, fields?: Record<string, unknown>) => void;
  error: (message: string, fields?: Record<string, unknown>) => void;
};

/** An answer as it goes out and as the idempotency record keeps it: the text that was, or would have been, sent. */
export type StoredAnswer = { status: number; headers: Record<string, string>; body: string };

/** What the edge asks of an action beside the command. */
export type ActOptions<R> = {
  /** Versions that If-Match allows; absent: any. */
  ifMatch?: number[];
  /** Written in the action's own commit, with `answer(result)` in it. */
  idempotency?: { userId: string; route: string; key: string; fingerprint: string };
  answer: (result: R) => StoredAnswer;
};

/** What the server needs to know from outside the routes. */
export type Ports = {
  world: World;
  publicUrl: string;
  /** The JWT claim that holds the user id. */
  userClaim: string;
  principal: (userId: string, at: Instant) => Promise<Principal>;
  /** The idempotency record of an earlier request, if there is one. */
  stored: (
    userId: string,
    route: string,
    key: string,
  ) => Promise<(StoredAnswer & { fingerprint: string }) | undefined>;
};
