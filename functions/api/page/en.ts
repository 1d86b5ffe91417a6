import { wallClock } from '../../../shared/domain/zone.ts';
import { dayEn, listEn, plainDayEn, workingDaysEn } from '../../../shared/mail/en/format.ts';
import { wallTime } from '../../../shared/mail/words.ts';
import { formsEn } from './forms-en.ts';
import type { PageTexts } from './texts.ts';

const late = (days: number) => `${workingDaysEn(days)} late`;
const duty: PageTexts['duty'] = {
  accept: 'accept the task',
  perform: 'carry out the task',
  confirm: 'confirm the result',
  decide: 'decide the request',
  answer: 'answer the proposal',
  contribute: 'send its contribution',
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
    requests_superseded: () => 'closed the requests that need no answer any more',
    undelivered: ({ person }) => `recorded that a mail did not reach ${person}`,
  },
  otherEvent: 'updated the record of the task',

  done: 'Recorded',
  recorded: (moment, what) => `At ${moment}: ${what}. Reminders and urgings follow the task’s new state.`,
  refused: {
    wrong_state: {
      title: 'The task has moved on',
      detail: 'This can no longer be done in the state that the task is in now.',
    },
    version_mismatch: {
      title: 'The task has just changed',
      detail: 'Please look at the new state and send again if it still fits. What you typed has been kept.',
    },
    idempotency_key_reused: {
      title: 'This form was sent before',
      detail: 'What you sent then has been recorded. To add what stands below, please send again.',
    },
    forbidden: {
      title: 'You may no longer do this',
      detail: 'Assignments or roles have changed since the mail was sent.',
    },
    own_work: {
      title: 'Not one’s own work',
      detail: 'Nobody confirms, returns or decides on the work of a unit that they belong to.',
    },
    invalid_request: {
      title: 'Please check what you entered',
      detail: 'Correct the following and send again:',
    },
    deadline_unreadable: {
      title: 'The new deadline cannot be read',
      detail: 'Nothing is guessed. Please enter a definite date, such as 15/12/2026.',
    },
    date_required: {
      title: 'A definite date is needed',
      detail: 'The new deadline must be a definite date, such as 15/12/2026.',
    },
    deadline_past: { title: 'The new deadline has passed', detail: 'Please choose a day to come.' },
    unit_unknown: {
      title: 'Unknown unit',
      detail: 'Please choose a unit from the list, or enter its exact name or code.',
    },
    same_lead: { title: 'The same lead', detail: 'The unit you chose leads this task already.' },
    nobody_to_urge: {
      title: 'Nobody to urge',
      detail:
        'Nobody in the unit that holds the task can be written to. Please call them, and tell an administrator.',
    },
    nothing_to_urge: { title: 'Nothing to urge', detail: 'The task is waiting for nobody.' },
    reason_required: { title: 'A reason is needed', detail: 'Please state the reason.' },
    not_later: {
      title: 'This is not later than the present deadline',
      detail: 'Please choose a day after the present deadline.',
    },
    extension_pending: {
      title: 'An extension is pending',
      detail: 'One at a time: the earlier request still waits for its decision.',
    },
    request_closed: {
      title: 'This request has been settled',
      detail: 'It has been decided or answered, or is no longer needed.',
    },
    not_a_superior: {
      title: 'Not a superior body in this matter',
      detail: 'Proposals go to the Office, the assigning body or the monitor of the task.',
    },
    busy: {
      title: 'The system is busy',
      detail: 'Please send again in a few seconds; nothing is ever recorded twice.',
    },
  },
  since: (moment, who, what) => `Most recently, at ${moment}: ${who} ${what}.`,
  faults: {
    missing: 'This is required.',
    date: 'A date is needed, such as 15/12/2026.',
    url: 'An address beginning with https:// or http:// is needed.',
    number: 'A whole number from 0 to 100 is needed.',
    unit: 'There is no such unit: please enter its exact name or code.',
    long: (limit) => `Too long: at most ${limit} characters.`,
    other: 'This is not valid.',
  },
  typed: 'What you typed (not recorded)',
  nothingRecorded: 'Nothing has been recorded.',

  footer: {
    person: (name, unit) => `This page is for ${name}, ${unit}.`,
    personal: (until) =>
      `The link works until ${until}. Please do not forward it: whoever has it can act in your place, and everything done here is recorded under your name.`,
    automatic: (sender) => `Đôn Đốc, the system that monitors and urges tasks, on behalf of ${sender}.`,
  },
  messages: {
    unknown: {
      title: 'This link cannot be opened',
      text: [
        'The link is incomplete, no longer in use, or leads to a task that is not within your view.',
        'Please open it again from the latest mail about the task (by pressing the link, not by copying it), or log in to the system. If that does not help, ask the Office for a new mail.',
      ],
    },
    expired: {
      title: 'The link has expired',
      text: [
        'For safety, each link in a mail works for a limited time. The task, and whatever you have sent before, are not affected.',
        'Please open the link in the latest mail about this task, or log in to the system. If you need a new mail, ask the Office.',
      ],
    },
    unreadable: {
      title: 'The form could not be read',
      text: [
        'The form was too long, too old, or cut off on its way. Nothing has been recorded.',
        'Please open the link in the mail again and enter it anew. Send long documents as a link.',
      ],
    },
    failed: {
      title: 'The request could not be carried out',
      text: [
        'Something unexpected happened. If you have just sent a form: go back and send it again; nothing is ever recorded twice.',
      ],
    },
    busy: {
      title: 'The system is busy',
      text: [
        'Please try again in a few seconds. If you have just sent a form: go back and send it again; nothing is ever recorded twice.',
      ],
    },
  },
  request: (id) => `Request id, for reporting the fault: ${id}`,
};
