import type { ObligationKind } from '../domain/policy-model.ts';
import type { Matter } from './letter.ts';
import type { Tone } from './palette.ts';

/** Addressed to whoever must act, not to somebody who watches. */
export function isOwn(matter: Matter): boolean {
  return matter.reason === 'holder' || matter.reason === 'head' || matter.reason === 'substitute';
}

/** Part of the duty itself: cannot be unsubscribed. Reminders before the deadline are a courtesy. */
export function isMandatory(matter: Matter): boolean {
  return matter.alarm !== 'reminder';
}

export function isUrging(matter: Matter): boolean {
  return matter.alarm === 'rung' || matter.alarm === 'urge';
}

/** Waits for the superior side: its slowness is charged to it, and it is asked, not told. */
export function isSuperiorDuty(kind: ObligationKind): boolean {
  return kind === 'confirm' || kind === 'decide' || kind === 'answer';
}

export function daysLate(matter: Matter): number {
  return matter.workingDaysLeft !== undefined && matter.workingDaysLeft < 0 ? -matter.workingDaysLeft : 0;
}

/** A rung is only ever climbed after the deadline, also where policies count in minutes and no whole day has passed. */
export function isLate(matter: Matter): boolean {
  return daysLate(matter) > 0 || matter.alarm === 'rung';
}

export function toneOf(matter: Matter): Tone {
  if (matter.alarm === 'undelivered' || isLate(matter)) return 'late';
  if (matter.workingDaysLeft === undefined) return 'plain';
  return matter.workingDaysLeft <= 3 ? 'soon' : 'calm';
}
