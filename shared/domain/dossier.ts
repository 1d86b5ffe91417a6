import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Aggregate } from './change.ts';
import { type Directive, directive } from './directive.ts';
import { type Event, event } from './event.ts';
import { canonicalJson } from './event-chain.ts';
import { text, whole } from './fields.ts';
import { type Message, message } from './message.ts';
import { obligation } from './obligation.ts';
import { request } from './request.ts';
import { task } from './task.ts';
import { type Instant, instant } from './time.ts';

const parts = {
  task,
  directive: z.nullable(directive),
  obligations: z.array(obligation),
  requests: z.array(request),
  events: z.array(event),
  messages: z.array(message),
};

/**
 * Everything about one task in one file (hồ sơ nhiệm vụ), as stored. `manifest` names each part's digest, and `chain` the
 * head that the events must lead to, so that the file can be verified offline and by others: see tools/verify-dossier.mjs.
 */
export const dossier = z.object({
  format: z.literal('don-doc/dossier/1'),
  exportedAt: instant,
  exportedBy: text,
  ...parts,
  manifest: z.object({
    chain: z.object({ seq: whole, hash: text }),
    parts: z.record(text, z.object({ entries: whole, sha256: text })),
    /** Digest of all of the above but itself. */
    seal: text,
  }),
});
export type Dossier = z.infer<typeof dossier>;

const digest = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Puts a task's whole record together. `events` and `messages` must be complete and in order. */
export function assembleDossier(
  aggregate: Aggregate,
  record: { directive: Directive | undefined; events: Event[]; messages: Message[] },
  asked: { at: Instant; userId: string },
): Dossier {
  const content = {
    task: aggregate.task,
    directive: record.directive ?? null,
    obligations: aggregate.obligations,
    requests: aggregate.requests,
    events: record.events,
    messages: record.messages,
  };
  const digests = Object.entries(content).map(([name, value]) => {
    const entries = Array.isArray(value) ? value.length : value === null ? 0 : 1;
    return [name, { entries, sha256: digest(value) }] as const;
  });
  const head = { format: 'don-doc/dossier/1' as const, exportedAt: asked.at, exportedBy: asked.userId };
  const listed = { chain: aggregate.task.chain, parts: Object.fromEntries(digests) };
  return { ...head, ...content, manifest: { ...listed, seal: digest({ ...head, ...listed }) } };
}
