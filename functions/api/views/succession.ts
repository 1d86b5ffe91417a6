import * as z from 'zod/mini';
import type { Estate } from '../../../shared/actions/succession.ts';
import { openObligations } from '../../../shared/domain/decide/context.ts';
import type { Directory } from '../../../shared/domain/directory.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { type Succession, successionKind } from '../../../shared/domain/succession-model.ts';
import { taskStatus } from '../../../shared/domain/task.ts';
import { role } from '../../../shared/domain/unit.ts';
import { localDate } from '../schemas/domain.ts';
import { moment, momentIn } from './moment.ts';
import { unitRef, unitRefOf } from './organisation.ts';

const fields = {
  id: z.string(),
  unit: unitRef,
  kind: successionKind,
  on: localDate.with(z.describe('The first day of the new order.')),
  heirs: z.array(unitRef).with(z.describe('Who takes over; the first takes what no assignment names.')),
  assignments: z.array(
    z.object({ unitId: z.string(), taskIds: z.array(z.string()), fields: z.array(z.string()) }),
  ),
  newName: z.nullable(z.object({ code: z.string(), name: z.string() })),
  moveMembers: z.boolean(),
  reason: z.string(),
};

export const successionView = z
  .object({
    ...fields,
    orderedAt: moment,
    byUserId: z.string(),
    state: z
      .enum(['planned', 'underway', 'done'])
      .with(z.describe('`underway`: in force, and looked through once more by the next daily run.')),
  })
  .register(z.globalRegistry, { id: 'Succession' });

type View = { directory: Directory; timeZone: string };

export function viewSuccession(each: Succession, view: View): z.input<typeof successionView> {
  const { orderedAt, byUserId, state } = each;
  return { ...common(each, view), orderedAt: momentIn(view.timeZone, orderedAt), byUserId, state };
}

function common(each: Succession, { directory }: View) {
  const { id, kind, on, assignments, moveMembers, reason } = each;
  return {
    ...{ id, kind, on, assignments, moveMembers, reason },
    unit: unitRefOf(directory, each.unitId),
    heirs: each.heirIds.map((heir) => unitRefOf(directory, heir)),
    newName: each.newName ?? null,
  };
}

export const estateView = z
  .object({
    ...fields,
    tasks: z
      .array(
        z.object({
          id: z.string(),
          code: z.string(),
          content: z.string(),
          status: taskStatus,
          due: z.nullable(localDate),
          heir: z.nullable(unitRef),
        }),
      )
      .with(z.describe('Open tasks in which it leads, takes part, watches or owes something.')),
    obligations: z.array(
      z.object({
        id: z.string(),
        taskId: z.string(),
        kind: obligationKind,
        due: z.nullable(localDate),
        heir: z.nullable(unitRef),
      }),
    ),
    members: z.array(z.object({ userId: z.string(), name: z.string(), roles: z.array(role) })),
    children: z.array(unitRef).with(z.describe('Units below it, which come below the first heir.')),
  })
  .register(z.globalRegistry, {
    id: 'Estate',
    description: 'What a unit owes and has, and who would take it over.',
  });

export function viewEstate(estate: Estate, view: View): z.input<typeof estateView> {
  const units = new Map([
    ...view.directory.units,
    ...estate.newUnits.map((each) => [each.id, each] as const),
  ]);
  const seen = { ...view, directory: { ...view.directory, units } };
  const heir = (id: string | undefined) => (id ? unitRefOf(seen.directory, id) : null);
  const { unitId } = estate.succession;
  return {
    ...common(estate.succession, seen),
    tasks: estate.tasks.map(({ aggregate: { task }, heirId }) => ({
      ...{ id: task.id, code: task.code, content: task.content, status: task.status },
      due: task.deadline.current?.date ?? null,
      heir: heir(heirId),
    })),
    obligations: estate.tasks.flatMap(({ aggregate, heirId }) =>
      openObligations(aggregate.obligations)
        .filter((each) => each.holderUnitId === unitId)
        .map(({ id, taskId, kind, due }) => ({
          ...{ id, taskId, kind },
          due: due?.date ?? null,
          heir: heir(heirId),
        })),
    ),
    members: estate.members.map(({ userId, name, roles }) => ({ userId, name, roles })),
    children: estate.children.map((each) => unitRefOf(view.directory, each.id)),
  };
}
