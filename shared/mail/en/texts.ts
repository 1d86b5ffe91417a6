import { isOwn } from '../facts.ts';
import type { Texts } from '../texts.ts';
import { wallTime } from '../words.ts';
import { askEn, nextEn } from './ask.ts';
import { digestEn, digestSubjectEn } from './digest.ts';
import { agendaEn, dayEn, earlierEn, listEn, plainDayEn } from './format.ts';
import { leadEn, statusEn, subjectOfEn, titleEn } from './lead.ts';
import { outcomeQuoteEn } from './outcome.ts';

export const textsEn: Texts = {
  day: dayEn,
  longDay: plainDayEn,
  list: listEn,

  subjectOf: subjectOfEn,
  digestSubject: digestSubjectEn,

  status: statusEn,
  title: titleEn,
  address: ({ person }) =>
    `To: ${person.name}${person.name.includes(person.unitName) ? '' : `, ${person.unitName}`}`,
  lead: ({ matter }) => leadEn(matter),
  ask: askEn,
  urgedBy: ({ urgedBy }) => urgedBy && `Urged in person by ${urgedBy.name} (${urgedBy.unitName}).`,
  lateNotice: (since) =>
    `This mail should have been sent on ${dayEn(since)}. An outage delayed it; it is sent once only, and its figures are those of this morning.`,
  nextLabel: 'What happens next',
  next: nextEn,
  calmExit: (matter) =>
    matter.obligationKind === 'perform'
      ? 'If the work is done and only the record lacks it, please report it with the number and date of the document or a link to the product. Reminders and urging stop as soon as the report is recorded.'
      : 'If this has been done and only the record lacks it, please enter it in the system. Reminders and urging stop as soon as it is recorded.',
  otherWays: ({ obligationKind, workingDaysLeft }) =>
    obligationKind === 'perform'
      ? `On the page of the task you can report progress, raise difficulties and proposals${(workingDaysLeft ?? 0) < 0 ? ', explain the delay' : ''} or request an extension.`
      : undefined,
  why: ({ letter: { person }, matter }) => {
    return {
      holder: `you handle this matter for ${person.unitName}`,
      head: `you are the head of ${person.unitName}`,
      substitute: `you stand in for the head of ${matter.holder.name}`,
      monitor: `you belong to ${person.unitName}, which monitors this task`,
      office: `you belong to ${person.unitName}, the focal point for monitoring and urging`,
      authority: `you belong to ${person.unitName}, which has authority over this task`,
      superior: `you are the head of the unit directly above ${matter.holder.name}`,
      administrator: 'you are an administrator of the system',
    }[matter.reason];
  },

  because: (reasons) => `You receive this because ${reasons.join('; ')}.`,

  facts: {
    title: 'The task',
    content: 'Content',
    directive: 'Directive',
    clause: 'Clause',
    assigner: 'Assigned by',
    lead: 'Lead unit',
    coordinating: 'Coordinating units',
    head: 'Head answerable',
    product: 'Product',
    holder: {
      accept: 'To accept',
      perform: 'To carry out',
      confirm: 'To confirm',
      decide: 'To decide',
      answer: 'To answer',
      contribute: 'To contribute',
      rectify: 'To correct it',
      report: 'To report',
    },
    due: {
      accept: 'Accept by',
      perform: 'Deadline',
      confirm: 'Confirm by',
      decide: 'Decide by',
      answer: 'Answer by',
      contribute: 'Contribute by',
      rectify: 'Correct by',
      report: 'Report by',
    },
    original: 'Original deadline',
    asWritten: 'Deadline as written',
    progress: 'Last progress',
    earlier: 'Earlier urgings',
    agenda: 'Agenda',
    dispatch: 'Urging dispatch',
    period: 'Period',
  },
  vacant: 'post vacant',
  directive: ({ number, issuedOn, issuerName, title: about }) =>
    `${number} of ${plainDayEn(issuedOn)}${issuerName ? `, ${issuerName}` : ''}: ${about}`,
  dueValue: ({ date, at }, timeZone) => {
    const { time, offset } = wallTime(at, timeZone);
    return time === '00:00' ? `end of ${dayEn(date)} (${offset})` : `${time}, ${dayEn(date)} (${offset})`;
  },
  originalValue: ({ originalDate, extensions }) =>
    `${originalDate ? dayEn(originalDate) : ''}${extensions ? ` (extended ${extensions === 1 ? 'once' : `${extensions} times`})` : ''}`.trim(),
  progressValue: ({ date, note, percent }) =>
    `${plainDayEn(date)}${percent === undefined ? '' : `, ${percent}%`}: ${note}`,
  noProgress: 'none',
  earlierValue: earlierEn,
  agendaValue: agendaEn,
  dispatchValue: 'a draft is ready in the system',
  quotes: {
    note: ({ urgedBy }) => (urgedBy ? `Words of ${urgedBy.name}` : 'Note'),
    submission: ({ date, note, products, lateReason }) => ({
      label: `Completion report of ${plainDayEn(date)}`,
      text:
        [
          note,
          products.length ? `Products: ${products.join('; ')}` : undefined,
          lateReason && `Reason for the delay: ${lateReason}`,
        ]
          .filter(Boolean)
          .join('\n') || 'Without comment.',
    }),
    returned: ({ date, reason, newDate }) => ({
      label: `Returned on ${plainDayEn(date)}`,
      text: `${reason}${newDate ? `\nNew date: ${dayEn(newDate)}` : ''}`,
    }),
    dispute: ({ date, reason }) => ({ label: `Objection of ${plainDayEn(date)}`, text: reason }),
    extension: ({ date, reason, requestedDate, count, late, pending }) => ({
      label: `Request no. ${count} for an extension, ${plainDayEn(date)}${late ? ' (made late)' : ''}`,
      text: `${reason}\nRequested date: ${dayEn(requestedDate)}${pending ? '\nNot decided yet; the present deadline stands.' : ''}`,
    }),
    proposal: ({ date, text, byUnitName, blocking, interim, appeal }) => ({
      label: `Proposal of ${byUnitName}, ${plainDayEn(date)}${blocking ? ' (work is blocked until it is answered)' : ''}`,
      text: [
        text,
        appeal && `Appealed from ${appeal.fromName}: ${appeal.reason}`,
        interim && `Interim answer of ${plainDayEn(interim.date)}: ${interim.text}`,
      ]
        .filter(Boolean)
        .join('\n'),
    }),
    outcome: outcomeQuoteEn,
    rectification: ({ date, text, byUnitName }) => ({
      label: `Demand of ${byUnitName}, ${plainDayEn(date)}`,
      text,
    }),
    contribution: ({ date, text, byUnitName }) => ({
      label: `Request of ${byUnitName}, ${plainDayEn(date)}`,
      text,
    }),
  },

  button: (matter) => {
    if (matter.alarm === 'undelivered' || !isOwn(matter)) return 'View the task';
    return {
      accept: 'Accept the task',
      perform: 'Report the result',
      confirm: 'Examine and confirm',
      decide: 'Examine and decide',
      answer: 'Answer the proposal',
      contribute: 'Send the contribution',
      rectify: 'Report the correction',
      report: 'Report on progress',
    }[matter.obligationKind];
  },
  explain: 'How the date was computed',
  closing: 'Yours sincerely,',

  digest: digestEn,

  footer: {
    automatic: ({ systemName, senderName }) =>
      `Sent automatically by ${systemName} on behalf of ${senderName}. Please do not reply to this mail.`,
    contact: (contact) => `Contact: ${contact}`,
    mandatory: 'Assignments, urgings and reports are sent under the regulation and cannot be turned off.',
    courtesy:
      'Reminders before a deadline can be turned off; assignments, urgings and reports are still sent.',
    reminders: 'Turn reminders before deadlines off or on',
  },
};
