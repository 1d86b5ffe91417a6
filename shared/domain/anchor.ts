import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Event } from './event.ts';
import { type ChainHead, canonicalJson } from './event-chain.ts';
import { text, whole } from './fields.ts';
import { localDate } from './time.ts';

/** The last event of one task's chain at the time of an anchor. */
export const leaf = z.object({ taskId: text, seq: whole, hash: text });
export type Leaf = z.infer<typeof leaf>;

/**
 * One digest over all chains that grew since the anchor before. Whoever rewrites a task's record with all its digests afterwards would
 * have to rewrite the anchors too, and those lie where nobody can. What has been anchored once is not repeated, so the anchors of all days
 * together hold the head of every chain.
 */
export const anchor = z.object({
  format: z.literal('don-doc/anchor/1'),
  /** The last day of the deployment's zone whose commits it covers. */
  day: localDate,
  /** The first day that was looked at again, for what was committed late. */
  from: localDate,
  /** Null for the first of all. */
  previous: z.nullable(z.object({ day: localDate, hash: text })),
  /** By task id. */
  leaves: z.array(leaf),
  /** SHA-256 of the canonical JSON of all of the above. */
  hash: text,
});
export type Anchor = z.infer<typeof anchor>;

const hashOf = (open: Omit<Anchor, 'hash'>) => createHash('sha256').update(canonicalJson(open)).digest('hex');

/**
 * The anchor of a day, out of the heads of the chains that grew from `from` to `day`. The same input gives the same anchor.
 * @param before the anchors of the days from `from` on, in order: what they hold already is left out, and the last one is followed
 */
export function anchorOf(
  { day, from }: Pick<Anchor, 'day' | 'from'>,
  heads: ReadonlyMap<string, ChainHead>,
  before: readonly Anchor[],
): Anchor {
  const held = new Map<string, number>();
  for (const { leaves } of before)
    for (const { taskId, seq } of leaves) held.set(taskId, Math.max(seq, held.get(taskId) ?? 0));
  const last = before.at(-1);
  const open = {
    format: 'don-doc/anchor/1' as const,
    day,
    from,
    previous: last ? { day: last.day, hash: last.hash } : null,
    leaves: [...heads]
      .filter(([taskId, { seq }]) => seq > (held.get(taskId) ?? 0))
      .map(([taskId, { seq, hash }]) => ({ taskId, seq, hash }))
      .sort((a, b) => (a.taskId < b.taskId ? -1 : 1)),
  };
  return { ...open, hash: hashOf(open) };
}

/** The days whose anchor was altered, or does not follow from the one before it in the list. Empty: the list is whole. */
export function brokenAnchors(anchors: readonly Anchor[]): { day: string; reason: 'altered' | 'unlinked' }[] {
  return anchors.flatMap((each, i) => {
    const { hash, ...open } = each;
    const { day, previous } = open;
    const before = anchors[i - 1];
    if (hashOf(open) !== hash) return { day, reason: 'altered' as const };
    const follows = !before || (previous?.day === before.day && previous.hash === before.hash);
    return follows ? [] : { day, reason: 'unlinked' as const };
  });
}

export type AnchorCheck = { ok: true; upTo: number } | { ok: false; seq: number; day: string };

/**
 * Whether a task's events are those that were anchored. `upTo` is the last event that an anchor vouches for; otherwise `seq` is the
 * first anchored event that is missing or has another digest than on that day.
 * @param leaves of this task, each with its anchor's day, in order
 */
export function compareWithAnchors(
  events: readonly Pick<Event, 'seq' | 'hash'>[],
  leaves: readonly (Pick<Leaf, 'seq' | 'hash'> & { day: string })[],
): AnchorCheck {
  const hashes = new Map(events.map(({ seq, hash }) => [seq, hash]));
  const wrong = leaves.find(({ seq, hash }) => hashes.get(seq) !== hash);
  if (wrong) return { ok: false, seq: wrong.seq, day: wrong.day };
  return { ok: true, upTo: leaves.at(-1)?.seq ?? 0 };
}
