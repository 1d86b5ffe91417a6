import type { Matter } from './letter.ts';
import { line, shorten } from './words.ts';

// With the longest usual ending ("QUÁ HẠN 12 ngày làm việc (lần 3)") the whole stays near 70 characters.
const stemLimit = 36;
const titleFloor = 16;

/** Beginning of every subject about a task, always the same, so that mail programs keep its mails together. */
export function subjectStem({ task }: Matter): string {
  const start = `[${shorten(task.leadUnit.code, 16)}] ${shorten(task.code, 24)} – `;
  return start + shorten(task.content, Math.max(titleFloor, stemLimit - [...start].length));
}

/** @throws RangeError if a subject could break out of its header line */
export function checkSubject(subject: string): string {
  const one = line(subject);
  if (one === '' || /[\r\n]/.test(one)) throw new RangeError(`not a subject: ${JSON.stringify(subject)}`);
  return one;
}
