import * as z from 'zod/mini';
import { localDate } from './time.ts';

export const unitKind = z.enum(['authority', 'office', 'monitor', 'unit', 'inspector']);
export type UnitKind = z.infer<typeof unitKind>;

/** A body in the organisation tree. `path` is the materialised path of ids from the root to itself: `/unt_a/unt_b/`. */
export const unit = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: unitKind,
  parentId: z.optional(z.string()),
  path: z.string(),
  /** Fields (lĩnh vực) that a monitor watches; for other kinds, those it works in. */
  fields: z.array(z.string()),
  email: z.optional(z.string()),
  validFrom: localDate,
  /** The first day on which the unit no longer exists. */
  validTo: z.optional(localDate),
  /** Of a unit that was merged, split or dissolved: who took over; the first, where several did. Its history hangs below. */
  heirId: z.optional(z.string()),
  /** What it was called before, oldest first; `until` is the first day of the next name. */
  formerNames: z.optional(z.array(z.object({ code: z.string(), name: z.string(), until: localDate }))),
  version: z.int(),
});
export type Unit = z.infer<typeof unit>;

export const role = z.enum(['head', 'deputy', 'officer', 'viewer', 'admin']);
export type Role = z.infer<typeof role>;

/** Who stands in for a head who is away, from the first to the last day, both included. */
const substitute = z.object({
  userId: z.string(),
  /** Where the substitute has their own place: the head's unit, or the one above it. */
  unitId: z.string(),
  from: localDate,
  to: localDate,
});
export type Substitute = z.infer<typeof substitute>;

/** A person's place in one unit. The same person may have places in several. */
export const member = z.object({
  unitId: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  locale: z.enum(['vi', 'en']),
  /** Set after a hard bounce or a complaint: the address is not written to until it is changed. */
  unreachable: z.optional(z.enum(['bounced', 'complained'])),
  /** Of a head; it counts only on the days it names. */
  substitute: z.optional(substitute),
  version: z.int(),
});
export type Member = z.infer<typeof member>;
