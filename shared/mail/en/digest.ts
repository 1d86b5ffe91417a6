import { isUrging } from '../facts.ts';
import type { Letter, NextStep } from '../letter.ts';
import { subjectOfCounts } from '../subject.ts';
import type { Case, Group, Texts } from '../texts.ts';
import { shorten } from '../words.ts';
import { actEn } from './ask.ts';
import {
  agendaBodyEn,
  agendaEn,
  audienceEn,
  dayEn,
  earlierEn,
  listEn,
  plainDayEn,
  shortDayEn,
} from './format.ts';
import { outcomeQuoteEn } from './outcome.ts';

const names: Record<Group, string> = {
  overdue: 'overdue',
  undelivered: 'undelivered',
  decide: 'awaiting your decision',
  inherited: 'taken over',
  due: 'due soon',
  news: 'new',
};
const shortNames: Record<Group, string> = {
  overdue: 'OVERDUE',
  undelivered: 'undelivered',
  decide: 'to decide',
  inherited: 'taken over',
  due: 'due soon',
  news: 'new',
};
const order: Group[] = ['overdue', 'undelivered', 'decide', 'inherited', 'due', 'news'];

function details({ letter, matter }: Case): string[] {
  const { task, holder, due } = matter;
  const parts = [`${holder.name} is asked to ${actEn(matter)}`, `assigned by ${task.assignerName}`];
  if (due) parts.push(`due on ${dayEn(due.date)}`);
  if (due?.originalDate) parts.push(`originally on ${plainDayEn(due.originalDate)}`);
  const rows = [`${parts.join('; ')}.`];
  if (matter.outcome) {
    const { label, text } = outcomeQuoteEn(matter.outcome);
    rows.push(`${label}: ${shorten(text, 300)}`);
  }
  if (isUrging(matter) || (matter.alarm === 'undelivered' && matter.urging)) {
    const earlier = matter.earlierUrgings.length ? `; before that, ${earlierEn(matter.earlierUrgings)}` : '';
    rows.push(`Urging no. ${matter.urging ?? 1}${earlier}.`);
  }
  if (matter.inherited) {
    const { inherited, earlierUrgings } = matter;
    const urged = earlierUrgings.length ? `; urged so far: ${earlierEn(earlierUrgings)}` : '';
    rows.push(`Taken over from ${inherited.fromName}; the deadline stands${urged}.`);
  }
  if (matter.undelivered) {
    const { personName, unitName, date, diagnosis } = matter.undelivered;
    rows.push(
      `The mail to ${personName} (${unitName}) of ${plainDayEn(date)} was not delivered${diagnosis ? `: ${diagnosis}` : ''}. Please inform the addressee directly and correct the address.`,
    );
  }
  if (matter.agendaOn) rows.push(`It is ${agendaEn(matter.agendaOn, letter.agendaBodyName)}.`);
  if (matter.lateSince)
    rows.push(`Should have been sent on ${plainDayEn(matter.lateSince)}; delayed by an outage.`);
  if (matter.next) rows.push(`Next: ${nextIn(matter.next, letter)}.`);
  return rows;
}

/** The next step in a few words: a digest has many. */
function nextIn(step: NextStep, letter: Letter): string {
  const day = plainDayEn(step.at);
  const nth = step.urging ? ` no. ${step.urging}` : '';
  const whom = step.whom?.length ? `, to ${listEn(step.whom.map((who) => audienceEn[who]))}` : '';
  return {
    reminder: `reminder on ${day}`,
    due: `urging if not done by the end of ${day}`,
    silence: `silence counts as acceptance after ${day}`,
    rung: `urging${nth} on ${day} if not done${whom}`,
    agenda: `on the list for ${letter.agendaBodyName ?? agendaBodyEn} on ${day} if not done`,
    weekly: `weekly urging,${nth} on ${day}${whom}`,
  }[step.what];
}

function told(counts: Record<Group, number>, as: Record<Group, string>): string[] {
  const groups = order.filter((group) => counts[group]);
  return groups.map((group) => `${counts[group]} ${as[group]}`);
}

export const digestSubjectEn: Texts['digestSubject'] = (system, morning, counts) =>
  subjectOfCounts(`[${system}] ${shortDayEn(morning)}`, told(counts, shortNames));

export const digestEn: Texts['digest'] = {
  title: (morning) => `Your tasks on ${dayEn(morning)}`,
  counts: (counts) => told(counts, names).join(', '),
  opening: ({ letter, counts }) => {
    const total = order.reduce((sum, group) => sum + counts[group], 0);
    return [
      `${letter.senderName} draws your attention to `,
      { b: `${total} matters` },
      ` this morning: ${digestEn.counts(counts)}.`,
    ];
  },
  group: {
    overdue: 'Overdue',
    undelivered: 'Urgings not delivered',
    decide: 'Awaiting your decision',
    inherited: 'Taken over from other units',
    due: 'Due soon',
    news: 'New',
  },
  intro: (group, urging, own) => {
    switch (group) {
      case 'overdue':
        if (!own)
          return [
            urging >= 3 ? { b: `There are matters at urging no. ${urging}. ` } : '',
            'You are asked to follow them up with the units below, within your functions and authority.',
          ];
        if (urging <= 1)
          return [
            'Please complete these and report the result; where the work is not finished, state the reason and the time still needed.',
          ];
        if (urging === 2)
          return [
            'Some have been urged a second time. The head is asked to take charge in person and to report the cause of the delay and a definite date of completion.',
          ];
        return [
          { b: `There are matters at urging no. ${urging}.` },
          ' The head, who is personally answerable, is required to have them completed without further delay and to explain in writing.',
        ];
      case 'undelivered':
        return ['These urgings do not count as sent.'];
      case 'decide':
        return ['Units are waiting for a confirmation, a decision or an answer.'];
      case 'inherited':
        return [
          'From now on your unit is answerable for the matters below. Content, deadlines, reminders and urgings so far stand.',
        ];
      case 'due':
        if (!own) return ['For your information; no answer is needed.'];
        return ['Please check progress so that these are finished and reported in time.'];
      case 'news':
        return ['To be taken on, or for your information.'];
    }
  },
  unit: (name, count) => `${name} (${count})`,
  details,
  rest: (count, codes) =>
    `And ${count} more: ${codes.join(', ')}${codes.length < count ? '…' : ''}. The full list is in the system.`,
  open: 'Open the task',
};
