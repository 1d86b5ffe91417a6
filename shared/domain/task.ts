import * as z from 'zod';
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
  number: z.string().optional(),
  date: localDate.optional(),
  url: z.string().optional(),
  note: z.string().optional(),
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
  byUnitId: z.string().optional(),
  nature: z.string(),
  degree: z.enum(['minor', 'serious', 'very_serious', 'extremely_serious']),
  cause: z.string(),
  responsibility: z.string(),
  /** The document that carries it, if there is one. */
  document: product.optional(),
});
export type Conclusion = z.infer<typeof conclusion>;

/** One assigned piece of work (nhiệm vụ), tied to the sentence of the directive that assigns it. */
export const task = z.object({
  id: z.string(),
  code: z.string(),
  /** The assigning document, copied so that a task reads whole without a second look-up. */
  directive: z
    .object({ id: z.string(), number: z.string(), issuedOn: localDate, title: z.string() })
    .optional(),
  /** The body that assigned it: the directive's issuer, or the unit of whoever registered or cascaded it. */
  assignerUnitId: z.string(),
  clause: z.string().optional(),
  content: z.string(),
  product: z.string().optional(),
  /** For a collective task, the body that assigned it. */
  leadUnitId: z.string(),
  /** Of a collective task: the lead units of its children. */
  leadUnitIds: z.array(z.string()).optional(),
  /** Earlier lead units, oldest first. */
  formerLeads: z.array(z.object({ unitId: z.string(), until: instant, reason: z.string() })),
  coordinatingUnitIds: z.array(z.string()),
  monitorUnitId: z.string().optional(),
  /** The answerable person; absent while the lead unit has no head. */
  headId: z.string().optional(),
  field: z.string().optional(),
  priority: z.enum(['normal', 'high', 'urgent']),
  parentId: z.string().optional(),
  /** A collective task has one child per lead unit and nothing to do itself; it rolls its children up. */
  collective: z.boolean(),
  /** Of a parent: how many tasks were ever assigned under it. */
  children: z.int().optional(),
  /**
   * Of recurring work: every occurrence is a task of its own. `code` is that of the first one, `next` the occurrence that
   * followed this one.
   */
  occurrence: z
    .object({ seriesId: z.string(), code: z.string(), number: z.int(), next: z.string().optional() })
    .optional(),
  status: taskStatus,
  /** The state to come back to when resumed. */
  suspendedFrom: taskStatus.optional(),
  suspendedAt: instant.optional(),
  /** The obligations that the suspension ended, to be opened again by the resumption. */
  suspendedDuties: z.array(z.string()).optional(),
  deadline,
  /** Which of the five clarities (5 rõ) it lacks: task, lead, coordination, deadline, product. */
  unclear: z.array(z.enum(['task', 'lead', 'coordination', 'deadline', 'product'])),
  acceptedBySilence: z.boolean().optional(),
  progress: z
    .object({ percent: z.int().optional(), note: z.string(), at: instant, byUserId: z.string() })
    .optional(),
  submission: z
    .object({
      at: instant,
      byUserId: z.string(),
      note: z.string().optional(),
      products: z.array(product),
      lateReason: z.string().optional(),
    })
    .optional(),
  dispute: z
    .object({ at: instant, byUserId: z.string(), reason: z.string(), suggestedUnitId: z.string().optional() })
    .optional(),
  /** The latest return of a submission. */
  returned: z.object({ at: instant, byUserId: z.string(), reason: z.string(), date: localDate }).optional(),
  returns: z.int(),
  verdict: verdict.optional(),
  /** How good the result is, as the confirmation rates it. */
  quality: z
    .object({ rating: qualityRating, reasons: z.string(), at: instant, byUserId: z.string() })
    .optional(),
  /** What an inspection found about the task, oldest first. */
  conclusions: z.array(conclusion).optional(),
  urgings: z.int(),
  /** Highest rung of the open obligation's ladder, and whether it went on the agenda. */
  rung: z.int(),
  agendaAt: instant.optional(),
  closedAt: instant.optional(),
  createdAt: instant,
  updatedAt: instant,
  /** What a client's ETag speaks of: changes with every visible change. */
  version: z.int(),
  /** Head of the event chain; every commit conditions on `seq`, also those (reminders) that leave `version` alone. */
  chain: z.object({ seq: z.int(), hash: z.string() }),
  /** Where it stood from which day on, oldest first: what reports of past days are listed by. Kept by the commit. */
  standings: z.array(standing).optional(),
  batch: z.string().optional(),
});
export type Task = z.infer<typeof task>;
