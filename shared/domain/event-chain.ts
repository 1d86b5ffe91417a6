import { createHash } from 'node:crypto';
import type { Command } from './change.ts';
import type { Event, EventDraft } from './event.ts';

/** Head of a chain without events. */
export const emptyChain = { seq: 0, hash: '' };
export type ChainHead = { seq: number; hash: string };

/**
 * JSON with keys sorted by code unit and no white space: the same text for the same facts, whatever engine stored them.
 * Keys whose value is undefined are left out.
 * @throws TypeError for what JSON cannot carry unchanged (functions, NaN, dates, undefined in a list, ...).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  throw new TypeError(`an event cannot carry ${typeof value} ${String(value)}`);
}

/** SHA-256, lower-case hex, of the canonical JSON of everything but the hash itself. */
function hashOf(event: Omit<Event, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(event)).digest('hex');
}

/** Numbers and chains what a decision said happened, onto the head of the task's chain. */
export function chainEvents(
  taskId: string,
  head: ChainHead,
  drafts: readonly EventDraft[],
  command: Pick<Command, 'actor' | 'at' | 'id'>,
): { events: Event[]; head: ChainHead } {
  const events: Event[] = [];
  let { seq, hash } = head;
  for (const { type, data } of drafts) {
    seq += 1;
    const unsealed = {
      id: `evt_${taskId.slice(taskId.indexOf('_') + 1)}_${String(seq).padStart(8, '0')}`,
      taskId,
      seq,
      type,
      at: command.at,
      actor: command.actor,
      data,
      commandId: command.id,
      prevHash: hash,
    };
    hash = hashOf(unsealed);
    events.push({ ...unsealed, hash });
  }
  return { events, head: { seq, hash } };
}

export type ChainCheck =
  | { ok: true; head: ChainHead }
  | { ok: false; seq: number; reason: 'missing' | 'altered' | 'unlinked' | 'foreign' | 'truncated' };

/**
 * Checks a task's whole record, in the order given, and names the first event that is wrong: `missing` (a number is
 * skipped or out of order), `foreign` (of another task), `unlinked` (does not follow its predecessor), `altered` (its
 * own hash fails). With `head` (from the task) it also finds that the latest events were cut off or replaced.
 */
export function verifyChain(events: readonly Event[], head?: ChainHead): ChainCheck {
  let last: ChainHead = emptyChain;
  for (const event of events) {
    const seq = last.seq + 1;
    const { hash, ...rest } = event;
    if (event.seq !== seq) return { ok: false, seq, reason: 'missing' };
    if (event.taskId !== events[0]?.taskId) return { ok: false, seq, reason: 'foreign' };
    if (event.prevHash !== last.hash) return { ok: false, seq, reason: 'unlinked' };
    if (hashOf(rest) !== hash) return { ok: false, seq, reason: 'altered' };
    last = { seq, hash };
  }
  if (!head || (head.seq === last.seq && head.hash === last.hash)) return { ok: true, head: last };
  if (head.seq > last.seq) return { ok: false, seq: last.seq + 1, reason: 'truncated' };
  return { ok: false, seq: Math.max(1, Math.min(head.seq, last.seq)), reason: 'altered' };
}
