import type { Rich } from '../blocks.ts';
import { daysLate, isLate, isUrging } from '../facts.ts';
import type { Matter } from '../letter.ts';
import { shorten } from '../words.ts';
import { dutyEn } from './ask.ts';
import { dayEn, plainDayEn, shortDayEn, workingDaysEn } from './format.ts';
import { outcomeTitleEn } from './outcome.ts';

/** Predicate of the first sentence: "is due on …", "is … overdue". */
function timing(matter: Matter): Rich {
  const { due, workingDaysLeft: left } = matter;
  if (!due) return ['has no fixed deadline'];
  const late = daysLate(matter);
  if (late > 0)
    return ['is ', { b: `${workingDaysEn(late)} overdue` }, ` (it was due on ${dayEn(due.date)})`];
  if (isLate(matter)) return ['is ', { b: 'overdue' }, ` (it was due on ${dayEn(due.date)})`];
  if (left === 0) return ['is ', { b: 'due today' }, `, ${dayEn(due.date)}`];
  return [
    'is ',
    { b: `due on ${dayEn(due.date)}` },
    left === undefined ? '' : ` (${workingDaysEn(left)} left)`,
  ];
}

export function leadEn(matter: Matter): Rich {
  const { task, holder, undelivered } = matter;
  const code = { b: shorten(task.code, 40) };
  const what = ` “${shorten(task.content, 140).replace(/[.;]$/, '')}”`;
  const from = `${what}, assigned by ${task.assignerName}`;
  const when = timing(matter);
  if (matter.alarm === 'undelivered' && undelivered) {
    const to = `${undelivered.personName} (${undelivered.unitName}) on ${plainDayEn(undelivered.date)}`;
    return [
      `${matter.urging ? `Urging no. ${matter.urging}` : 'A mail'} about task `,
      code,
      `${from}, sent to ${to}, `,
      { b: 'did not reach its addressee' },
      '; the task ',
      ...when,
      '.',
    ];
  }
  switch (matter.obligationKind) {
    case 'accept':
      return [
        { b: task.assignerName },
        ` assigns task `,
        code,
        `${what} to ${holder.name} as lead unit; its acceptance `,
        ...when,
        '.',
      ];
    case 'perform':
      return ['Task ', code, `${from} and led by ${holder.name}, `, ...when, '.'];
    case 'confirm': {
      const on = matter.submission ? ` on ${plainDayEn(matter.submission.date)}` : '';
      return [
        `${task.leadUnit.name} reported task `,
        code,
        `${from}, complete${on}; the confirmation by ${holder.name} `,
        ...when,
        '.',
      ];
    }
    case 'decide': {
      const request = matter.extension
        ? [`${task.leadUnit.name} requests an extension of task `, code, from]
        : matter.dispute
          ? [`${task.leadUnit.name} objects to taking on task `, code, from]
          : ['There is a request to decide on task ', code, from];
      return [...request, `; the decision of ${holder.name} `, ...when, '.'];
    }
    case 'answer':
      return [
        `${matter.proposal?.byUnitName ?? task.leadUnit.name} has raised a proposal on task `,
        code,
        `${from}; the answer of ${holder.name} `,
        ...when,
        '.',
      ];
    case 'contribute':
      return [
        `${matter.contribution?.byUnitName ?? task.leadUnit.name} asks ${holder.name} to contribute to task `,
        code,
        `${from}; the contribution `,
        ...when,
        '.',
      ];
    case 'rectify':
      return [
        `${matter.rectification?.byUnitName ?? task.assignerName} demands that ${holder.name} correct a shortcoming in task `,
        code,
        `${from}; the correction `,
        ...when,
        '.',
      ];
    case 'report': {
      const period = matter.period ? ` for ${matter.period}` : '';
      return [
        'On task ',
        code,
        `${from} and led by ${holder.name}, the progress report${period} `,
        ...when,
        '.',
      ];
    }
  }
}

export function subjectOfEn(matter: Matter): string {
  const tag = {
    accept: 'accept',
    perform: '',
    confirm: 'confirm',
    decide: 'decide',
    answer: 'answer',
    contribute: 'contribute',
    rectify: 'correct',
    report: 'report',
  }[matter.obligationKind];
  const from = matter.inherited && `from ${shorten(matter.inherited.fromCode, 12)}`;
  const start = from ? `${from}, ` : tag ? `${tag}, ` : '';
  if (matter.alarm === 'undelivered')
    return matter.urging ? `urging no. ${matter.urging} NOT DELIVERED` : 'mail NOT DELIVERED';
  const late = daysLate(matter);
  const nth = isUrging(matter) && matter.urging ? ` (urging ${matter.urging})` : '';
  if (late > 0) return `${start}OVERDUE ${workingDaysEn(late)}${nth}`;
  if (isLate(matter)) return `${start}OVERDUE${nth}`;
  if (!matter.due) return `${from ?? (tag || 'no fixed deadline')}${nth}`;
  const left = matter.workingDaysLeft;
  if (left === 0) return `${start}due TODAY ${shortDayEn(matter.due.date)}${nth}`;
  const rest = left === undefined || from ? '' : ` (${workingDaysEn(left)} left)`;
  return `${start}due ${shortDayEn(matter.due.date)}${rest}${nth}`;
}

const titles = {
  notice: {
    accept: 'New task',
    perform: 'Deadline of a task',
    confirm: 'A completion report awaits confirmation',
    decide: 'A request awaits decision',
    answer: 'A proposal awaits an answer',
    contribute: 'Request for a contribution',
    rectify: 'A shortcoming is to be corrected',
    report: 'A progress report is due',
  },
  reminder: {
    accept: 'Reminder: accept the task',
    perform: 'Reminder: deadline of a task',
    confirm: 'Reminder: confirm the result',
    decide: 'Reminder: decide the request',
    answer: 'Reminder: answer the proposal',
    contribute: 'Reminder: send the contribution',
    rectify: 'Reminder: correct the shortcoming',
    report: 'Reminder: report on progress',
  },
} as const;

export function titleEn(matter: Matter): string {
  const { alarm, obligationKind: kind } = matter;
  if (alarm === 'undelivered') return 'A mail did not reach its addressee';
  if (alarm === 'inherited') return 'Work taken over from another unit';
  if (alarm === 'rung' || alarm === 'urge')
    return `Urging${matter.urging ? ` no. ${matter.urging}` : ''}: ${dutyEn[kind]}`;
  if (matter.outcome) return outcomeTitleEn(matter.outcome);
  if (alarm === 'notice' && matter.returned) return 'A task is returned to be redone';
  return titles[alarm][kind];
}

export function statusEn(matter: Matter): string {
  const late = daysLate(matter);
  if (late > 0) return `${workingDaysEn(late)} overdue`;
  if (isLate(matter)) return 'Overdue';
  if (!matter.due) return 'No fixed deadline';
  if (matter.workingDaysLeft === 0) return 'Due today';
  if (matter.workingDaysLeft === undefined) return `Due ${plainDayEn(matter.due.date)}`;
  return `${workingDaysEn(matter.workingDaysLeft)} left`;
}
