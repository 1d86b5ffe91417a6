import * as z from 'zod/mini';
import { type Acted, type ActOptions, act, type Deed } from '../../../shared/actions/act.ts';
import { deeds } from '../../../shared/actions/deeds.ts';
import type { World } from '../../../shared/actions/world.ts';
import type { Command } from '../../../shared/domain/change.ts';
import type { Directory } from '../../../shared/domain/directory.ts';
import type { Principal, TaskAction } from '../../../shared/domain/permissions.ts';
import type { Request } from '../../../shared/domain/request.ts';
import type { TaskStatus } from '../../../shared/domain/task.ts';
import { invalidRequest } from '../invalid-request.ts';
import { idOf } from '../schemas/common.ts';
import { requestBodies } from '../schemas/requests.ts';
import { actionBodies } from '../schemas/tasks.ts';
import { parsePart } from '../validate.ts';
import { deadlineOf, isoDate, unitIdOf, wholeNumber } from './typed.ts';

/**
 * What a link in a mail offers, most natural step first: the answers that our mails ask for. Calling a task off, suspending or
 * changing it is no answer to a mail and needs a sign-in, because a mail may be forwarded.
 */
export const offerNames = [
  'accept',
  'answer',
  'contribute',
  'rectify',
  'grant',
  'submit',
  'confirm',
  'uphold',
  'return',
  'refuse',
  'reassign',
  'progress',
  'extend',
  'propose',
  'appeal',
  'dispute',
  'urge',
] as const;
export type OfferName = (typeof offerNames)[number];

/** `at` is the beginning of the JSON Pointer of what the field becomes in the body that the API knows. */
export type Field = {
  name: string;
  input: 'area' | 'text' | 'date' | 'number' | 'url' | 'unit' | 'check';
  at: string;
  max: number;
  required?: boolean;
  /** Asked for only when the work is overdue. */
  ifLate?: boolean;
};

/** What was typed, by field name; a field left empty is absent. */
export type Values = Readonly<Record<string, string>>;

export type Carried = {
  world: World;
  principal: Principal;
  directory: Directory;
  /** The request that the form is about. */
  requestId: string | undefined;
  taskId: string;
  command: Omit<Command, 'input'>;
  options: ActOptions<Acted>;
};

export type Form = {
  action: TaskAction;
  /** The only state in which our mails ask for it, where the permission table allows it in more. */
  onlyWhen?: TaskStatus | undefined;
  /** It says something to one request of this kind. */
  about?: Request['kind'] | undefined;
  fields: Field[];
  /** Does what was typed, as the API would. @throws Refusal as the deed does, and `invalid_request` */
  run: (values: Values, carried: Carried) => Promise<Acted>;
};

type Spec<B extends z.core.$ZodType> = {
  action: TaskAction;
  onlyWhen?: TaskStatus;
  about?: Request['kind'];
  fields: Field[];
  schema: B;
  body: (values: Values, known: Pick<Carried, 'directory' | 'requestId'>) => unknown;
  deed: Deed<z.output<B>>;
};

function form<B extends z.core.$ZodType>({ schema, body, deed, ...spec }: Spec<B>): Form {
  return {
    ...spec,
    run: async (values, { world, principal, taskId, command, options, ...known }) => {
      const parsed = parsePart(schema, body(values, known), 'body');
      if (!parsed.ok) throw invalidRequest(parsed.faults);
      return act(world, principal, { ...command, input: parsed.value }, taskId, deed, options);
    },
  };
}

const note = (required = false, max = 5000): Field => ({
  ...{ name: 'note', input: 'area', at: '/note', max },
  ...(required && { required }),
});
const reason: Field = { name: 'reason', input: 'area', at: '/reason', max: 2000, required: true };
const newDate: Field = { name: 'date', input: 'date', at: '/deadline', max: 100 };
const unit = (at: string): Field => ({ name: 'unit', input: 'unit', at, max: 200 });
const decision = z.extend(requestBodies.decision, { extensionId: idOf('the extension') });
const answerText: Field = { name: 'text', input: 'area', at: '/text', max: 10_000, required: true };
/** The document that proves what is reported. */
const proof: Field[] = [
  { name: 'number', input: 'text', at: '/products/0/number', max: 100 },
  { name: 'date', input: 'date', at: '/products/0/date', max: 100 },
  { name: 'url', input: 'url', at: '/products/0/url', max: 2000 },
];
const productsOf = ({ number, date, url }: Values) =>
  (number || date || url) && { products: [{ number, date: isoDate(date), url }] };
const onlyNote = ({ note: said }: Values) => ({ note: said });

export const forms: Readonly<Record<OfferName, Form>> = {
  accept: form({
    action: 'accept',
    fields: [note()],
    schema: actionBodies.acceptance,
    body: onlyNote,
    deed: deeds.accept,
  }),
  dispute: form({
    action: 'dispute',
    fields: [reason, unit('/suggestedUnitId')],
    schema: actionBodies.dispute,
    body: ({ reason: why, unit: named }, { directory }) => ({
      reason: why,
      suggestedUnitId: unitIdOf(directory, named, '/suggestedUnitId'),
    }),
    deed: deeds.dispute,
  }),
  uphold: form({
    action: 'decideDispute',
    fields: [reason],
    schema: actionBodies.upholding,
    body: ({ reason: why }) => ({ reason: why }),
    deed: deeds.upholdAssignment,
  }),
  reassign: form({
    action: 'reassign',
    onlyWhen: 'disputed',
    fields: [{ ...unit('/leadUnitId'), required: true }, reason, newDate],
    schema: actionBodies.reassignment,
    body: ({ unit: named, reason: why, date }, { directory }) => ({
      leadUnitId: unitIdOf(directory, named, '/leadUnitId'),
      reason: why,
      deadline: deadlineOf(date),
    }),
    deed: deeds.reassign,
  }),
  progress: form({
    action: 'progress',
    fields: [note(true), { name: 'percent', input: 'number', at: '/percent', max: 4 }],
    schema: actionBodies.progress,
    body: ({ note: said, percent }) => ({ note: said, percent: wholeNumber(percent) }),
    deed: deeds.progress,
  }),
  submit: form({
    action: 'submit',
    fields: [
      note(),
      ...proof,
      { name: 'lateReason', input: 'area', at: '/lateReason', max: 2000, ifLate: true },
    ],
    schema: actionBodies.submission,
    body: (values) => ({ note: values.note, lateReason: values.lateReason, ...productsOf(values) }),
    deed: deeds.submit,
  }),
  confirm: form({
    action: 'confirm',
    fields: [note()],
    schema: actionBodies.confirmation,
    body: onlyNote,
    deed: deeds.confirm,
  }),
  return: form({
    action: 'return',
    fields: [reason, { ...newDate, required: true }],
    schema: actionBodies.return,
    body: ({ reason: why, date }) => ({ reason: why, deadline: deadlineOf(date) }),
    deed: deeds.returnSubmission,
  }),
  urge: form({
    action: 'urge',
    fields: [note(false, 2000)],
    schema: actionBodies.urges,
    body: onlyNote,
    deed: deeds.urge,
  }),
  extend: form({
    action: 'requestExtension',
    fields: [{ ...newDate, required: true }, reason],
    schema: requestBodies.extension,
    body: ({ reason: why, date }) => ({ reason: why, deadline: deadlineOf(date) }),
    deed: deeds.requestExtension,
  }),
  grant: form({
    action: 'decideExtension',
    about: 'extension',
    fields: [newDate, { ...reason, required: false }],
    schema: decision,
    body: ({ reason: why, date }, { requestId }) => ({
      ...{ extensionId: requestId, approved: true, reason: why },
      deadline: deadlineOf(date),
    }),
    deed: deeds.decideExtension,
  }),
  refuse: form({
    action: 'decideExtension',
    about: 'extension',
    fields: [reason],
    schema: decision,
    body: ({ reason: why }, { requestId }) => ({ extensionId: requestId, approved: false, reason: why }),
    deed: deeds.decideExtension,
  }),
  propose: form({
    action: 'raiseProposal',
    fields: [
      answerText,
      { name: 'blocking', input: 'check', at: '/blocking', max: 1 },
      unit('/addressedToUnitId'),
    ],
    schema: requestBodies.proposal,
    body: ({ text, blocking, unit: named }, { directory }) => ({
      ...{ text, blocking: blocking !== undefined },
      addressedToUnitId: unitIdOf(directory, named, '/addressedToUnitId'),
    }),
    deed: deeds.raiseProposal,
  }),
  answer: form({
    action: 'answerProposal',
    about: 'proposal',
    fields: [answerText, { name: 'interim', input: 'check', at: '/interim', max: 1 }],
    schema: z.extend(requestBodies.answer, { proposalId: idOf('the proposal') }),
    body: ({ text, interim }, { requestId }) => ({
      ...{ text, interim: interim !== undefined, proposalId: requestId },
    }),
    deed: deeds.answerProposal,
  }),
  contribute: form({
    action: 'contribute',
    about: 'contribution',
    fields: [answerText, ...proof],
    schema: z.extend(requestBodies.contributed, { contributionId: idOf('the contribution') }),
    body: (values, { requestId }) => ({
      ...{ text: values.text, contributionId: requestId },
      ...productsOf(values),
    }),
    deed: deeds.contribute,
  }),
  rectify: form({
    action: 'answerRectification',
    about: 'rectification',
    fields: [answerText],
    schema: z.extend(requestBodies.rectified, { rectificationId: idOf('the rectification') }),
    body: ({ text }, { requestId }) => ({ text, rectificationId: requestId }),
    deed: deeds.answerRectification,
  }),
  appeal: form({
    action: 'appealProposal',
    about: 'proposal',
    fields: [reason],
    schema: z.extend(requestBodies.appeal, { proposalId: idOf('the proposal') }),
    body: ({ reason: why }, { requestId }) => ({ reason: why, proposalId: requestId }),
    deed: deeds.appealProposal,
  }),
};
