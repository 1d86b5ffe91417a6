import type { Looked } from '../../shared/actions/access.ts';
import type { World } from '../../shared/actions/world.ts';
import type { Objects } from '../../shared/clients/objects.ts';
import type { Principal } from '../../shared/domain/permissions.ts';
import type { Instant } from '../../shared/domain/time.ts';
import type { IdempotencyKey, StoredAnswer } from '../../shared/store/idempotency.ts';
import type { Description } from './description.ts';

/** What the server needs to know from outside the routes. */
export type Ports = {
  world: World;
  /** Where clients reach this API, without a slash at the end. */
  publicUrl: string;
  /** What jobs read and make; opened when a request needs it. */
  files: () => Promise<Objects>;
  /** What the API says of itself. */
  description: Description;
  /** The JWT claim that holds the user id. */
  userClaim: string;
  principal: (userId: string, at: Instant) => Promise<Principal>;
  /** Hears of everything that is about to be shown to a known person, by token, link or feed; the answer waits for it. */
  looked: (principal: Principal, at: Instant, looked: Looked) => Promise<void>;
  /** The idempotency record of an earlier request, if there is one. */
  stored: (key: IdempotencyKey, at: Instant) => Promise<StoredAnswer | undefined>;
};
