import * as z from 'zod/mini';
import { deadline } from './deadline-model.ts';
import { standing } from './standing.ts';
import { instant, localDate } from './time.ts';

export const taskStatus = z.enum([
  'assigned',
  'disputed',
  'accepted',
  'in_progress',
  'submitted',
  'returned',
  'suspended',
  'completed',
  'cancelled',
]);
export type TaskStatus = z.infer<typeof taskStatus>;

export const timing = z.enum(['on_track', 'due_soon', 'overdue', 'on_time', 'late', 'none']);
export type Timing = z.infer<typeof timing>;

/** What proves the required result: a document number and date, a link, a file. */
export const product = z.object({
  number: z.optional(z.string()),
  date: z.optional(localDate),
  url: z.optional(z.string()),
  note: z.optional(z.string()),
});

export const verdict = z.object({
  /** When the finally accepted submission was made: lateness is judged at this moment. */
  submittedAt: instant,
  againstOriginal: z.enum(['on_time', 'late', 'none']),
  againstCurrent: z.enum(['on_time', 'late', 'none']),
  daysLateOriginal: z.int(),
  daysLateCurrent: z.int(),
});
export type Verdict = z.infer<typeof verdict>;

/** good: vượt yêu cầu; satisfactory: đạt; poor: đạt nhưng còn thiếu sót. */
export const qualityRating = z.enum(['good', 'satisfactory', 'poor']);

/** The conclusion of an inspection: nature, degree, cause and responsibility (tính chất, mức độ, nguyên nhân, trách nhiệm). */
export const conclusion = z.object({
  at: instant,
  byUserId: z.string(),
  byUnitId: z.optional(z.string()),
  nature: z.string(),
  degree: z.enum(['minor', 'serious', 'very_serious', 'extremely_serious']),
  cause: z.string(),
  responsibility: z.string(),
  /** The document that carries it, if there is one. */
  document: z.optional(product),
});
export type Conclusion = z.infer<typeof conclusion>;

/** One assigned piece of work (nhiệm vụ), tied to the sentence of the directive that assigns it. */
export const task = z.object({
  id: z.string(),
  code: z.string(),
  /** The assigning document, copied so that a task reads whole without a second look-up. */
  directive: z.optional(
    z.object({ id: z.string(), number: z.string(), issuedOn: localDate, title: z.string() }),
  ),
  /** The body that assigned it: the directive's issuer, or the unit of whoever registered or cascaded it. */
  assignerUnitId: z.string(),
  clause: z.optional(z.string()),
  content: z.string(),
  product: z.optional(z.string()),
  /** For a collective task, the body that assigned it. */
  leadUnitId: z.string(),
  /** Of a collective task: the lead units of its children. */
  leadUnitIds: z.optional(z.array(z.string())),
  /** Earlier lead units, oldest first; with `successionId` those in whose place the next one leads. */
  formerLeads: z.array(
    z.object({
      unitId: z.string(),
      until: instant,
      reason: z.string(),
      successionId: z.optional(z.string()),
    }),
  ),
  coordinatingUnitIds: z.array(z.string()),
  monitorUnitId: z.optional(z.string()),
  /** The answerable person; absent while the lead unit has no head. */
  headId: z.optional(z.string()),
  field: z.optional(z.string()),
  priority: z.enum(['normal', 'high', 'urgent']),
  parentId: z.optional(z.string()),
  /** A collective task has one child per lead unit and nothing to do itself; it rolls its children up. */
  collective: z.boolean(),
  /** Of a parent: how many tasks were ever assigned under it. */
  children: z.optional(z.int()),
  /**
   * Of recurring work: every occurrence is a task of its own. `code` is that of the first one, `next` the occurrence that
   * followed this one.
   */
  occurrence: z.optional(
    z.object({ seriesId: z.string(), code: z.string(), number: z.int(), next: z.optional(z.string()) }),
  ),
  status: taskStatus,
  /** The state to come back to when resumed. */
  suspendedFrom: z.optional(taskStatus),
  suspendedAt: z.optional(instant),
  /** The obligations that the suspension ended, to be opened again by the resumption. */
  suspendedDuties: z.optional(z.array(z.string())),
  deadline,
  /** Which of the five clarities (5 rõ) it lacks: task, lead, coordination, deadline, product. */
  unclear: z.array(z.enum(['task', 'lead', 'coordination', 'deadline', 'product'])),
  acceptedBySilence: z.optional(z.boolean()),
  progress: z.optional(
    z.object({ percent: z.optional(z.int()), note: z.string(), at: instant, byUserId: z.string() }),
  ),
  submission: z.optional(
    z.object({
      at: instant,
      byUserId: z.string(),
      note: z.optional(z.string()),
      products: z.array(product),
      lateReason: z.optional(z.string()),
    }),
  ),
  dispute: z.optional(
    z.object({
      at: instant,
      byUserId: z.string(),
      reason: z.string(),
      suggestedUnitId: z.optional(z.string()),
    }),
  ),
  /** The latest return of a submission. */
  returned: z.optional(z.object({ at: instant, byUserId: z.string(), reason: z.string(), date: localDate })),
  returns: z.int(),
  verdict: z.optional(verdict),
  /** How good the result is, as the confirmation rates it. */
  quality: z.optional(
    z.object({ rating: qualityRating, reasons: z.string(), at: instant, byUserId: z.string() }),
  ),
  /** What an inspection found about the task, oldest first. */
  conclusions: z.optional(z.array(conclusion)),
  urgings: z.int(),
  /** Highest rung of the open obligation's ladder, and whether it went on the agenda. */
  rung: z.int(),
  agendaAt: z.optional(instant),
  closedAt: z.optional(instant),
  createdAt: instant,
  updatedAt: instant,
  /** What a client's ETag speaks of: changes with every visible change. */
  version: z.int(),
  /** Head of the event chain; every commit conditions on `seq`, also those (reminders) that leave `version` alone. */
  chain: z.object({ seq: z.int(), hash: z.string() }),
  /** Where it stood from which day on, oldest first: what reports of past days are listed by. Kept by the commit. */
  standings: z.optional(z.array(standing)),
  batch: z.optional(z.string()),
});
export type Task = z.infer<typeof task>;
