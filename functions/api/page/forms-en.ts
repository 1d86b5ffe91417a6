import type { PageTexts } from './texts.ts';

const reason = { label: 'Reason' };
const newDate = { label: 'New deadline', hint: 'The last day to report, such as 15/12/2026.' };
const unit = { hint: 'Name or code of the unit.' };
const proof = {
  number: { label: 'Number of the document', hint: 'Such as 127-KH/TU.' },
  date: { label: 'Date of the document' },
  url: { label: 'Link to the product', hint: 'An address that begins with https://' },
};

export const formsEn: PageTexts['forms'] = {
  accept: {
    title: 'Accept the task',
    effect: 'Your unit takes the lead; its time to carry out the task begins.',
    button: 'Accept the task',
    fields: { note: { label: 'Comment' } },
  },
  dispute: {
    title: 'Object to taking it on',
    effect:
      'Your objection goes to the assigning body, which upholds the assignment or gives it to another unit.',
    button: 'Send the objection',
    fields: { reason, unit: { label: 'Unit that should lead instead', ...unit } },
  },
  uphold: {
    title: 'Uphold the assignment',
    effect: 'The unit must carry out the task; the deadline stays.',
    button: 'Uphold',
    fields: { reason },
  },
  reassign: {
    title: 'Give it to another unit',
    effect: 'The new unit must accept the task anew; the earlier one stays on record.',
    button: 'Give it to this unit',
    fields: { unit: { label: 'New lead unit', ...unit }, reason, date: newDate },
  },
  progress: {
    title: 'Report progress',
    effect: 'A dated report is recorded; the task stays with your unit.',
    button: 'Send the report',
    fields: {
      note: {
        label: 'State of the work',
        hint: 'What is done, what remains, difficulties and proposals if any.',
      },
      percent: { label: 'Completed (%)' },
    },
  },
  submit: {
    title: 'Report it done',
    effect: 'Your unit’s clock stops when you send; the assigning side confirms or returns the report.',
    button: 'Send the completion report',
    fields: {
      ...proof,
      note: { label: 'Result' },
      lateReason: { label: 'Reason for the delay', hint: 'The task is overdue: please state the cause.' },
    },
  },
  confirm: {
    title: 'Confirm completion',
    effect: 'The task ends. Lateness is judged by when the unit reported, not by when you confirm.',
    button: 'Confirm completion',
    fields: { note: { label: 'Comment' } },
  },
  return: {
    title: 'Return it to be redone',
    effect: 'The report goes back to the lead unit with your reason and a new deadline.',
    button: 'Return it',
    fields: { reason, date: newDate },
  },
  extend: {
    title: 'Request an extension',
    effect: 'The present deadline stands until there is a decision.',
    button: 'Send the request',
    fields: { date: { label: 'Date requested', hint: 'A definite date, such as 15/12/2026.' }, reason },
  },
  grant: {
    title: 'Grant the extension',
    effect: 'The deadline moves to the date granted; the original one stays on record.',
    button: 'Grant the extension',
    fields: {
      date: { label: 'Another date', hint: 'Leave empty to grant the date requested.' },
      reason: { label: 'Comment' },
    },
  },
  refuse: {
    title: 'Refuse the extension',
    effect: 'The deadline stays; your reason is put on record.',
    button: 'Refuse the extension',
    fields: { reason },
  },
  propose: {
    title: 'Raise a proposal',
    effect: 'A superior body must answer; the deadline of the task does not change.',
    button: 'Send the proposal',
    fields: {
      text: { label: 'Proposal' },
      blocking: { label: 'The work cannot go on without the answer' },
      unit: { label: 'Body that should answer', hint: 'Leave empty for the Office.' },
    },
  },
  answer: {
    title: 'Answer the proposal',
    effect: 'A final answer closes the proposal; an interim one is only put on record.',
    button: 'Send the answer',
    fields: {
      text: { label: 'Answer' },
      interim: { label: 'This is an interim answer; the final one will follow' },
    },
  },
  contribute: {
    title: 'Send your contribution',
    effect: 'It goes to the lead unit; what your unit was asked for this time is settled.',
    button: 'Send the contribution',
    fields: { text: { label: 'Contribution' }, ...proof },
  },
  rectify: {
    title: 'Report what was corrected',
    effect: 'It goes to whoever demanded the correction; the task stays with your unit.',
    button: 'Send the report',
    fields: { text: { label: 'What was corrected' } },
  },
  appeal: {
    title: 'Take the proposal to the next superior',
    effect: 'The superior of the addressee must answer. A proposal has one appeal.',
    button: 'Take it to the superior',
    fields: { reason },
  },
  urge: {
    title: 'Urge',
    effect: 'A numbered urging is mailed to the officer and the head of the unit that holds the task.',
    button: 'Send the urging',
    fields: { note: { label: 'Message' } },
  },
};
