import type { ObligationKind, ObligationPolicy } from './policy-model.ts';
import type { PolicySet } from './policy-set.ts';

export type Policies = Record<ObligationKind, PolicySet>;

const hours = { morning: '08:00', open: '08:00', close: '17:00' };
const bands = { green: 5, red: 1 };
const days = (workingDays: number) => ({ workingDays });

/** Urging after the due date: officer and head; also the monitor; also the office, with a draft dispatch and the agenda; then weekly. */
const ladder: ObligationPolicy['ladder'] = [
  { after: days(1), audience: ['officer', 'head'] },
  { after: days(5), audience: ['officer', 'head', 'monitor'] },
  { after: days(10), audience: ['officer', 'head', 'monitor', 'office'], draftDispatch: true, agenda: true },
];

/** For bodies that stand above the units: their own head, then the superior's. */
const superiorLadder: ObligationPolicy['ladder'] = [
  { after: days(1), audience: ['officer', 'head'] },
  { after: days(5), audience: ['officer', 'head', 'parentHead'] },
  { after: days(10), audience: ['officer', 'head', 'parentHead', 'authority'], agenda: true },
];

const beforeShort: ObligationPolicy['reminders'] = [
  { before: days(1), audience: ['officer'] },
  { before: days(0), audience: ['officer', 'head'] },
];

function base(kind: ObligationKind): ObligationPolicy {
  return {
    kind,
    version: 'default-1',
    notice: ['officer', 'head'],
    reminders: beforeShort,
    ladder: superiorLadder,
    repeat: days(5),
    hours,
    bands,
  };
}

/** Asked for three working days ahead; the office decides the first two. */
export const extensionRule: NonNullable<ObligationPolicy['extension']> = {
  askBefore: days(3),
  officeDecides: 2,
};

/** The system's defaults, as data. */
export const defaultPolicies: Policies = {
  accept: {
    policy: {
      ...base('accept'),
      due: days(2),
      reminders: [{ before: days(0), audience: ['officer', 'head'] }],
      ladder: [],
      silence: 'accepted',
    },
    overrides: [],
  },
  perform: {
    policy: {
      ...base('perform'),
      notice: [],
      reminders: [
        { before: days(7), audience: ['officer'] },
        { before: days(3), audience: ['officer'] },
        { before: days(1), audience: ['officer', 'head'] },
        { before: days(0), audience: ['officer', 'head'] },
      ],
      ladder,
      occurrence: {
        reminders: [
          { before: days(3), audience: ['officer'] },
          { before: days(0), audience: ['officer', 'head'] },
        ],
      },
      closesWithChildren: true,
    },
    overrides: [],
  },
  confirm: { policy: { ...base('confirm'), due: days(3) }, overrides: [] },
  decide: { policy: { ...base('decide'), due: days(2), extension: extensionRule }, overrides: [] },
  answer: {
    policy: {
      ...base('answer'),
      due: days(7),
      reminders: [{ before: days(3), audience: ['officer'] }, ...beforeShort],
    },
    overrides: [],
  },
  contribute: { policy: { ...base('contribute'), due: days(5), ladder }, overrides: [] },
  rectify: {
    policy: { ...base('rectify'), due: days(5), reminders: beforeShort, ladder },
    overrides: [],
  },
  report: {
    policy: {
      ...base('report'),
      notice: [],
      reminders: [{ before: days(0), audience: ['officer'] }],
      ladder: [
        { after: days(3), audience: ['officer'] },
        { after: days(10), audience: ['officer', 'head'] },
      ],
      repeat: days(20),
      rhythm: { months: 1, lastMonthDays: 7 },
    },
    overrides: [],
  },
};

/**
 * The policy to freeze on an obligation that opens now. `version` tells which default or edit it came from.
 * Overrides are applied from the least to the most specific: field, unit, task.
 */
export function policyFor(
  policies: Policies,
  kind: ObligationKind,
  subject: { taskId: string; holderUnitId: string; field?: string | undefined },
): ObligationPolicy {
  const { policy, overrides } = policies[kind];
  const field = overrides.filter(({ appliesTo: a }) => 'field' in a && a.field === subject.field);
  const unit = overrides.filter(({ appliesTo: a }) => 'unitId' in a && a.unitId === subject.holderUnitId);
  const task = overrides.filter(({ appliesTo: a }) => 'taskId' in a && a.taskId === subject.taskId);
  return Object.assign({ ...policy }, ...[...field, ...unit, ...task].map((each) => each.policy));
}
