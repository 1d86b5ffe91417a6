/** What is to happen at a moment of the virtual clock; milliseconds since 1970. */
type Entry = { at: number; rank: number; order: number; run: () => Promise<void> };

export type Agenda = ReturnType<typeof createAgenda>;

/**
 * The virtual clock and what waits for it. Entries run one after the other in order of time; what falls on the same
 * moment runs in order of planning, or as `rank` says: no service of AWS promises an order.
 */
export function createAgenda(start: number, rank: () => number = () => 0) {
  let now = start;
  let planned = 0;
  let entries: Entry[] = [];
  const followUps: (() => Promise<void>)[] = [];

  function first(): Entry | undefined {
    const before = (a: Entry, b: Entry) => a.at - b.at || a.rank - b.rank || a.order - b.order;
    return entries.reduce<Entry | undefined>(
      (least, each) => (!least || before(each, least) < 0 ? each : least),
      undefined,
    );
  }

  return {
    now: () => now,
    iso: () => new Date(now).toISOString(),
    plan(at: number, run: () => Promise<void>): void {
      entries.push({ at: Math.max(at, now), rank: rank(), order: planned++, run });
    },
    /** Done after every entry. */
    after(followUp: () => Promise<void>): void {
      followUps.push(followUp);
    },
    /** Runs everything due up to and including `to`, then stands there. */
    async advance(to: number): Promise<void> {
      for (let next = first(); next && next.at <= to; next = first()) {
        const running = next;
        entries = entries.filter((each) => each !== running);
        now = Math.max(now, running.at);
        await running.run();
        for (const followUp of followUps) await followUp();
      }
      now = Math.max(now, to);
    },
    /** Time passes and nothing runs; what fell due meanwhile is late. */
    skip(to: number): void {
      now = Math.max(now, to);
    },
  };
}
