import * as z from 'zod';
import { idOf, text } from './common.ts';
import { deadline } from './tasks.ts';

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
  appeal: z.strictObject({ reason }).meta({ id: 'Appeal' }),
};
