import type { Notice, NoticeTexts } from '../notice.ts';
import { agendaBodyEn, plainDayEn, workingDaysEn } from './format.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** "November 2026", "the fourth quarter of 2026" */
function periodEn({ kind, month }: Extract<Notice, { is: 'report' }>): string {
  const [year, number] = month.split('-');
  const last = Number(number);
  if (kind === 'month') return `${months[last - 1]} ${year}`;
  if (kind === 'quarter')
    return `the ${['first', 'second', 'third', 'fourth'][last / 3 - 1] ?? ''} quarter of ${year}`;
  return kind === 'half' ? `the ${last === 6 ? 'first' : 'second'} half of ${year}` : `the year ${year}`;
}

const number = (count: number) => count.toLocaleString('en-GB');
const tasks = (count: number) => `${number(count)} task${count === 1 ? '' : 's'}`;

export const noticesEn: NoticeTexts = {
  title: (notice) =>
    notice.is === 'report'
      ? `Report on ${periodEn(notice)} (no. ${notice.number})`
      : 'Tasks past their third urging',
  subject: (notice) =>
    notice.is === 'report'
      ? `Report on ${periodEn(notice)}: ${tasks(notice.figures.openOverdue)} overdue`
      : `${tasks(notice.items.length)} for the next meeting`,
  intro: (notice, body) =>
    notice.is === 'report'
      ? [
          `Figures of ${notice.unitName} from ${plainDayEn(notice.from)} to the end of ${plainDayEn(notice.to)}, as closed. `,
          'What comes later is counted in the next period, and marked.',
        ]
      : [
          `These tasks are overdue and were urged a third time without result; they are proposed for the next meeting of ${body ?? agendaBodyEn}.`,
        ],
  facts: 'The period in figures',
  figure: {
    carriedOver: 'Carried over',
    assigned: 'Assigned in the period',
    total: 'Total',
    doneOnTime: 'Done on time',
    doneLate: 'Done late',
    openInTime: 'Open, in time or without a deadline',
    openOverdue: 'Open and overdue',
    stopped: 'Suspended or cancelled',
    late: 'Of earlier periods, recorded late',
  },
  percentage: {
    doneOfDue: 'Done, of what was due',
    onTimeOfDone: 'On time, of what is done',
    onTimeOfDue: 'On time, of what is done or overdue',
    onTimeOfAll: 'On time, of all',
  },
  share: ({ value, numerator, denominator }) =>
    value === undefined
      ? 'none'
      : `${value.toLocaleString('en-GB', { minimumFractionDigits: 1 })}% (${number(numerator)} of ${number(denominator)})`,
  number,
  longest: 'Longest overdue',
  longestValue: ({ due, workingDays }) => `${workingDaysEn(workingDays)} (due ${plainDayEn(due)})`,
  status: ({ workingDays }) => `OVERDUE by ${workingDaysEn(workingDays)}`,
  details: ({ unitName, due, urgings }) => [
    `${unitName}${due ? `; due ${plainDayEn(due)}` : ''}; urged ${urgings === 1 ? 'once' : `${urgings} times`}.`,
  ],
  open: 'See the task',
  rest: (count) => `${tasks(count)} more; see the whole list in the system.`,
  why: (notice) => {
    if (notice.is === 'agenda') return 'your body decides on tasks that were urged again and again';
    return notice.reason === 'head'
      ? `you head ${notice.unitName}, which has a part in the report`
      : 'your body receives the periodic reports';
  },
};
