import * as z from 'zod';
import { idOf, idsOf, text } from './common.ts';
import { deadline, product } from './tasks.ts';

const reason = text(2000);

/** Bodies of what is asked about a task, and of the answers to it. */
export const requestBodies = {
  extension: z
    .strictObject({ reason, deadline: deadline.describe('The date asked for.') })
    .meta({ id: 'NewExtension' }),
  decision: z
    .strictObject({
      approved: z.boolean(),
      deadline: deadline.optional().describe('Another date than the one asked for.'),
      reason: reason.optional().describe('Required for a refusal.'),
    })
    .meta({ id: 'ExtensionDecision' }),
  proposal: z
    .strictObject({
      text: text(10_000),
      addressedToUnitId: idOf('the superior body that must answer; the Office unless given').optional(),
      blocking: z.boolean().optional().describe('The lead unit cannot go on without the answer.'),
    })
    .meta({ id: 'NewProposal' }),
  answer: z
    .strictObject({ text: text(10_000), interim: z.boolean().optional() })
    .meta({ id: 'NewProposalAnswer' }),
  contribution: z
    .strictObject({
      unitIds: idsOf('the coordinating units that are asked; all of them unless given', 100)
        .min(1)
        .optional(),
      text: text(10_000),
      deadline: deadline.optional().describe('Five working days unless given (policy `contribute`).'),
    })
    .meta({ id: 'NewContribution' }),
  contributed: z
    .strictObject({ text: text(10_000), products: z.array(product).max(50).optional() })
    .meta({ id: 'NewContributionAnswer' }),
  rectification: z
    .strictObject({
      demand: text(10_000).describe('The shortcoming, and what is to be done about it.'),
      deadline: deadline.describe('Until when.'),
    })
    .meta({ id: 'NewRectification' }),
  rectified: z.strictObject({ text: text(10_000) }).meta({ id: 'NewRectificationAnswer' }),
  appeal: z.strictObject({ reason }).meta({ id: 'Appeal' }),
};
