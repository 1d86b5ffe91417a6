import type { Matter } from './letter.ts';
import { line, shorten } from './words.ts';

/** Most lists of mail show no more of a subject. */
const most = 70;
/** From and to how many characters a code is shown. */
const ofUnit = { least: 6, most: 12 };
const ofTask = { least: 8, most: 24 };
/** A shorter piece of a title says nothing. */
const leastOfTitle = 10;

/**
 * Which task it is and how it stands come first, so that neither is cut off on a small screen; the title has what room is left.
 * Unit and code, unless they are very long, are the same in every mail about a task, by which its mails are found together.
 */
export function subjectAbout({ task }: Matter, state: string): string {
  const room = most - characters(`[]  – ${state}`);
  const unit = shorten(task.leadUnit.code, within(ofUnit, room - ofTask.least));
  const code = shorten(task.code, within(ofTask, room - characters(unit)));
  const start = `[${unit}] ${code} – ${state}`;
  const left = most - characters(`${start} – `);
  return left < leastOfTitle ? shorten(start, most) : `${start} – ${shorten(task.content, left)}`;
}

/** The counts of a digest, gravest first; those for which there is no room are left to the mail. */
export function subjectOfCounts(start: string, counts: readonly string[]): string {
  const told = (some: number) =>
    `${start}: ${counts.slice(0, some).join(', ')}${some < counts.length ? '…' : ''}`;
  const fitting = counts.map((_, index) => index + 1).findLast((some) => characters(told(some)) <= most);
  return told(fitting ?? 1);
}

const within = ({ least, most }: { least: number; most: number }, room: number) =>
  Math.min(most, Math.max(least, room));

const characters = (text: string) => [...text].length;

/** @throws RangeError if a subject could break out of its header line */
export function checkSubject(subject: string): string {
  const one = line(subject);
  if (one === '' || /[\r\n]/.test(one)) throw new RangeError(`not a subject: ${JSON.stringify(subject)}`);
  return one;
}
