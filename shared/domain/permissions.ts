import { type Directory, inSubtree, standingUnit, watches } from './directory.ts';
import { Refusal } from './refusal.ts';
import type { Task, TaskStatus } from './task.ts';
import type { Member, Role } from './unit.ts';

/** A person's place, or the head's place that they hold today for somebody who is away. */
export type Membership = Member & { onBehalfOf?: string };

/** Who is asking, with every place that the person has in the organisation: their own first, then those held for others. */
export type Principal = { userId: string; administrator: boolean; memberships: Membership[] };

/** What a person is to a task, through one of their units. `holder`: of the duty that the action answers. */
export type Party =
  | 'lead'
  | 'coordinating'
  | 'superior'
  | 'assigner'
  | 'monitor'
  | 'office'
  | 'authority'
  | 'inspector'
  | 'holder'
  | 'administrator';

export type TaskAction =
  | 'accept'
  | 'dispute'
  | 'decideDispute'
  | 'progress'
  | 'submit'
  | 'confirm'
  | 'return'
  | 'urge'
  | 'suspend'
  | 'resume'
  | 'cancel'
  | 'reassign'
  | 'change'
  | 'requestExtension'
  | 'decideExtension'
  | 'raiseProposal'
  | 'answerProposal'
  | 'appealProposal'
  | 'cascade'
  | 'addLeads'
  | 'askContribution'
  | 'contribute'
  | 'conclude'
  | 'demandRectification'
  | 'answerRectification';

type Rule = { from: readonly TaskStatus[]; parties: Partial<Record<Party, readonly Role[]>> };

const staff: readonly Role[] = ['head', 'deputy', 'officer'];
const heads: readonly Role[] = ['head', 'deputy'];
const assignerSide = { assigner: staff, office: staff, authority: staff } as const;
const underWay: readonly TaskStatus[] = ['accepted', 'in_progress', 'returned'];
const open: readonly TaskStatus[] = [
  'assigned',
  'disputed',
  'accepted',
  'in_progress',
  'submitted',
  'returned',
];

/**
 * Who may do what in which state. Everything not listed is refused. Only the assigner's side confirms or returns, and
 * nobody decides on the work of a unit they belong to, whatever else they are: see {@link notOwnWork}.
 */
export const permissions: Readonly<Record<TaskAction, Rule>> = {
  accept: { from: ['assigned'], parties: { lead: staff } },
  dispute: { from: ['assigned'], parties: { lead: heads } },
  decideDispute: { from: ['disputed'], parties: assignerSide },
  progress: { from: underWay, parties: { lead: staff } },
  submit: { from: underWay, parties: { lead: staff } },
  confirm: { from: ['submitted'], parties: { ...assignerSide, monitor: staff } },
  return: { from: ['submitted'], parties: { ...assignerSide, monitor: staff } },
  urge: { from: open, parties: { ...assignerSide, monitor: staff, superior: staff } },
  suspend: { from: open, parties: { ...assignerSide, administrator: ['admin'] } },
  resume: { from: ['suspended'], parties: { ...assignerSide, administrator: ['admin'] } },
  cancel: { from: [...open, 'suspended'], parties: { ...assignerSide, administrator: ['admin'] } },
  reassign: { from: [...open, 'suspended'], parties: { ...assignerSide, administrator: ['admin'] } },
  change: { from: [...open, 'suspended'], parties: { ...assignerSide, administrator: ['admin'] } },
  requestExtension: { from: underWay, parties: { lead: heads } },
  decideExtension: { from: underWay, parties: { holder: staff, authority: staff } },
  raiseProposal: { from: underWay, parties: { lead: staff } },
  answerProposal: { from: underWay, parties: { holder: staff, authority: staff } },
  appealProposal: { from: underWay, parties: { lead: heads } },
  cascade: { from: underWay, parties: { lead: staff } },
  askContribution: { from: underWay, parties: { lead: staff } },
  contribute: { from: underWay, parties: { holder: staff } },
  demandRectification: { from: open, parties: { ...assignerSide, monitor: staff, superior: staff } },
  answerRectification: { from: open, parties: { lead: staff } },
  conclude: {
    from: [...open, 'suspended', 'completed', 'cancelled'],
    parties: { office: staff, authority: staff },
  },
  addLeads: { from: ['in_progress', 'completed'], parties: assignerSide },
};

/** What may be done to a collective task itself; everything else is done to its children. */
export const onCollective: readonly TaskAction[] = ['cancel', 'change', 'addLeads'];

/**
 * What nobody does to work of a unit they belong to, even when also on the assigner's side: judging it, and deciding whether and
 * by when it is to be done.
 */
export const notOwnWork: readonly TaskAction[] = [
  'confirm',
  'return',
  'decideDispute',
  'suspend',
  'resume',
  'cancel',
  'reassign',
  'change',
  'decideExtension',
  'answerProposal',
  'conclude',
  'demandRectification',
];

type Subject = Pick<
  Task,
  | 'leadUnitId'
  | 'leadUnitIds'
  | 'coordinatingUnitIds'
  | 'monitorUnitId'
  | 'assignerUnitId'
  | 'field'
  | 'collective'
>;

/** Every way in which a membership relates to a task; a unit stands in what its subtree does. Empty: the task is invisible to it. */
export function partiesOf(
  directory: Directory,
  member: Pick<Member, 'unitId' | 'roles'>,
  task: Subject,
): Party[] {
  const unit = directory.units.get(member.unitId);
  if (!unit) return [];
  const leads = task.leadUnitIds ?? [task.leadUnitId];
  const parties: Party[] = [];
  if (leads.includes(unit.id)) parties.push('lead');
  const below = (id: string) => unit.kind === 'unit' && inSubtree(directory, unit.id, id);
  if (task.coordinatingUnitIds.some((id) => id === unit.id || below(id))) parties.push('coordinating');
  if (standingUnit(directory, task.assignerUnitId)?.id === unit.id) parties.push('assigner');
  if (leads.some((lead) => lead !== unit.id && below(lead))) parties.push('superior');
  const watching = () => leads.some((lead) => watches(directory, unit, lead));
  if (unit.kind === 'monitor') {
    const ofField = task.field !== undefined && unit.fields.includes(task.field) && watching();
    if (task.monitorUnitId === unit.id || ofField) parties.push('monitor');
  }
  if (unit.kind === 'inspector' && watching()) parties.push('inspector');
  // An office or leading body of the lead's own branch is above the lead, but not on the side that assigned the task.
  if ((unit.kind === 'office' || unit.kind === 'authority') && watching())
    parties.push(watches(directory, unit, task.assignerUnitId) ? unit.kind : 'superior');
  if (member.roles.includes('admin')) parties.push('administrator');
  return parties;
}

/** Whether the person sees the task at all; what they do not see answers as if it did not exist. */
export function mayRead(directory: Directory, principal: Principal, task: Subject): boolean {
  if (principal.administrator) return true;
  return principal.memberships.some((member) => partiesOf(directory, member, task).length > 0);
}

/** Through which place somebody acts: for the record. */
export type Capacity = { unitId?: string; onBehalfOf?: string };

export function capacityOf({ unitId, onBehalfOf }: Membership): Capacity {
  return onBehalfOf ? { unitId, onBehalfOf } : { unitId };
}

/**
 * The unit in whose name the person takes the action, and for whom. `holderOf` names the holder of the duty that it answers; it is asked only
 * for those who see the task.
 * @throws Refusal `task_not_found` when invisible, `own_work`, `forbidden`, `collective_task`, then `wrong_state`
 */
export function authorise(
  directory: Directory,
  principal: Principal,
  action: TaskAction,
  task: Subject & Pick<Task, 'id' | 'status'>,
  holderOf?: () => string | undefined,
): Capacity {
  if (!mayRead(directory, principal, task)) throw new Refusal('task_not_found', { taskId: task.id });
  const rule = permissions[action];
  const holder = holderOf?.();
  const leads = task.leadUnitIds ?? [task.leadUnitId];
  if (notOwnWork.includes(action) && principal.memberships.some((member) => leads.includes(member.unitId)))
    throw new Refusal('own_work', { action });
  const through = principal.memberships.find((member) => {
    const parties = partiesOf(directory, member, task);
    if (member.unitId === holder) parties.push('holder');
    return parties.some((party) => rule.parties[party]?.some((role) => member.roles.includes(role)));
  });
  const asAdministrator = principal.administrator && rule.parties.administrator !== undefined;
  if (!through && !asAdministrator) throw new Refusal('forbidden', { action });
  if (task.collective && !onCollective.includes(action)) throw new Refusal('collective_task', { action });
  if (!rule.from.includes(task.status))
    throw new Refusal('wrong_state', { action, status: task.status, allowed: rule.from.join(', ') });
  return through ? capacityOf(through) : {};
}
