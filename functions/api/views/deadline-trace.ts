import * as z from 'zod';
import { deadlineKind, traceStep } from '../../../shared/domain/deadline-model.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { localDate } from '../schemas/domain.ts';
import { moment } from './moment.ts';
import { unitRef } from './organisation.ts';

export const deadlineTrace = z
  .object({
    taskId: z.string(),
    raw: z.string().nullable(),
    kind: deadlineKind,
    original: localDate.nullable(),
    current: localDate.nullable(),
    dueAt: moment.nullable(),
    extensions: z.int(),
    calendarVersion: z.string(),
    trace: z
      .array(traceStep)
      .describe('How the date came about: rule by rule, with the days that were skipped.'),
    explanation: z
      .object({ vi: z.array(z.string()), en: z.array(z.string()) })
      .describe('The same as sentences for people.'),
    held: z
      .array(
        z.object({
          unit: unitRef,
          kind: obligationKind,
          requestId: z.string().nullable().describe('The blocking request whose answer was waited for.'),
          from: moment,
          to: moment,
          workingDays: z.int(),
          explanation: z.object({ vi: z.string(), en: z.string() }),
        }),
      )
      .describe('Whose days they were until now: one stretch after the other, each charged to one unit.'),
  })
  .meta({ id: 'DeadlineTrace' });
