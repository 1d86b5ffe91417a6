import * as z from 'zod/mini';
import { optionalText, text, whole } from './fields.ts';
import { localDate, optionalDate } from './time.ts';

export const unitKind = z.enum(['authority', 'office', 'monitor', 'unit', 'inspector']);
export type UnitKind = z.infer<typeof unitKind>;

/** A body in the organisation tree. `path` is the materialised path of ids from the root to itself: `/unt_a/unt_b/`. */
export const unit = z.object({
  id: text,
  code: text,
  name: text,
  kind: unitKind,
  parentId: optionalText,
  path: text,
  /** Fields (lĩnh vực) that a monitor watches; for other kinds, those it works in. */
  fields: z.array(text),
  email: optionalText,
  validFrom: localDate,
  /** The first day on which the unit no longer exists. */
  validTo: optionalDate,
  /** Of a unit that was merged, split or dissolved: who took over; the first, where several did. Its history hangs below. */
  heirId: optionalText,
  /** What it was called before, oldest first; `until` is the first day of the next name. */
  formerNames: z.optional(z.array(z.object({ code: text, name: text, until: localDate }))),
  version: whole,
});
export type Unit = z.infer<typeof unit>;

export const role = z.enum(['head', 'deputy', 'officer', 'viewer', 'admin']);
export type Role = z.infer<typeof role>;

/** Who stands in for a head who is away, from the first to the last day, both included. */
const substitute = z.object({
  userId: text,
  /** Where the substitute has their own place: the head's unit, or the one above it. */
  unitId: text,
  from: localDate,
  to: localDate,
});
export type Substitute = z.infer<typeof substitute>;

/** A person's place in one unit. The same person may have places in several. */
export const member = z.object({
  unitId: text,
  userId: text,
  name: text,
  email: text,
  roles: z.array(role),
  locale: z.enum(['vi', 'en']),
  /** Set after a hard bounce or a complaint: the address is not written to until it is changed. */
  unreachable: z.optional(z.enum(['bounced', 'complained'])),
  /** Of a head; it counts only on the days it names. */
  substitute: z.optional(substitute),
  version: whole,
});
export type Member = z.infer<typeof member>;
