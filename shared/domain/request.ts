import * as z from 'zod/mini';
import { flag, optionalText, text, whole } from './fields.ts';
import { product } from './task.ts';
import { instant, localDate, optionalDate, optionalInstant } from './time.ts';

const said = z.object({ at: instant, byUserId: text, text: text });

const asked = {
  id: text,
  taskId: text,
  at: instant,
  byUserId: text,
  byUnitId: text,
  state: z.enum(['open', 'closed']),
  closedAt: optionalInstant,
};

/** A request to move the deadline (gia hạn). One at a time is open; a `decide` obligation carries its id while it is. */
export const extension = z.object({
  kind: z.literal('extension'),
  ...asked,
  /** Counted on this task from 1, refused and superseded ones included. */
  number: whole,
  reason: text,
  requested: z.object({ date: localDate, dueAt: instant }),
  /** The date that was worked to when it was asked. */
  from: z.object({ date: localDate, dueAt: instant }),
  /** Asked later than the policy wants it. */
  late: flag,
  outcome: z.optional(z.enum(['approved', 'refused', 'superseded'])),
  decision: z.optional(
    z.object({
      at: instant,
      byUserId: text,
      byUnitId: optionalText,
      date: optionalDate,
      reason: optionalText,
    }),
  ),
});
export type Extension = z.infer<typeof extension>;

/** A question or a blocking issue that a superior must answer (kiến nghị). An `answer` obligation carries its id while it is open. */
export const proposal = z.object({
  kind: z.literal('proposal'),
  ...asked,
  text: text,
  /** The body that must answer: the one appealed to, once there is an appeal. */
  addressedToUnitId: text,
  /** The lead cannot go on without the answer: while it waits, the days are the addressee's. */
  blocking: flag,
  outcome: z.optional(z.enum(['answered', 'superseded'])),
  /** Said meanwhile; closes nothing. Oldest first. */
  interim: z.array(said),
  answer: z.optional(said),
  /** One appeal to the next superior, with the answer that it is against, if there was one. */
  appeal: z.optional(
    z.object({
      at: instant,
      byUserId: text,
      reason: text,
      fromUnitId: text,
      against: z.optional(said),
    }),
  ),
});
export type Proposal = z.infer<typeof proposal>;

/** What the lead asks of a coordinating unit (nội dung phối hợp). A `contribute` obligation carries its id while it is open. */
export const contribution = z.object({
  kind: z.literal('contribution'),
  ...asked,
  text: text,
  /** The coordinating unit that is asked. */
  unitId: text,
  outcome: z.optional(z.enum(['contributed', 'superseded'])),
  answer: z.optional(z.extend(said, { products: z.array(product) })),
});
export type Contribution = z.infer<typeof contribution>;

/** A recorded demand of whoever watches to correct a shortcoming (chấn chỉnh). A `rectify` obligation carries its id while it is open. */
export const rectification = z.object({
  kind: z.literal('rectification'),
  ...asked,
  demand: text,
  due: z.object({ date: localDate, dueAt: instant }),
  outcome: z.optional(z.enum(['rectified', 'superseded'])),
  answer: z.optional(said),
});
export type Rectification = z.infer<typeof rectification>;

/** What somebody asks of somebody else about a task. The obligation that it opens points to it by `requestId`. */
export const request = z.discriminatedUnion('kind', [extension, proposal, contribution, rectification]);
export type Request = z.infer<typeof request>;

/** The requests of one kind, in the order in which they are kept. */
export const extensionsOf = (requests: readonly Request[]): Extension[] =>
  requests.filter((each) => each.kind === 'extension');
export const proposalsOf = (requests: readonly Request[]): Proposal[] =>
  requests.filter((each) => each.kind === 'proposal');
export const contributionsOf = (requests: readonly Request[]): Contribution[] =>
  requests.filter((each) => each.kind === 'contribution');
export const rectificationsOf = (requests: readonly Request[]): Rectification[] =>
  requests.filter((each) => each.kind === 'rectification');
