import type { AgendaItem } from '../../../shared/actions/agenda.ts';
import type { ReportEntry } from '../../../shared/actions/report-entries.ts';
import { lastOfMonth } from '../../../shared/domain/civil-date.ts';
import { counts } from '../../../shared/domain/decide/plan-messages.ts';
import { type FigureName, figureNames, percentageNames } from '../../../shared/domain/figures.ts';
import { type LateFact, type Report, reportText } from '../../../shared/domain/period.ts';
import { mayRead, type Principal } from '../../../shared/domain/permissions.ts';
import type { Summary, SummaryRow } from '../../../shared/domain/report.ts';
import { workingDaysLeft } from '../../../shared/domain/timing.ts';
import { momentIn } from './moment.ts';
import { unitRefOf } from './organisation.ts';
import { type Viewpoint, viewTaskSummary } from './task.ts';

type Hrefs = (figure: FigureName, key: string | undefined) => string;

/** The addresses of the lists behind the figures of a summary. */
export function hrefsOf(summary: Summary, unitId: string | undefined): Hrefs {
  const { from, to, groupBy: by } = summary;
  return (name, key) => {
    const days = by === 'month' && key !== undefined ? daysOf(key, summary) : { from, to };
    const query: Record<string, string> = { figure: name, groupBy: by, ...days };
    if (unitId) query.unitId = unitId;
    if (by !== 'month' && key !== undefined) query.key = key;
    return `/v1/reports/entries?${new URLSearchParams(query)}`;
  };
}

/** A month's part of the period. */
function daysOf(month: string, { from, to }: Summary): { from: string; to: string } {
  const last = lastOfMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
  return { from: month > from ? `${month}-01` : from, to: last < to ? last : to };
}

export function viewRow(row: SummaryRow, key: string | undefined, hrefs: Hrefs, view: Viewpoint) {
  const entries = figureNames.map((name) => [name, { count: row.figures[name], href: hrefs(name, key) }]);
  const percentages = percentageNames.map((name) => {
    const { value, ...rest } = row.percentages[name];
    return [name, { ...rest, value: value ?? null }];
  });
  return {
    key: row.key,
    label: row.label,
    figures: Object.fromEntries(entries),
    percentages: Object.fromEntries(percentages),
    longestOverdue: row.longestOverdue ?? null,
    chargedDays: Object.entries(row.chargedDays).map(([unitId, workingDays]) => ({
      unit: unitRefOf(view.directory, unitId),
      workingDays,
    })),
  };
}

export function viewEntry(entry: ReportEntry, principal: Principal, view: Viewpoint) {
  const { day, unitId, task } = entry;
  const readable = task && mayRead(view.directory, principal, task);
  return {
    day,
    unit: unitRefOf(view.directory, unitId),
    code: readable ? entry.code : null,
    task: readable ? viewTaskSummary(task, view) : null,
  };
}

export function viewReportHead(report: Report, view: Viewpoint) {
  const { id, kind, number, from, to, closing } = report;
  const madeAt = momentIn(view.calendar.timeZone, report.madeAt);
  return { id, kind, number, title: reportText(report), from, to, closing, madeAt };
}

export function viewLateFact({ unitId, ...fact }: LateFact, view: Viewpoint) {
  return { ...fact, unit: unitRefOf(view.directory, unitId) };
}

export function viewAgendaItem({ task, obligation }: AgendaItem, view: Viewpoint) {
  const { kind, holderUnitId, due, urgings, agendaAt } = obligation;
  return {
    task: viewTaskSummary(task, view),
    kind,
    holder: unitRefOf(view.directory, holderUnitId),
    due: due?.date ?? null,
    workingDaysLate: due ? Math.max(1, -workingDaysLeft(view.calendar, due, view.at)) : 0,
    urgings: urgings.filter(counts).length,
    since: momentIn(view.calendar.timeZone, agendaAt ?? view.at),
  };
}
