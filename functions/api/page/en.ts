import { wallClock } from '../../../shared/domain/zone.ts';
import { dayEn, listEn, plainDayEn, workingDaysEn } from '../../../shared/mail/en/format.ts';
import { wallTime } from '../../../shared/mail/words.ts';
import { formsEn } from './forms-en.ts';
import { refusalsEn } from './refusals-en.ts';
import type { PageTexts } from './texts.ts';

const late = (days: number) => `${workingDaysEn(days)} late`;
const duty: PageTexts['duty'] = {
  accept: 'accept the task',
  perform: 'carry out the task',
  confirm: 'confirm the result',
  decide: 'decide the request',
  extension: 'decide the request for an extension',
  dispute: 'decide the dispute',
  answer: 'answer the proposal',
  contribute: 'send its contribution',
  rectify: 'correct a shortcoming',
  report: 'report on progress',
};

export const textsEn: PageTexts = {
  day: dayEn,
  date: plainDayEn,
  moment: (at, timeZone) => `${wallTime(at, timeZone).time} on ${plainDayEn(wallClock(timeZone, at).date)}`,
  endOf: ({ date, at }, timeZone) => {
    const { time } = wallTime(at, timeZone);
    return time === '00:00' ? `the end of ${dayEn(date)}` : `${time}, ${dayEn(date)}`;
  },
  list: listEn,
  workingDays: workingDaysEn,

  task: (code) => `Task ${code}`,
  source: (assigner, leads, document) =>
    `Assigned by ${assigner} to ${leads} as lead${document ? `, in ${document}` : ''}.`,
  status: {
    assigned: 'Assigned, awaiting acceptance',
    disputed: 'Disputed by the lead unit',
    accepted: 'Accepted',
    in_progress: 'Under way',
    submitted: 'Reported done, awaiting confirmation',
    returned: 'Returned to be redone',
    suspended: 'Suspended',
    completed: 'Completed',
    cancelled: 'Cancelled',
  },
  timing: {
    on_track: 'on track',
    due_soon: 'on track, due soon',
    overdue: 'overdue',
    on_time: 'on time',
    late: 'late',
    none: 'no fixed deadline',
  },
  left: (days, over) => {
    if (over) return days < 0 ? `${workingDaysEn(-days)} overdue` : 'Overdue';
    return days === 0 ? 'Due today' : `${workingDaysEn(days)} left`;
  },
  waiting: (unit, kind) => `Waiting for ${unit} to ${duty[kind]}`,
  duty,
  by: (due) => `due by ${due}`,
  defaultTerm: 'by the system’s default term',
  suspended: (since) => `Suspended since ${since}. No unit is charged with days until it is resumed.`,
  closed: {
    completed: (on, verdict) => `Completed, confirmed on ${on}: ${verdict}. Nothing is left to do.`,
    cancelled: (on) => `Cancelled on ${on}. Nothing is left to do.`,
  },
  verdict: (timing, days) =>
    timing === 'on_time' ? 'on time' : timing === 'late' ? late(days) : 'no fixed deadline',
  againstOriginal: (verdict) => `against the original deadline: ${verdict}`,

  facts: {
    title: 'The task',
    content: 'Content',
    directive: 'Directive',
    clause: 'Clause',
    assigner: 'Assigned by',
    lead: 'Lead unit',
    head: 'Head answerable',
    coordinating: 'Coordinating units',
    monitor: 'Monitor',
    product: 'Product required',
    deadline: 'Deadline',
    progress: 'Last progress',
    agenda: 'Agenda',
  },
  directive: (number, date) => `${number} of ${date}`,
  vacant: 'post vacant',
  noProgress: 'none',
  percent: (percent) => `${percent}%`,
  noDeadline: 'no fixed date',
  onAgenda: (since) => `on the list for the next meeting since ${since}`,

  quotes: {
    submission: (on, by) => `Completion report of ${on}, ${by}`,
    products: 'Products',
    lateReason: 'Reason for the delay',
    none: 'Without comment.',
    returned: (on, by) => `Returned on ${on}, ${by}`,
    newDate: (day) => `New deadline: ${day}`,
    dispute: (on, by) => `Objection of ${on}, ${by}`,
    suggests: (unit) => `Suggested instead: ${unit}`,
    open: 'open the document',
  },

  actions: {
    title: 'Act on the task',
    as: (name, unit) => `As ${name}, ${unit}`,
    other: 'Other actions',
    none: 'There is nothing for you to do on this task now; this page is for your information.',
  },
  forms: formsEn,
  optional: 'optional',
  required: 'required',

  requests: {
    title: 'Earlier extensions and proposals',
    extension: (number, on, by, isLate) =>
      `Request no. ${number} for an extension, ${on}, ${by}${isLate ? ' (made late)' : ''}`,
    requested: (day, from) => `Requested date: ${day} (deadline at the time: ${from}).`,
    decided: (on, by, date) => (date ? `Granted until ${date} (${by}, ${on}).` : `Refused (${by}, ${on}).`),
    proposal: (on, by, to, blocking) =>
      `Proposal of ${on}, ${by} to ${to}${blocking ? ' (work is blocked until it is answered)' : ''}`,
    answered: (on, by, interim) => `${interim ? 'Interim answer' : 'Answer'} (${by}, ${on}):`,
    contribution: (on, from, to) => `${from} asked ${to} to contribute on ${on}`,
    rectification: (on, from, by) => `${from} demanded a correction on ${on}, by ${by}`,
    appealed: (on, from) => `Taken to the superior of ${from} on ${on}:`,
    superseded: 'No answer is needed any more.',
  },

  deadline: {
    title: 'How the deadline was computed',
    asWritten: 'As written',
    current: 'Current deadline',
    original: 'Original deadline',
    extended: (count) => (count === 1 ? 'extended once' : `extended ${count} times`),
    how: 'Step by step',
    rules:
      'The terms to accept and to confirm, and the dates of reminders and urgings, are the system’s defaults unless the Office has set others.',
  },
  held: {
    title: 'Days each unit held the task',
    unit: 'Unit',
    days: 'Working days',
    now: 'holds it now',
    explained:
      'Counted from the day after the matter reached the unit. Time spent waiting for confirmation is charged to whoever confirms, not to the lead unit.',
  },
  urgings: {
    title: 'Urgings',
    none: 'None so far.',
    entry: (number, day, by, unit, what) =>
      `No. ${number}, ${day}: ${by ?? 'the system'} urged ${unit} to ${what}.`,
    to: (names) => `Sent to ${names}.`,
    lost: 'The mail did not reach its addressee, so it does not count as an urging.',
  },
  history: {
    title: 'What has happened',
    system: 'The system',
    standIn: (head) => `, standing in for ${head}`,
    fromMail: 'by the link in a mail',
    earlier: 'Earlier entries are not shown here.',
    unnamed: 'A user',
  },
  events: {
    registered: () => 'registered and assigned the task',
    accepted: () => 'accepted the task',
    accepted_by_silence: () => 'recorded acceptance, as the unit did not answer in time',
    disputed: ({ to }) => `objected to taking the task on${to ? `, suggesting ${to}` : ''}`,
    assignment_upheld: () => 'upheld the assignment',
    progress_reported: ({ percent }) => `reported progress${percent === undefined ? '' : `, ${percent}%`}`,
    submitted: () => 'reported the task done',
    confirmed: ({ verdict }) =>
      `confirmed completion${verdict && verdict.againstCurrent !== 'none' ? `: ${verdict.againstCurrent === 'late' ? late(verdict.daysLateCurrent) : 'on time'}` : ''}`,
    returned: ({ date }) => `returned it to be redone${date ? ` by ${plainDayEn(date)}` : ''}`,
    suspended: () => 'suspended the task',
    resumed: ({ date }) => `resumed the task${date ? `, due ${plainDayEn(date)}` : ''}`,
    cancelled: () => 'cancelled the task',
    reassigned: ({ to }) => `gave the task to ${to} to lead`,
    succeeded: ({ to }) => `let ${to} follow upon a unit that ended`,
    changed: ({ date }) => `changed the task${date ? `, new deadline ${plainDayEn(date)}` : ''}`,
    notified: ({ recipients }) => `sent a notice to ${listEn(recipients) || 'nobody'}`,
    reminded: ({ recipients }) => `sent a reminder to ${listEn(recipients) || 'nobody'}`,
    deadline_passed: ({ duty: kind }) => `recorded that the term to ${kind ? duty[kind] : 'act'} is over`,
    urged: ({ number, duty: kind }) => `issued urging no. ${number} to ${kind ? duty[kind] : 'act'}`,
    put_on_agenda: () => 'put the task on the list for the next meeting',
    extension_requested: ({ number, date }) =>
      `requested extension no. ${number}${date ? ` to ${plainDayEn(date)}` : ''}`,
    extension_approved: ({ date }) => `granted the extension${date ? ` to ${plainDayEn(date)}` : ''}`,
    extension_refused: () => 'refused the extension',
    proposal_raised: ({ to }) => `raised a proposal${to ? ` with ${to}` : ''}`,
    proposal_answered: () => 'answered the proposal',
    proposal_answered_for_now: () => 'gave the proposal an interim answer',
    proposal_appealed: ({ to }) => `took the proposal to ${to ?? 'the next superior'}`,
    replanned: () => 'computed the dates anew by a new calendar or policy',
    occurrence_opened: ({ date }) => `opened the next occurrence${date ? `, due ${plainDayEn(date)}` : ''}`,
    next_occurrence_opened: ({ date }) =>
      `recorded that the next occurrence is open${date ? `, due ${plainDayEn(date)}` : ''}`,
    contribution_asked: () => 'asked coordinating units to contribute',
    contributed: () => 'sent a contribution',
    inspection_concluded: () => 'recorded the conclusion of an inspection',
    rectification_demanded: ({ date }) => `demanded a correction${date ? ` by ${plainDayEn(date)}` : ''}`,
    rectified: () => 'reported the correction',
    cascaded: () => 'assigned tasks under this one',
    rolled_up: () => 'recorded that every task under this one is closed',
    cancelled_with_parent: () => 'cancelled it with the task above',
    cancelled_with_lead: () => 'cancelled it, since another unit leads the task above',
    deadline_followed: ({ date }) =>
      `moved the deadline with that of the task above${date ? `: ${plainDayEn(date)}` : ''}`,
    requests_superseded: () => 'closed the requests that need no answer any more',
    undelivered: ({ person }) => `recorded that a mail did not reach ${person}`,
  },
  otherEvent: 'updated the record of the task',

  ...refusalsEn,
  done: 'Recorded',
  recorded: (moment, what) => `At ${moment}, you ${what}. Reminders and urgings follow the task’s new state.`,
  since: (moment, who, what) => `Most recently, at ${moment}: ${who} ${what}.`,
  typed: 'What you typed (not recorded)',
  nothingRecorded: 'Nothing has been recorded.',

  footer: {
    person: (name, unit) => `This page is for ${name}, ${unit}.`,
    personal: (until) =>
      `The link works until ${until}. Please do not forward it: whoever has it can act in your place, and everything done here is recorded under your name.`,
    automatic: (sender) => `Đôn Đốc, the system that monitors and urges tasks, on behalf of ${sender}.`,
  },
  reminders: {
    title: 'Reminders before deadlines',
    on: (name) => `${name} is reminded before deadlines.`,
    off: (name) => `${name} is not reminded before deadlines.`,
    turnOff: 'Turn reminders off',
    turnOn: 'Turn reminders on again',
    duty: 'Assignments, urgings and reports are always sent, under the regulation.',
  },
  request: (id) => `Request id, for reporting the fault: ${id}`,
};
