import type { Calendar } from '../../shared/domain/calendar.ts';
import { calendarWith } from '../../shared/domain/default-calendar.ts';

/** The calendar of a deployment in Vietnam in which no year has been edited. */
export const defaultCalendar: Calendar = calendarWith([], 'Asia/Ho_Chi_Minh', 'official');
