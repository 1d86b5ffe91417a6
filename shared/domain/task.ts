import * as z from 'zod/mini';
import { deadline } from './deadline-model.ts';
import { flag, optionalText, text, whole } from './fields.ts';
import { standing } from './standing.ts';
import { instant, localDate, optionalDate, optionalInstant } from './time.ts';

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
  number: optionalText,
  date: optionalDate,
  url: optionalText,
  note: optionalText,
});

export const verdict = z.object({
  /** When the finally accepted submission was made: lateness is judged at this moment. */
  submittedAt: instant,
  againstOriginal: z.enum(['on_time', 'late', 'none']),
  againstCurrent: z.enum(['on_time', 'late', 'none']),
  daysLateOriginal: whole,
  daysLateCurrent: whole,
});
export type Verdict = z.infer<typeof verdict>;

/** good: vượt yêu cầu; satisfactory: đạt; poor: đạt nhưng còn thiếu sót. */
export const qualityRating = z.enum(['good', 'satisfactory', 'poor']);

/** The conclusion of an inspection: nature, degree, cause and responsibility (tính chất, mức độ, nguyên nhân, trách nhiệm). */
export const conclusion = z.object({
  at: instant,
  byUserId: text,
  byUnitId: optionalText,
  nature: text,
  degree: z.enum(['minor', 'serious', 'very_serious', 'extremely_serious']),
  cause: text,
  responsibility: text,
  /** The document that carries it, if there is one. */
  document: z.optional(product),
});
export type Conclusion = z.infer<typeof conclusion>;

/** One assigned piece of work (nhiệm vụ), tied to the sentence of the directive that assigns it. */
export const task = z.object({
  id: text,
  code: text,
  /** The assigning document, copied so that a task reads whole without a second look-up. */
  directive: z.optional(z.object({ id: text, number: text, issuedOn: localDate, title: text })),
  /** The body that assigned it: the directive's issuer, or the unit of whoever registered or cascaded it. */
  assignerUnitId: text,
  clause: optionalText,
  content: text,
  product: optionalText,
  /** For a collective task, the body that assigned it. */
  leadUnitId: text,
  /** Of a collective task: the lead units of its children. */
  leadUnitIds: z.optional(z.array(text)),
  /** Earlier lead units, oldest first; with `successionId` those in whose place the next one leads. */
  formerLeads: z.array(
    z.object({
      unitId: text,
      until: instant,
      reason: text,
      successionId: optionalText,
    }),
  ),
  coordinatingUnitIds: z.array(text),
  monitorUnitId: optionalText,
  /** The answerable person; absent while the lead unit has no head. */
  headId: optionalText,
  field: optionalText,
  priority: z.enum(['normal', 'high', 'urgent']),
  parentId: optionalText,
  /** A collective task has one child per lead unit and nothing to do itself; it rolls its children up. */
  collective: flag,
  /** Of a parent: how many tasks were ever assigned under it. */
  children: z.optional(whole),
  /**
   * Of recurring work: every occurrence is a task of its own. `code` is that of the first one, `next` the occurrence that
   * followed this one.
   */
  occurrence: z.optional(z.object({ seriesId: text, code: text, number: whole, next: optionalText })),
  status: taskStatus,
  /** The state to come back to when resumed. */
  suspendedFrom: z.optional(taskStatus),
  suspendedAt: optionalInstant,
  /** The obligations that the suspension ended, to be opened again by the resumption. */
  suspendedDuties: z.optional(z.array(text)),
  deadline,
  /** Which of the five clarities (5 rõ) it lacks: task, lead, coordination, deadline, product. */
  unclear: z.array(z.enum(['task', 'lead', 'coordination', 'deadline', 'product'])),
  acceptedBySilence: z.optional(flag),
  progress: z.optional(z.object({ percent: z.optional(whole), note: text, at: instant, byUserId: text })),
  submission: z.optional(
    z.object({
      at: instant,
      byUserId: text,
      note: optionalText,
      products: z.array(product),
      lateReason: optionalText,
    }),
  ),
  dispute: z.optional(
    z.object({
      at: instant,
      byUserId: text,
      reason: text,
      suggestedUnitId: optionalText,
    }),
  ),
  /** The latest return of a submission. */
  returned: z.optional(z.object({ at: instant, byUserId: text, reason: text, date: localDate })),
  returns: whole,
  verdict: z.optional(verdict),
  /** How good the result is, as the confirmation rates it. */
  quality: z.optional(z.object({ rating: qualityRating, reasons: text, at: instant, byUserId: text })),
  /** What an inspection found about the task, oldest first. */
  conclusions: z.optional(z.array(conclusion)),
  urgings: whole,
  /** Highest rung of the open obligation's ladder, and whether it went on the agenda. */
  rung: whole,
  agendaAt: optionalInstant,
  closedAt: optionalInstant,
  createdAt: instant,
  updatedAt: instant,
  /** What a client's ETag speaks of: changes with every visible change. */
  version: whole,
  /** Head of the event chain; every commit conditions on `seq`, also those (reminders) that leave `version` alone. */
  chain: z.object({ seq: whole, hash: text }),
  /** Where it stood from which day on, oldest first: what reports of past days are listed by. Kept by the commit. */
  standings: z.optional(z.array(standing)),
  batch: optionalText,
});
export type Task = z.infer<typeof task>;
