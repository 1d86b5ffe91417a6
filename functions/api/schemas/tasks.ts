import * as z from 'zod';
import { deadlineInput, namedDate } from '../../../shared/domain/deadline-terms.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { conclusion, qualityRating, taskStatus, timing } from '../../../shared/domain/task.ts';
import {
  digits,
  flag,
  heading,
  idOf,
  idsOf,
  line,
  link,
  momentInput,
  paging,
  several,
  text,
} from './common.ts';
import { oneOf } from './domain.ts';

/** A deadline as a client gives it. */
export const deadline = deadlineInput.meta({
  id: 'DeadlineInput',
  description:
    'The words of the document (`{"raw": "trước ngày 25/12/2026"}`), a date, a number of working days, or any kind with its terms. A text that cannot be read with certainty is refused, never guessed.',
});
const priority = z.enum(['normal', 'high', 'urgent']);

const taskFields = {
  clause: line(200).optional().describe('Where in the directive: section, point, number.'),
  content: text(10_000).describe('The sentence of the directive that assigns the work.'),
  product: text(2000).optional().describe('Required result (sản phẩm).'),
  leadUnitIds: idsOf('the lead units; several make a collective task with one child per unit', 100).min(1),
  coordinatingUnitIds: idsOf('the coordinating units', 100).optional(),
  monitorUnitId: idOf('the monitor; by field unless given').optional(),
  headId: idOf('the answerable person; the lead unit’s head unless given').optional(),
  field: line(200).optional().describe('Field (lĩnh vực).'),
  priority: priority.optional(),
  deadline: deadline.optional(),
  backfill: z.boolean().optional().describe('Allows a deadline that has already passed.'),
};

/** One of `tasks[]` in a new directive. */
export const directiveTask = z.strictObject(taskFields).meta({ id: 'DirectiveTask' });

/** POST /v1/tasks */
export const newTask = z
  .strictObject({
    ...taskFields,
    directiveId: idOf('the directive that assigns it').optional(),
    parentId: idOf('the task that this one is cascaded from').optional(),
    assignerId: idOf('the assigning body, where no document names it; your own unit unless given').optional(),
  })
  .meta({ id: 'NewTask' });

/** POST /v1/directives. The classification is any text here: a secret document is refused by a rule, not for its form. */
export const newDirective = z
  .strictObject({
    number: line(100),
    issuedOn: namedDate,
    issuerId: idOf('the issuing body'),
    title: text(2000),
    classification: line(50).describe('`normal`. Documents marked mật, tối mật or tuyệt mật are refused.'),
    url: link.optional(),
    tasks: z
      .array(directiveTask)
      .max(1000)
      .optional()
      .describe('Registered with the directive, all or none.'),
  })
  .meta({ id: 'NewDirective' });

export const directiveQuery = z.strictObject({ ...paging });

/** PATCH /v1/tasks/{id}: fields left out stay as they are. */
export const taskPatch = z
  .strictObject({
    clause: taskFields.clause,
    content: text(10_000).optional(),
    product: taskFields.product,
    coordinatingUnitIds: taskFields.coordinatingUnitIds,
    monitorUnitId: idOf('the monitor').nullable().optional(),
    headId: taskFields.headId,
    field: taskFields.field,
    priority: taskFields.priority,
    deadline: deadline.optional(),
    reason: text(2000).optional().describe('Required when the deadline changes.'),
  })
  .refine((patch) => Object.entries(patch).some(([key, value]) => key !== 'reason' && value !== undefined), {
    params: { code: 'nothing_to_change' },
  })
  .meta({ id: 'TaskPatch' });

export const taskQuery = z.strictObject({
  ...paging,
  unitId: line(100).optional().describe('Tasks of this unit and everything below it.'),
  role: z
    .enum(['lead', 'coordinating', 'monitor'])
    .optional()
    .describe('What the unit is to the task; any of them unless given.'),
  status: several(oneOf(taskStatus)).describe('One or several, separated by commas.'),
  timing: several(oneOf(timing)).describe('One or several, separated by commas.'),
  directiveId: line(100).optional(),
  parentId: line(100).optional().describe('Children of this task.'),
  seriesId: line(100).optional().describe('Occurrences of this recurring work.'),
  field: line(200).optional(),
  dueBefore: namedDate.optional().describe('Due before this day.'),
  dueAfter: namedDate.optional().describe('Due after this day.'),
  updatedSince: momentInput.optional().describe('Changed at or after this moment.'),
  urgedAtLeast: digits(1, 1000).optional().describe('Urged so many times or more.'),
  ...heading,
});

export const product = z.strictObject({
  number: line(100).optional(),
  date: namedDate.optional(),
  url: link.optional(),
  note: text(2000).optional(),
});
const reason = text(2000);
const note = text(5000).optional();

/** Bodies of POST /v1/tasks/{id}/… by the last word of the path. */
export const actionBodies = {
  acceptance: z.strictObject({ note }).meta({ id: 'Acceptance' }),
  dispute: z
    .strictObject({ reason, suggestedUnitId: idOf('the unit that should lead instead').optional() })
    .meta({ id: 'Dispute' }),
  upholding: z.strictObject({ reason }).meta({ id: 'Upholding' }),
  progress: z
    .strictObject({ note: text(5000), percent: z.int().min(0).max(100).optional() })
    .meta({ id: 'Progress' }),
  submission: z
    .strictObject({
      note,
      products: z.array(product).max(50).optional().describe('What proves the result.'),
      lateReason: text(2000).optional().describe('Why it is late, if it is.'),
    })
    .meta({ id: 'Submission' }),
  confirmation: z
    .strictObject({
      note,
      quality: oneOf(qualityRating).optional().describe('How good the result is.'),
      reasons: text(5000).optional().describe('Required with `quality`.'),
    })
    .meta({ id: 'Confirmation' }),
  conclusions: z
    .strictObject({
      nature: text(5000),
      degree: conclusion.shape.degree,
      cause: text(5000),
      responsibility: text(5000),
      document: product.optional().describe('The document that carries the conclusion.'),
    })
    .meta({ id: 'NewConclusion' }),
  return: z.strictObject({ reason, deadline: deadline }).meta({ id: 'Return' }),
  urges: z
    .strictObject({
      note: text(2000).optional(),
      obligationId: idOf('the obligation to urge; the one that the task waits for unless given').optional(),
    })
    .meta({ id: 'Urge' }),
  suspension: z.strictObject({ reason }).meta({ id: 'Suspension' }),
  resumption: z
    .strictObject({ reason: reason.optional(), deadline: deadline.optional() })
    .meta({ id: 'Resumption' }),
  cancellation: z.strictObject({ reason }).meta({ id: 'Cancellation' }),
  reassignment: z
    .strictObject({
      leadUnitId: idOf('the new lead unit'),
      reason,
      headId: taskFields.headId,
      deadline: deadline.optional(),
    })
    .meta({ id: 'Reassignment' }),
};

export const obligationQuery = z.strictObject({
  ...paging,
  holder: z.literal('me').optional().describe('Held by the units in which you have a place.'),
  unitId: line(100).optional().describe('Held by this unit or one below it.'),
  kind: several(oneOf(obligationKind)).describe('One or several, separated by commas.'),
  dueBefore: namedDate.optional().describe('Due before this day.'),
  overdue: flag.optional().describe('`true`: only what is past its due moment; `false`: only what is not.'),
});
