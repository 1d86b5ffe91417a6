import type { Change, Command } from '../../shared/domain/change.ts';
import type { Directive } from '../../shared/domain/directive.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import type { Task } from '../../shared/domain/task.ts';
import type { Member, Unit } from '../../shared/domain/unit.ts';

export const at = '2026-11-23T01:00:00.000Z';
export const due = '2026-12-07T17:00:00.000Z';

export const command = (id: string, when = at): Command => ({
  actor: { kind: 'user', userId: 'usr_office', unitId: 'unt_office' },
  at: when,
  id,
  input: {},
});

/** `dueAt` null: work without a deadline. */
export function aTask(id: string, fields: Partial<Task> = {}, dueAt: string | null = due): Task {
  const term = dueAt === null ? undefined : { date: dueAt.slice(0, 10), dueAt };
  return {
    id,
    code: id.toUpperCase(),
    assignerUnitId: 'unt_authority',
    content: 'Rà soát, sắp xếp trụ sở dôi dư',
    leadUnitId: 'unt_lead',
    coordinatingUnitIds: [],
    formerLeads: [],
    priority: 'normal',
    collective: false,
    status: 'assigned',
    deadline: {
      kind: term ? 'date' : 'none',
      ...(term && { original: term, current: term }),
      extensions: 0,
      calendarVersion: 'test',
      trace: [],
    },
    unclear: [],
    returns: 0,
    urgings: 0,
    rung: 0,
    createdAt: at,
    updatedAt: at,
    version: 1,
    chain: { seq: 0, hash: '' },
    ...fields,
  };
}

export function anObligation(id: string, taskId: string, fields: Partial<Obligation> = {}): Obligation {
  return {
    id,
    taskId,
    kind: 'accept',
    holderUnitId: 'unt_lead',
    owedToUnitId: 'unt_authority',
    since: at,
    due: { date: '2026-11-26', at: '2026-11-26T17:00:00.000Z' },
    state: 'open',
    policy: defaultPolicies.accept.policy,
    calendarVersion: 'test',
    next: { at: '2026-11-26T01:00:00.000Z', by: 'remind', alarm: 'reminder', step: 0 },
    rung: 0,
    urgings: [],
    attempt: 0,
    ...fields,
  };
}

export function aMessage(fields: Partial<Message> & Pick<Message, 'taskId' | 'obligationId'>): Message {
  const personId = fields.personId ?? 'usr_lead';
  return {
    id: `msg_${personId}_${fields.obligationId}_${fields.step ?? 0}`,
    personId,
    unitId: 'unt_lead',
    morning: '2026-11-23',
    notBefore: at,
    alarm: 'reminder',
    step: 0,
    reason: 'holder',
    urgent: false,
    state: 'planned',
    plannedAt: at,
    ...fields,
  };
}

/** What creating this task with one open obligation writes. */
export function aChange(task: Task, fields: Partial<Change> = {}): Change {
  return {
    task,
    obligations: [anObligation(task.id.replace('tsk', 'obl'), task.id, { holderUnitId: task.leadUnitId })],
    events: [{ type: 'task.assigned', data: { leadUnitId: task.leadUnitId } }],
    messages: [],
    ...fields,
  };
}

export const aDirective = (id: string, fields: Partial<Directive> = {}): Directive => ({
  id,
  number: '03/NQ-CP',
  issuedOn: '2026-11-20',
  issuerId: 'unt_authority',
  title: 'Chương trình hành động',
  classification: 'normal',
  taskCount: 0,
  registeredAt: at,
  version: 1,
  ...fields,
});

export const aUnit = (id: string, fields: Partial<Unit> = {}): Unit => ({
  id,
  code: id.toUpperCase(),
  name: `Đơn vị ${id}`,
  kind: 'unit',
  path: `/${id}/`,
  fields: [],
  validFrom: '2020-01-01',
  version: 1,
  ...fields,
});

export const aMember = (unitId: string, userId: string, fields: Partial<Member> = {}): Member => ({
  unitId,
  userId,
  name: 'Trưởng phòng',
  email: `${userId}@example.vn`,
  roles: ['head'],
  locale: 'vi',
  version: 1,
  ...fields,
});
