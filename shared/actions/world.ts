import type { Log } from '../log.ts';
import type { Store } from '../store/client.ts';

/** What an action needs of the outside, built once per container and passed explicitly. */
export type World = { store: Store; settings: Settings; log: Log };

/** Read from the environment once; see shared/env.ts. */
export type Settings = {
  timeZone: string;
  calendarMode: 'official' | 'always-open';
  /** The person who may administer before anybody else can; recorded as such in every event. */
  bootstrapAdmin?: string | undefined;
};
