import * as z from 'zod/mini';
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
export const deadline = deadlineInput.register(z.globalRegistry, {
  id: 'DeadlineInput',
  description:
    'The words of the document (`{"raw": "trước ngày 25/12/2026"}`), a date, a number of working days, or any kind with its terms. A text that cannot be read with certainty is refused, never guessed.',
});
const priority = z.enum(['normal', 'high', 'urgent']);

const taskFields = {
  clause: z.optional(line(200)).with(z.describe('Where in the directive: section, point, number.')),
  content: text(10_000).with(z.describe('The sentence of the directive that assigns the work.')),
  product: z.optional(text(2000)).with(z.describe('Required result (sản phẩm).')),
  leadUnitIds: idsOf('the lead units; several make a collective task with one child per unit', 100).check(
    z.minLength(1),
  ),
  coordinatingUnitIds: z.optional(idsOf('the coordinating units', 100)),
  monitorUnitId: z.optional(idOf('the monitor; by field unless given')),
  headId: z.optional(idOf('the answerable person; the lead unit’s head unless given')),
  field: z.optional(line(200)).with(z.describe('Field (lĩnh vực).')),
  priority: z.optional(priority),
  deadline: z.optional(deadline),
  backfill: z.optional(z.boolean()).with(z.describe('Allows a deadline that has already passed.')),
};

/** One of `tasks[]` in a new directive. */
export const directiveTask = z.strictObject(taskFields).register(z.globalRegistry, { id: 'DirectiveTask' });

/** POST /v1/tasks */
export const newTask = z
  .strictObject({
    ...taskFields,
    directiveId: z.optional(idOf('the directive that assigns it')),
    parentId: z.optional(idOf('the task that this one is cascaded from')),
    assignerId: z.optional(
      idOf('the assigning body, where no document names it; your own unit unless given'),
    ),
  })
  .register(z.globalRegistry, { id: 'NewTask' });

/** POST /v1/directives. The classification is any text here: a secret document is refused by a rule, not for its form. */
export const newDirective = z
  .strictObject({
    number: line(100),
    issuedOn: namedDate,
    issuerId: idOf('the issuing body'),
    title: text(2000),
    classification: line(50).with(
      z.describe('`normal`. Documents marked mật, tối mật or tuyệt mật are refused.'),
    ),
    url: z.optional(link),
    tasks: z
      .optional(z.array(directiveTask).check(z.maxLength(1000)))
      .with(z.describe('Registered with the directive, all or none.')),
  })
  .register(z.globalRegistry, { id: 'NewDirective' });

export const directiveQuery = z.strictObject({ ...paging });

/** PATCH /v1/tasks/{id}: fields left out stay as they are. */
export const taskPatch = z
  .strictObject({
    clause: taskFields.clause,
    content: z.optional(text(10_000)),
    product: taskFields.product,
    coordinatingUnitIds: taskFields.coordinatingUnitIds,
    monitorUnitId: z.optional(z.nullable(idOf('the monitor'))),
    headId: taskFields.headId,
    field: taskFields.field,
    priority: taskFields.priority,
    deadline: z.optional(deadline),
    reason: z.optional(text(2000)).with(z.describe('Required when the deadline changes.')),
  })
  .check(
    z.refine(
      (patch) => Object.entries(patch).some(([key, value]) => key !== 'reason' && value !== undefined),
      {
        params: { code: 'nothing_to_change' },
      },
    ),
  )
  .register(z.globalRegistry, { id: 'TaskPatch' });

export const taskQuery = z.strictObject({
  ...paging,
  unitId: z.optional(line(100)).with(z.describe('Tasks of this unit and everything below it.')),
  role: z
    .optional(z.enum(['lead', 'coordinating', 'monitor']))
    .with(z.describe('What the unit is to the task; any of them unless given.')),
  status: several(oneOf(taskStatus)).with(z.describe('One or several, separated by commas.')),
  timing: several(oneOf(timing)).with(z.describe('One or several, separated by commas.')),
  directiveId: z.optional(line(100)),
  parentId: z.optional(line(100)).with(z.describe('Children of this task.')),
  seriesId: z.optional(line(100)).with(z.describe('Occurrences of this recurring work.')),
  field: z.optional(line(200)),
  dueBefore: z.optional(namedDate).with(z.describe('Due before this day.')),
  dueAfter: z.optional(namedDate).with(z.describe('Due after this day.')),
  updatedSince: z.optional(momentInput).with(z.describe('Changed at or after this moment.')),
  urgedAtLeast: z.optional(digits(1, 1000)).with(z.describe('Urged so many times or more.')),
  ...heading,
});

export const product = z.strictObject({
  number: z.optional(line(100)),
  date: z.optional(namedDate),
  url: z.optional(link),
  note: z.optional(text(2000)),
});
const reason = text(2000);
const note = z.optional(text(5000));

/** Bodies of POST /v1/tasks/{id}/… by the last word of the path. */
export const actionBodies = {
  acceptance: z.strictObject({ note }).register(z.globalRegistry, { id: 'Acceptance' }),
  dispute: z
    .strictObject({ reason, suggestedUnitId: z.optional(idOf('the unit that should lead instead')) })
    .register(z.globalRegistry, { id: 'Dispute' }),
  upholding: z.strictObject({ reason }).register(z.globalRegistry, { id: 'Upholding' }),
  progress: z
    .strictObject({ note: text(5000), percent: z.optional(z.int().check(z.gte(0), z.lte(100))) })
    .register(z.globalRegistry, { id: 'Progress' }),
  submission: z
    .strictObject({
      note,
      products: z
        .optional(z.array(product).check(z.maxLength(50)))
        .with(z.describe('What proves the result.')),
      lateReason: z.optional(text(2000)).with(z.describe('Why it is late, if it is.')),
    })
    .register(z.globalRegistry, { id: 'Submission' }),
  confirmation: z
    .strictObject({
      note,
      quality: z.optional(oneOf(qualityRating)).with(z.describe('How good the result is.')),
      reasons: z.optional(text(5000)).with(z.describe('Required with `quality`.')),
    })
    .register(z.globalRegistry, { id: 'Confirmation' }),
  conclusions: z
    .strictObject({
      nature: text(5000),
      degree: conclusion.shape.degree,
      cause: text(5000),
      responsibility: text(5000),
      document: z.optional(product).with(z.describe('The document that carries the conclusion.')),
    })
    .register(z.globalRegistry, { id: 'NewConclusion' }),
  return: z.strictObject({ reason, deadline: deadline }).register(z.globalRegistry, { id: 'Return' }),
  urges: z
    .strictObject({
      note: z.optional(text(2000)),
      obligationId: z.optional(idOf('the obligation to urge; the one that the task waits for unless given')),
    })
    .register(z.globalRegistry, { id: 'Urge' }),
  suspension: z.strictObject({ reason }).register(z.globalRegistry, { id: 'Suspension' }),
  resumption: z
    .strictObject({ reason: z.optional(reason), deadline: z.optional(deadline) })
    .register(z.globalRegistry, { id: 'Resumption' }),
  cancellation: z.strictObject({ reason }).register(z.globalRegistry, { id: 'Cancellation' }),
  reassignment: z
    .strictObject({
      leadUnitId: idOf('the new lead unit'),
      reason,
      headId: taskFields.headId,
      deadline: z.optional(deadline),
    })
    .register(z.globalRegistry, { id: 'Reassignment' }),
};

export const obligationQuery = z.strictObject({
  ...paging,
  holder: z.optional(z.literal('me')).with(z.describe('Held by the units in which you have a place.')),
  unitId: z.optional(line(100)).with(z.describe('Held by this unit or one below it.')),
  kind: several(oneOf(obligationKind)).with(z.describe('One or several, separated by commas.')),
  dueBefore: z.optional(namedDate).with(z.describe('Due before this day.')),
  overdue: z
    .optional(flag)
    .with(z.describe('`true`: only what is past its due moment; `false`: only what is not.')),
});
