import type { ObligationKind } from '../domain/policy-model.ts';
import type { LocalDate } from '../domain/time.ts';
import type { Rich } from './blocks.ts';
import { textsEn } from './en/texts.ts';
import type { Letter, Matter, NextStep, RequestOutcome } from './letter.ts';
import { textsVi } from './vi/texts.ts';

/** A matter in the letter that carries it: what most sentences need. */
export type Case = { letter: Letter; matter: Matter };

/** The groups of a digest, in their order. Upcoming and overdue are never mixed. */
export type Group = 'overdue' | 'undelivered' | 'decide' | 'inherited' | 'due' | 'news';

/** Every sentence of our mails. Both languages have this type, so neither can lack one. */
export type Texts = {
  /** "thứ Hai, ngày 30/11/2026" */
  day(date: LocalDate): string;
  /** Letterhead date. */
  longDay(date: LocalDate): string;
  list(items: string[]): string;

  /** How the matter stands: what follows unit and code in a subject. */
  subjectOf(matter: Matter): string;
  digestSubject(system: string, morning: LocalDate, counts: Record<Group, number>): string;

  /** Words on the badge: how urgent, without colour. */
  status(matter: Matter): string;
  title(matter: Matter): string;
  address(letter: Letter): string;
  /** First sentence: what, who assigned it, when due, how late. */
  lead(c: Case): Rich;
  /** What is asked of this reader, firmer with each urging. */
  ask(c: Case): Rich;
  urgedBy(matter: Matter): string | undefined;
  lateNotice(since: LocalDate): string;
  nextLabel: string;
  next(step: NextStep, c: Case): string;
  /** "Already done? Report it": for those who owe. */
  calmExit(matter: Matter): string;
  /** Other ways than doing it: extension, difficulties. */
  otherWays(matter: Matter): string | undefined;
  /** Why the reader gets this matter, as the end of the sentence that `because` makes. */
  why(c: Case): string;
  because(reasons: string[]): string;

  facts: {
    title: string;
    content: string;
    directive: string;
    clause: string;
    assigner: string;
    lead: string;
    coordinating: string;
    head: string;
    product: string;
    holder: Record<ObligationKind, string>;
    due: Record<ObligationKind, string>;
    original: string;
    asWritten: string;
    progress: string;
    earlier: string;
    agenda: string;
    dispatch: string;
    period: string;
  };
  vacant: string;
  directive(directive: NonNullable<Matter['task']['directive']>): string;
  dueValue(due: NonNullable<Matter['due']>, timeZone: string): string;
  originalValue(due: NonNullable<Matter['due']>): string;
  progressValue(progress: NonNullable<Matter['lastProgress']>): string;
  noProgress: string;
  earlierValue(urgings: Matter['earlierUrgings']): string;
  agendaValue(on: LocalDate, body: string | undefined): string;
  dispatchValue: string;
  quotes: {
    note(matter: Matter): string;
    submission(s: NonNullable<Matter['submission']>): { label: string; text: string };
    returned(r: NonNullable<Matter['returned']>): { label: string; text: string };
    dispute(d: NonNullable<Matter['dispute']>): { label: string; text: string };
    extension(e: NonNullable<Matter['extension']>): { label: string; text: string };
    proposal(p: NonNullable<Matter['proposal']>): { label: string; text: string };
    outcome(o: RequestOutcome): { label: string; text: string };
    rectification(r: NonNullable<Matter['rectification']>): { label: string; text: string };
    contribution(c: NonNullable<Matter['contribution']>): { label: string; text: string };
  };

  button(matter: Matter): string;
  explain: string;
  closing: string;

  digest: {
    title(morning: LocalDate): string;
    counts(counts: Record<Group, number>): string;
    opening(c: { letter: Letter; counts: Record<Group, number> }): Rich;
    group: Record<Group, string>;
    /** Depends on the highest urging in the group, and on whether any of its matters is the reader's own to do. */
    intro(group: Group, urging: number, own: boolean): Rich;
    unit(name: string, count: number): string;
    details(c: Case): string[];
    rest(count: number, codes: string[]): string;
    open: string;
  };

  footer: {
    automatic(letter: Letter): string;
    contact(contact: string): string;
    mandatory: string;
    courtesy: string;
    reminders: string;
  };
};

export const texts: Record<'vi' | 'en', Texts> = { vi: textsVi, en: textsEn };
