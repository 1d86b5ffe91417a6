import type { Audience } from '../../domain/policy-model.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Matter } from '../letter.ts';
import { dateParts } from '../words.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Months in words: 05/06 means another day to half of those who read English. */
export function plainDayEn(date: LocalDate): string {
  const { dd, MM, yyyy } = dateParts(date);
  return `${Number(dd)} ${months[Number(MM) - 1]} ${yyyy}`;
}

export function shortDayEn(date: LocalDate): string {
  const { dd, MM } = dateParts(date);
  return `${Number(dd)} ${months[Number(MM) - 1]?.slice(0, 3)}`;
}

export function dayEn(date: LocalDate): string {
  return `${weekdays[dateParts(date).weekday]}, ${plainDayEn(date)}`;
}

export function listEn(items: string[]): string {
  if (items.length < 3) return items.join(' and ');
  return `${items.slice(0, -1).join(', ')}, and ${items.at(-1)}`;
}

/** "1 working day", "3 working days". */
export function workingDaysEn(count: number): string {
  return `${count} working day${count === 1 ? '' : 's'}`;
}

export const audienceEn: Record<Audience, string> = {
  officer: 'the officer in charge',
  head: 'the head of the unit',
  monitor: 'the monitoring department',
  office: 'the Office',
  authority: 'the assigning authority',
  parentHead: 'the head of the next higher unit',
};

export function earlierEn(urgings: Matter['earlierUrgings']): string {
  const shown = urgings.length > 5 ? urgings.slice(-3) : urgings;
  const dates = shown.map(({ number, date }) => `no. ${number} on ${plainDayEn(date)}`).join('; ');
  return shown.length < urgings.length ? `${urgings.length} times, most recently ${dates}` : dates;
}

export function agendaEn(on: LocalDate, body: string | undefined): string {
  return `on the list for ${body ?? agendaBodyEn} since ${plainDayEn(on)}`;
}

/** The body that takes up what stays unresolved, where the deployment gives it no name. */
export const agendaBodyEn = 'the Standing Committee';
