import type { TableChange } from '../../shared/actions/relay.ts';
import { parseFeedItem } from '../../shared/store/feed-items.ts';
import type { Agenda } from './agenda.ts';
import type { Engine } from './engine.ts';

type Feed = Engine['feed'];
export type Record = Awaited<ReturnType<Feed['read']>>[number];

const batchSize = 10;
/** As infra/service-stack.ts has it; then the record is set aside. */
const maxRetries = 10;

/**
 * One consumer of the table's stream: records in order, each tried until it succeeds or is given up, everything at
 * least once. `rewind` goes back, as a shard does whose reader died before it could note its position.
 */
export function createStream(
  agenda: Agenda,
  feed: Feed,
  consume: (change: TableChange, at: string) => Promise<void>,
  from = 0,
) {
  const lost: Record[] = [];
  let position = from;
  let failures = 0;
  let waiting = false;

  /** Reads what is new until the end or a failure, after which it comes back later by itself. */
  async function drain(): Promise<void> {
    if (waiting) return;
    while (position < feed.last()) {
      for (const record of await feed.read(position, batchSize)) {
        try {
          await consume(changeOf(record), recordedAt(record));
        } catch {
          failures += 1;
          if (failures > maxRetries) lost.push(record);
          else return retry();
        }
        failures = 0;
        position = record.position;
      }
    }
  }
  function retry(): void {
    waiting = true;
    agenda.plan(agenda.now() + Math.min(2 ** (failures - 1), 60) * 1000, async () => {
      waiting = false;
      await drain();
    });
  }
  const stream = {
    drain,
    lost,
    position: () => position,
    rewind: (records: number) => {
      position = Math.max(0, position - records);
    },
  };
  agenda.after(() => drain());
  return stream;
}

/** Stream records bear whole seconds. */
const recordedAt = (record: Record) => new Date(Math.floor(record.at / 1000) * 1000).toISOString();

export const changeOf = (record: Record): TableChange => ({
  before: record.oldImage && parseFeedItem(plainFields(record.oldImage)),
  after: record.newImage && parseFeedItem(plainFields(record.newImage)),
});

function plainFields(item: object): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

function plain(value: object): unknown {
  const [[kind, inner] = []] = Object.entries(value);
  if (kind === 'M') return plainFields(inner);
  if (kind === 'L') return inner.map(plain);
  if (kind === 'N') return Number(inner);
  return kind === 'NULL' ? null : inner;
}
