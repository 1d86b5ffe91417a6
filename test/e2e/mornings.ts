import type { ReceivedMail } from './target.ts';

/** A wall time in Hanoi, at which all that is due by then has happened. */
export const hanoi = (date: string, time: string) => new Date(`${date}T${time}:00+07:00`).toISOString();

/** Local day of a mail. */
export const localDay = ({ at }: ReceivedMail) =>
  new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10);

/** Each mail that mentions the words, however its lines are broken, as `2026-12-01 stc.head`, sorted. */
export const toldOf = (mails: readonly ReceivedMail[], words: string) =>
  mails
    .filter(({ text }) => text.replaceAll(/\s+/g, ' ').includes(words))
    .map((mail) => `${localDay(mail)} ${mail.to.split('@')[0]}`)
    .sort();
