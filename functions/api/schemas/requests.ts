import * as z from 'zod/mini';
import { idOf, idsOf, text } from './common.ts';
import { deadline, product } from './tasks.ts';

const reason = text(2000);

/** Bodies of what is asked about a task, and of the answers to it. */
export const requestBodies = {
  extension: z
    .strictObject({ reason, deadline: deadline.with(z.describe('The date asked for.')) })
    .register(z.globalRegistry, { id: 'NewExtension' }),
  decision: z
    .strictObject({
      approved: z.boolean(),
      deadline: z.optional(deadline).with(z.describe('Another date than the one asked for.')),
      reason: z.optional(reason).with(z.describe('Required for a refusal.')),
    })
    .register(z.globalRegistry, { id: 'ExtensionDecision' }),
  proposal: z
    .strictObject({
      text: text(10_000),
      addressedToUnitId: z.optional(idOf('the superior body that must answer; the Office unless given')),
      blocking: z.optional(z.boolean()).with(z.describe('The lead unit cannot go on without the answer.')),
    })
    .register(z.globalRegistry, { id: 'NewProposal' }),
  answer: z
    .strictObject({ text: text(10_000), interim: z.optional(z.boolean()) })
    .register(z.globalRegistry, { id: 'NewProposalAnswer' }),
  contribution: z
    .strictObject({
      unitIds: z.optional(
        idsOf('the coordinating units that are asked; all of them unless given', 100).check(z.minLength(1)),
      ),
      text: text(10_000),
      deadline: z
        .optional(deadline)
        .with(z.describe('Five working days unless given (policy `contribute`).')),
    })
    .register(z.globalRegistry, { id: 'NewContribution' }),
  contributed: z
    .strictObject({ text: text(10_000), products: z.optional(z.array(product).check(z.maxLength(50))) })
    .register(z.globalRegistry, { id: 'NewContributionAnswer' }),
  rectification: z
    .strictObject({
      demand: text(10_000).with(z.describe('The shortcoming, and what is to be done about it.')),
      deadline: deadline.with(z.describe('Until when.')),
    })
    .register(z.globalRegistry, { id: 'NewRectification' }),
  rectified: z
    .strictObject({ text: text(10_000) })
    .register(z.globalRegistry, { id: 'NewRectificationAnswer' }),
  appeal: z.strictObject({ reason }).register(z.globalRegistry, { id: 'Appeal' }),
};
