import * as z from 'zod/mini';
import { deadlineKind, traceStep } from '../../../shared/domain/deadline-model.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { localDate } from '../schemas/domain.ts';
import { moment } from './moment.ts';
import { unitRef } from './organisation.ts';

export const deadlineTrace = z
  .object({
    taskId: z.string(),
    raw: z.nullable(z.string()),
    kind: deadlineKind,
    original: z.nullable(localDate),
    current: z.nullable(localDate),
    dueAt: z.nullable(moment),
    extensions: z.int(),
    calendarVersion: z.string(),
    trace: z
      .array(traceStep)
      .with(z.describe('How the date came about: rule by rule, with the days that were skipped.')),
    explanation: z
      .object({ vi: z.array(z.string()), en: z.array(z.string()) })
      .with(z.describe('The same as sentences for people.')),
    held: z
      .array(
        z.object({
          unit: unitRef,
          kind: obligationKind,
          requestId: z
            .nullable(z.string())
            .with(z.describe('The blocking request whose answer was waited for.')),
          from: moment,
          to: moment,
          workingDays: z.int(),
          explanation: z.object({ vi: z.string(), en: z.string() }),
        }),
      )
      .with(
        z.describe('Whose days they were until now: one stretch after the other, each charged to one unit.'),
      ),
  })
  .register(z.globalRegistry, { id: 'DeadlineTrace' });
