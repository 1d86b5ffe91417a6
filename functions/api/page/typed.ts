import type { Directory } from '../../../shared/domain/directory.ts';
import { type Fault, Refusal } from '../../../shared/domain/refusal.ts';
import { line } from '../../../shared/mail/words.ts';

/** A browser's date field sends yyyy-mm-dd; where there is none, people write dd/mm/yyyy. */
export function isoDate(text: string | undefined): string | undefined {
  const [, day = '', month = '', year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text ?? '') ?? [];
  return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
}

/** What is not a date is read like the words of a document, or refused as unreadable. */
export function deadlineOf(text: string | undefined): { date: string } | { raw: string } | undefined {
  const date = isoDate(text);
  if (date === undefined || text === undefined) return undefined;
  return /^\d{4}-\d\d-\d\d$/.test(date) ? { date } : { raw: text };
}

export function wholeNumber(text: string | undefined): number | string | undefined {
  const digits = text?.replace(/\s*%$/, '');
  return digits !== undefined && /^\d+$/.test(digits) ? Number(digits) : text;
}

/** The unit that people call so, by name or code. @throws Refusal `invalid_request` when there is none, or several */
export function unitIdOf(
  directory: Directory,
  named: string | undefined,
  pointer: string,
): string | undefined {
  if (named === undefined) return undefined;
  const plain = (text: string) => line(text).toLocaleLowerCase('vi');
  const all = [...directory.units.values()];
  const byCode = all.filter((each) => plain(each.code) === plain(named));
  const found = byCode.length > 0 ? byCode : all.filter((each) => plain(each.name) === plain(named));
  const [only] = found;
  if (only && found.length === 1) return only.id;
  const fault: Fault = { pointer, code: 'unit_unknown', params: { unitId: named } };
  throw new Refusal('invalid_request', { count: 1 }, [fault]);
}
