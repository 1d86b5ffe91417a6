import * as z from 'zod';
import type { State } from './state.ts';

/**
 * Something that acts at moments of its own: a queue with its functions, the scheduler, the waiting executions.
 * `next` is the earliest moment at which it has something to do (in the past or now: it is ready), undefined when idle.
 * `run` does what is ready at `now` and resolves when that is finished; it must make progress or move `next` into the future.
 */
export type Source = { name: string; next: () => number | undefined; run: (now: number) => Promise<void> };

export type Timeline = {
  /** The virtual clock, milliseconds since 1970. */
  now: () => number;
  frozen: () => boolean;
  /** Order of adding is order of precedence among what is due at the same moment. */
  add: (source: Source) => void;
  /** Tells that a source has new work. Returns at once. */
  wake: () => void;
  /** Resolves when nothing is left to do at the present moment. */
  settle: () => Promise<void>;
  /** Moves the clock to `to`, running everything due on the way in order of time. @throws ClockBackwards */
  advance: (to: number) => Promise<void>;
  /** Stops (or restarts) the passing of time. Work that is ready still runs. */
  freeze: (frozen: boolean) => Promise<void>;
  /** Finishes what is running and fires nothing more. */
  stop: () => Promise<void>;
};

export class ClockBackwards extends Error {}

const storedClock = z.union([z.object({ offset: z.int() }), z.object({ frozenAt: z.int() })]);
const longestTimer = 2 ** 31 - 1;

/**
 * The virtual clock and the one loop that drives every source. By default it runs with the real clock, moved by an offset that
 * survives restarts. While the clock is being advanced it stands still at the moment being worked on, so that everything done
 * for an alarm bears the time of that alarm.
 */
export function createTimeline(
  state: State,
  options: {
    frozenAt?: number | undefined;
    /** Where a clock that has never run begins; it then runs on by itself. */
    startsAt?: number | undefined;
    onFault: (source: string, error: unknown) => void;
  },
): Timeline {
  const sources: Source[] = [];
  let offset = 0;
  let standingAt: number | undefined;
  let frozen = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let wakePending = false;

  const now = () => standingAt ?? Date.now() + offset;
  restore();

  function restore() {
    const text = state.get('clock');
    const stored = text === undefined ? undefined : storedClock.parse(JSON.parse(text));
    if (!stored && options.startsAt !== undefined) offset = options.startsAt - Date.now();
    if (stored && 'offset' in stored) offset = stored.offset;
    if (stored && 'frozenAt' in stored) [frozen, standingAt] = [true, stored.frozenAt];
    if (options.frozenAt !== undefined) {
      frozen = true;
      standingAt = Math.max(options.frozenAt, standingAt ?? 0);
    }
    if (frozen || !stored) remember();
  }

  // Written at every jump: a run killed half-way through an advance must not come back before what it has already done.
  function remember() {
    const clock = frozen ? { frozenAt: now() } : { offset: Math.round(now() - Date.now()) };
    state.set('clock', JSON.stringify(clock));
  }

  const earliest = () =>
    sources.reduce((least, source) => Math.min(least, source.next() ?? Infinity), Infinity);

  async function drain(): Promise<void> {
    while (!stopped) {
      const ready = sources.find((source) => (source.next() ?? Infinity) <= now());
      if (!ready) return;
      try {
        await ready.run(now());
      } catch (error) {
        options.onFault(ready.name, error);
        // A source that fails as a whole is broken, not busy; give the process room instead of spinning.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  function arm() {
    clearTimeout(timer);
    if (stopped || standingAt !== undefined) return;
    const next = earliest();
    if (next === Infinity) return;
    timer = setTimeout(wake, Math.min(Math.max(next - now(), 0), longestTimer));
    timer.unref();
  }

  function take(work: () => Promise<void>): Promise<void> {
    const result = turn.then(work).finally(arm);
    turn = result.catch(() => undefined);
    return result;
  }

  function wake() {
    if (wakePending || stopped) return;
    wakePending = true;
    // The failure of a source is reported where it happens; nothing else can fail here.
    void take(() => {
      wakePending = false;
      return drain();
    });
  }

  return {
    now,
    frozen: () => frozen,
    add: (source) => {
      sources.push(source);
    },
    wake,
    settle: () => take(drain),
    advance: (to) =>
      take(async () => {
        const start = now();
        if (to < start) {
          throw new ClockBackwards(
            `The clock stands at ${new Date(start).toISOString()} and only moves forward.`,
          );
        }
        standingAt = start;
        try {
          await drain();
          for (let next = earliest(); next <= to && !stopped; next = earliest()) {
            standingAt = next;
            remember();
            await drain();
          }
          if (!stopped) standingAt = to;
          remember();
        } finally {
          offset = now() - Date.now();
          if (!frozen) standingAt = undefined;
        }
      }),
    freeze: (value) =>
      take(async () => {
        const moment = now();
        offset = moment - Date.now();
        frozen = value;
        standingAt = value ? moment : undefined;
        remember();
      }),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
