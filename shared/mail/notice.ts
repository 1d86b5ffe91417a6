import type { Figures, Percentage, Percentages } from '../domain/figures.ts';
import type { Message } from '../domain/message.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { LocalDate } from '../domain/time.ts';
import type { Block, ComposedNotice, Fact, Rich } from './blocks.ts';
import { noticesEn } from './en/notices.ts';
import { noticesVi } from './vi/notices.ts';
import { shorten } from './words.ts';

/** Part of a frozen report, or the agenda of a week. */
export type Notice =
  | {
      is: 'report';
      kind: PeriodKind;
      /** Last month of the period, `yyyy-mm`, and the report's number in its year. */
      month: string;
      number: string;
      from: LocalDate;
      to: LocalDate;
      /** Whose part it is. */
      unitName: string;
      reason: Message['reason'];
      figures: Figures;
      percentages: Percentages;
      /** Facts that are about earlier periods, which stay as they were closed. */
      late: { assigned: number; done: number };
      longestOverdue?: { due: LocalDate; workingDays: number };
    }
  | {
      is: 'agenda';
      reason: Message['reason'];
      /** Longest overdue first. */
      items: {
        code: string;
        content: string;
        unitName: string;
        due?: LocalDate;
        workingDays: number;
        urgings: number;
        /** The reader's own link to the task. */
        page: string;
      }[];
    };

/** One line of an agenda. */
type AgendaLine = Extract<Notice, { is: 'agenda' }>['items'][number];

/** Every sentence of a notice. Both languages have this type, so neither can lack one. */
export type NoticeTexts = {
  title(notice: Notice): string;
  subject(notice: Notice): string;
  intro(notice: Notice, body: string | undefined): Rich;
  figure: Record<
    | 'carriedOver'
    | 'assigned'
    | 'total'
    | 'doneOnTime'
    | 'doneLate'
    | 'openInTime'
    | 'openOverdue'
    | 'stopped'
    | 'late',
    string
  >;
  percentage: Record<'doneOfDue' | 'onTimeOfDone' | 'onTimeOfDue' | 'onTimeOfAll', string>;
  /** "86,4 % (14.068/16.274)" */
  share(percentage: Percentage): string;
  number(count: number): string;
  longest: string;
  longestValue(longest: { due: LocalDate; workingDays: number }): string;
  facts: string;
  status(item: AgendaLine): string;
  details(item: AgendaLine): string[];
  open: string;
  rest(count: number): string;
  why(notice: Notice): string;
};

const texts: Record<'vi' | 'en', NoticeTexts> = { vi: noticesVi, en: noticesEn };

/** Lines of an agenda that are told in full: a meeting takes up no more. */
const most = 40;
const limits = { code: 24, title: 180, unit: 80 };

/** What a notice says in a mail. `body` is the one on whose agenda unresolved matters go. */
export function composeNotice(notice: Notice, locale: 'vi' | 'en', body: string | undefined): ComposedNotice {
  const t = texts[locale];
  const title = t.title(notice);
  const rows =
    notice.is === 'report'
      ? [{ is: 'facts' as const, title: t.facts, rows: reportRows(notice, t) }]
      : agendaBlocks(notice, t);
  return {
    title,
    subject: t.subject(notice),
    why: t.why(notice),
    tone: notice.is === 'agenda' ? 'late' : 'plain',
    intro: t.intro(notice, body),
    blocks: rows,
  };
}

function reportRows(notice: Extract<Notice, { is: 'report' }>, t: NoticeTexts): Fact[] {
  const { figures, percentages, late, longestOverdue: longest } = notice;
  const count = (label: keyof NoticeTexts['figure'], value: number): Fact => ({
    label: t.figure[label],
    value: t.number(value),
  });
  const share = (name: keyof NoticeTexts['percentage']): Fact => ({
    label: t.percentage[name],
    value: t.share(percentages[name]),
  });
  return [
    count('carriedOver', figures.carriedOver),
    count('assigned', figures.assigned + figures.movedIn),
    count('total', figures.total),
    count('doneOnTime', figures.doneOnTime),
    count('doneLate', figures.doneLate),
    count('openInTime', figures.openInTime + figures.openNoDeadline),
    count('openOverdue', figures.openOverdue),
    count('stopped', figures.suspended + figures.cancelled),
    share('doneOfDue'),
    share('onTimeOfDone'),
    share('onTimeOfDue'),
    share('onTimeOfAll'),
    ...(longest ? [{ label: t.longest, value: t.longestValue(longest) }] : []),
    ...(late.assigned + late.done > 0 ? [count('late', late.assigned + late.done)] : []),
  ];
}

function agendaBlocks({ items }: Extract<Notice, { is: 'agenda' }>, t: NoticeTexts): Block[] {
  const shown = items.slice(0, most).map(
    (item): Block => ({
      is: 'entry',
      entry: {
        tone: 'late',
        code: shorten(item.code, limits.code),
        status: t.status(item),
        title: shorten(item.content, limits.title),
        details: t.details({ ...item, unitName: shorten(item.unitName, limits.unit) }),
        action: { label: t.open, url: item.page },
      },
    }),
  );
  const rest = items.length - shown.length;
  return rest > 0 ? [...shown, { is: 'paragraph', text: [t.rest(rest)] }] : shown;
}
