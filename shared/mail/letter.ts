import type { MatterAlarm, Message } from '../domain/message.ts';
import type { Audience, ObligationKind } from '../domain/policy-model.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import type { Composed, ComposedNotice } from './blocks.ts';
import { composeDigest } from './compose-digest.ts';
import { composeMatter } from './compose-matter.ts';
import { composeNotices } from './compose-notices.ts';
import { headersOf } from './headers.ts';
import { toHtml } from './html.ts';
import { checkSubject } from './subject.ts';
import { toText } from './text.ts';

/** The task a matter is about, with names where the record has ids. */
export type LetterTask = {
  id: string;
  code: string;
  content: string;
  directive?: { number: string; issuedOn: LocalDate; issuerName?: string; title: string };
  clause?: string;
  product?: string;
  /** The code goes into the subject, the same in every mail about this task. */
  leadUnit: { name: string; code: string };
  assignerName: string;
  coordinatingNames: string[];
  /** The answerable person; absent while the post is vacant. */
  headName?: string;
};

/** What the system does next by itself, and on which day, unless somebody acts before. */
export type NextStep = {
  /** `due`: the deadline passes. `silence`: silence will count as acceptance. `weekly`: the last rung, repeated. */
  what: 'reminder' | 'due' | 'silence' | 'rung' | 'agenda' | 'weekly';
  at: LocalDate;
  /** For `rung` and `weekly`: the number that the urging will have. */
  urging?: number;
  /** Whom it will address; the persons are found only when it happens. */
  whom?: Audience[];
};

/** What became of a request: a decision about an extension (with `newDate`, if granted), an answer to a proposal. */
export type RequestOutcome = { date: LocalDate; byName: string } & (
  | { of: 'extension'; newDate?: LocalDate; reason?: string }
  | { of: 'proposal'; text: string; interim?: boolean }
);

/** One ledger row, re-read at sending time: one thing that this person is to know, and why. */
export type Matter = {
  alarm: MatterAlarm;
  reason: Message['reason'];
  obligationKind: ObligationKind;
  task: LetterTask;
  /** Whoever must act now: for `confirm` the office, for `perform` the lead unit. */
  holder: { name: string; code: string };
  /** Deadline of the obligation. `originalDate` when extensions have moved it, `raw` as written in the directive. */
  due?: { date: LocalDate; at: Instant; originalDate?: LocalDate; extensions?: number; raw?: string };
  /** Counted on the morning of sending. 0 = due today, negative = that many working days late. */
  workingDaysLeft?: number;
  /** Number of the urging that this matter carries (alarms `rung`, `urge`, `undelivered`). */
  urging?: number;
  earlierUrgings: { number: number; date: LocalDate }[];
  /** Highest rung reached by the ladder; 0 before the first. */
  rung: number;
  /** When it went on the agenda of the authority's next meeting. */
  agendaOn?: LocalDate;
  /** The Office finds a draft urging dispatch (dự thảo công văn đôn đốc) in the system. */
  draftDispatch?: boolean;
  /** For `urge`: the person who urges, and the text they wrote. */
  urgedBy?: { name: string; unitName: string };
  note?: string;
  /** Should have gone out on this earlier day; an outage was in the way. */
  lateSince?: LocalDate;
  next?: NextStep;
  lastProgress?: { date: LocalDate; note: string; percent?: number };
  /** What waits for confirmation. */
  submission?: { date: LocalDate; note?: string; products: string[]; lateReason?: string };
  /** The task came back: why, and until when it is to be done again. */
  returned?: { date: LocalDate; reason: string; newDate?: LocalDate };
  /** What waits for a decision: a dispute or an extension. */
  dispute?: { date: LocalDate; reason: string };
  extension?: {
    date: LocalDate;
    reason: string;
    requestedDate: LocalDate;
    count: number;
    late?: boolean;
    pending?: boolean;
  };
  /** Of a `notice` to whoever asked. */
  outcome?: RequestOutcome;
  /** What waits for an answer. */
  proposal?: {
    date: LocalDate;
    text: string;
    byUnitName: string;
    blocking?: boolean;
    /** The latest answer that was not the final one. */
    interim?: { date: LocalDate; text: string };
    appeal?: { reason: string; fromName: string };
  };
  /** What a coordinating unit is asked for. */
  contribution?: { date: LocalDate; text: string; byUnitName: string };
  /** A shortcoming that the lead is to correct. */
  rectification?: { date: LocalDate; text: string; byUnitName: string };
  /** The period that a report is about, as people write it: `11/2026`. */
  period?: string;
  /** For `undelivered`: whom the urging did not reach, and what the mail system said. */
  undelivered?: { personName: string; unitName: string; date: LocalDate; diagnosis?: string };
  /** For `inherited`: the unit that owed it until it was merged, split or dissolved. */
  inherited?: { fromName: string; fromCode: string };
  /** Absolute https addresses. `page` is where this person acts on this matter, `explain` shows how the date came about. */
  links: { page?: string; explain?: string };
};

/** Everything one mail needs, as plain data. Several matters make a digest. */
export type Letter = {
  person: { id: string; name: string; locale: 'vi' | 'en'; unitName: string };
  morning: LocalDate;
  timeZone: string;
  /** "Đôn Đốc", and on whose behalf it writes: "Văn phòng Thành ủy". */
  systemName: string;
  senderName: string;
  /** The body on whose agenda unresolved matters go ("Thường trực Thành ủy"). */
  agendaBodyName?: string;
  /** Right-hand side of the synthetic message ids and of List-Id: a domain of ours. */
  mailDomain: string;
  /** At least one, or a notice. */
  matters: Matter[];
  /** What is told beside the duties, before them. */
  notices?: ComposedNotice[];
  /** `reminders` is where they are turned off and on. It also takes a one-click POST (RFC 8058), which courtesy mail announces. */
  links: { reminders: string };
  /** Whom to ask: a line of text such as a telephone number or an address. */
  contact?: string;
};

export type Header = { name: string; value: string };
export type RenderedLetter = { subject: string; text: string; html: string; headers: Header[] };

// Mail programs clip a message above about 100 kB; a digest tells fewer matters in full until it fits.
const sizeLimit = 90_000;
const tops = [25, 15, 10, 6, 3, 1];

/**
 * Renders one mail, the same facts in both parts. Several matters become a digest.
 * @throws RangeError if there is no matter, a link is not http(s), or a header would be one that SES does not accept
 */
export function renderLetter(letter: Letter): RenderedLetter {
  const [first] = letter.matters;
  const { notices = [] } = letter;
  if (!first && notices.length === 0) throw new RangeError('a letter needs at least one matter or notice');
  for (const url of linksIn(letter)) {
    if (!/^https?:\/\/[!-~]+$/.test(url)) throw new RangeError(`not a link: ${JSON.stringify(url)}`);
  }
  const headers = headersOf(letter);
  if (!first) return { ...render(composeNotices(letter, notices)), headers };
  if (letter.matters.length === 1 && notices.length === 0)
    return { ...render(composeMatter(letter, first)), headers };
  for (const top of tops) {
    const rendered = render(composeDigest(letter, top));
    if (Buffer.byteLength(rendered.html) <= sizeLimit) return { ...rendered, headers };
  }
  return { ...render(composeDigest(letter, 0)), headers };
}

function render(composed: Composed): Omit<RenderedLetter, 'headers'> {
  return { subject: checkSubject(composed.subject), text: toText(composed), html: toHtml(composed) };
}

function linksIn(letter: Letter): string[] {
  const links = [letter.links, ...letter.matters.map((matter) => matter.links)];
  return links.flatMap((group) => Object.values(group)).filter((url) => url !== undefined);
}
