import type { ObligationKind } from '../../../shared/domain/policy-model.ts';
import type { TaskStatus, Timing, Verdict } from '../../../shared/domain/task.ts';
import type { Instant, LocalDate } from '../../../shared/domain/time.ts';
import { textsEn } from './en.ts';
import type { OfferName } from './forms.ts';
import { textsVi } from './vi.ts';

/** What an event's data says, with names where it has ids. */
export type EventFacts = {
  date?: LocalDate;
  number?: number;
  percent?: number;
  /** Names of units. */
  to?: string;
  /** Names of people. */
  recipients: string[];
  person?: string;
  duty?: ObligationKind;
  verdict?: Pick<Verdict, 'againstCurrent' | 'daysLateCurrent'>;
};

/** What is owed; of a decision, also what about. */
export type Duty = ObligationKind | 'extension' | 'dispute';

export type FieldTexts = { label: string; hint?: string };
export type FormTexts = {
  title: string;
  /** What happens when it is sent. */
  effect: string;
  button: string;
  fields: Record<string, FieldTexts>;
};

/** Every word of the page that a mail links to. Both languages have this type, so neither can lack one. */
export type PageTexts = {
  /** Weekday and date; date alone; wall time and date. */
  day(date: LocalDate): string;
  date(date: LocalDate): string;
  moment(at: Instant, timeZone: string): string;
  endOf(due: { date: LocalDate; at: Instant }, timeZone: string): string;
  list(items: string[]): string;
  workingDays(count: number): string;

  task(code: string): string;
  /** Who gave it to whom, by which document. */
  source(assigner: string, leads: string, document: string | undefined): string;
  status: Record<TaskStatus, string>;
  timing: Record<Timing, string>;
  left(workingDays: number, over: boolean): string;
  /** Who is waited for, and for what. */
  waiting(unit: string, duty: Duty): string;
  duty: Record<Duty, string>;
  by(due: string): string;
  defaultTerm: string;
  suspended(since: string): string;
  closed: { completed(on: string, verdict: string): string; cancelled(on: string): string };
  verdict(timing: 'on_time' | 'late' | 'none', daysLate: number): string;
  againstOriginal(verdict: string): string;

  facts: Record<
    | 'title'
    | 'content'
    | 'directive'
    | 'clause'
    | 'assigner'
    | 'lead'
    | 'head'
    | 'coordinating'
    | 'monitor'
    | 'product'
    | 'deadline'
    | 'progress'
    | 'agenda',
    string
  >;
  directive(number: string, date: string): string;
  vacant: string;
  noProgress: string;
  percent(percent: number): string;
  noDeadline: string;
  onAgenda(since: string): string;

  quotes: {
    submission(on: string, by: string): string;
    products: string;
    lateReason: string;
    none: string;
    returned(on: string, by: string): string;
    newDate(day: string): string;
    dispute(on: string, by: string): string;
    suggests(unit: string): string;
    open: string;
  };

  actions: { title: string; as(name: string, unit: string): string; other: string; none: string };
  forms: Record<OfferName, FormTexts>;
  optional: string;
  required: string;

  requests: {
    title: string;
    extension(number: number, on: string, by: string, late: boolean): string;
    requested(day: string, from: string): string;
    /** `date` when it was granted. */
    decided(on: string, by: string, date: string | undefined): string;
    proposal(on: string, by: string, to: string, blocking: boolean): string;
    answered(on: string, by: string, interim: boolean): string;
    appealed(on: string, from: string): string;
    contribution(on: string, from: string, to: string): string;
    rectification(on: string, from: string, by: string): string;
    superseded: string;
  };

  deadline: {
    title: string;
    asWritten: string;
    current: string;
    original: string;
    extended(count: number): string;
    how: string;
    rules: string;
  };
  held: { title: string; unit: string; days: string; now: string; explained: string };
  urgings: {
    title: string;
    none: string;
    entry(number: number, day: string, by: string | undefined, unit: string, duty: string): string;
    to(names: string): string;
    lost: string;
  };
  history: {
    title: string;
    system: string;
    fromMail: string;
    standIn(head: string): string;
    earlier: string;
    unnamed: string;
  };
  events: Record<string, (facts: EventFacts) => string>;
  otherEvent: string;

  done: string;
  /** After success: what the record now says. */
  recorded(moment: string, what: string): string;
  refused: Record<string, { title: string; detail: string }>;
  /** What has happened since the page was opened. */
  since(moment: string, who: string, what: string): string;
  /** Beside a field. */
  faults: Record<'missing' | 'date' | 'url' | 'number' | 'unit' | 'other', string> & {
    long(limit: number): string;
  };
  typed: string;
  nothingRecorded: string;

  footer: {
    person(name: string, unit: string): string;
    personal(until: string): string;
    automatic(sender: string): string;
  };
  /** When there is no task to show. */
  messages: Record<
    'unknown' | 'expired' | 'unreadable' | 'failed' | 'busy',
    { title: string; text: string[] }
  >;
  /** The page on which reminders before deadlines are turned off and on. */
  reminders: {
    title: string;
    on(name: string): string;
    off(name: string): string;
    turnOff: string;
    turnOn: string;
    duty: string;
  };
  request(id: string): string;
};

export const pageTexts: Record<'vi' | 'en', PageTexts> = { vi: textsVi, en: textsEn };
