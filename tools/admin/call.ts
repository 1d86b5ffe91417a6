import type { Instant } from '../../shared/domain/time.ts';
import { openStore, type Store } from '../../shared/store/client.ts';
import { need, ofTable } from './deployment.ts';
import type { Progress } from './progress.ts';

export type Call = {
  /** The command's own words, then its arguments. */
  words: readonly string[];
  /** Where things are, by option. */
  located: Record<string, unknown>;
  /** When it was called. */
  at: Instant;
  apply: boolean;
  sample: number | undefined;
  from: number | undefined;
  /** A directory with a copy of the anchors. */
  anchors: string | undefined;
  /** For a drill. */
  restore: { into: string | undefined; at: string | undefined; copy: boolean };
  say: (line: string) => void;
  progress: Progress;
};

export type Command = {
  /** How it is written: words, arguments in capitals, optional ones in brackets. */
  form: string;
  does: string;
  run: (call: Call) => Promise<number>;
};

export const number = (count: number) => count.toLocaleString('en');

/** Patient with a service that throttles: nobody waits for a page. */
export const patience = { maxAttempts: 12, retryMode: 'adaptive' };

/** The table that the options name. */
export function storeOf({ located }: Pick<Call, 'located'>): Store {
  const { table, 'time-zone': timeZone } = need(ofTable, located);
  return openStore({ table, timeZone, config: patience });
}

/** How the deployment that the options name counts its days. */
export function calendarOf({ located }: Pick<Call, 'located'>) {
  const { 'time-zone': timeZone, 'calendar-mode': calendarMode } = need(ofTable, located);
  return { timeZone, calendarMode };
}
