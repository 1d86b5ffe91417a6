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

/** One line of JSON per entry. Never a body, an address or a name. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /** A CloudWatch metric in embedded format; see the namespace DonDoc. */
  metric(name: string, value: number, unit?: 'Count' | 'Milliseconds' | 'Seconds'): void;
};
