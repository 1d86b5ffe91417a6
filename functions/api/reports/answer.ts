import * as z from 'zod/mini';
import { agendaOf } from '../../../shared/actions/agenda.ts';
import { loadContext } from '../../../shared/actions/context.ts';
import { frozenReport } from '../../../shared/actions/frozen-report.ts';
import { listFigure } from '../../../shared/actions/report-entries.ts';
import { summarise } from '../../../shared/actions/report-summary.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { listReports } from '../../../shared/store/reports.ts';
import { csvType, fileAnswer, frameOf, mostRows, wantedTable } from '../office-files.ts';
import type { Answer, Call } from '../route.ts';
import { positionOf, positionText, viewpointOf } from '../routes/reading.ts';
import type { agendaQuery, entriesQuery, frozenQuery, summaryQuery } from '../schemas/reports.ts';
import {
  hrefsOf,
  viewAgendaItem,
  viewEntry,
  viewLateFact,
  viewReportHead,
  viewRow,
} from '../views/reports.ts';

export async function sayReport(call: Call<unknown, z.output<typeof summaryQuery>>): Promise<Answer> {
  const { limit, cursor: _, form, place, ...query } = call.query;
  const [summary, context] = await Promise.all([
    summarise(call.world, call.principal, query, call.at),
    loadContext(call.world, call.at),
  ]);
  const wanted = wantedTable(call.request.headers.accept);
  if (wanted) {
    if (summary.rows.length > mostRows) throw new Refusal('too_much_for_one_file', { limit: mostRows });
    const { summaryCsv, summaryXlsx } = await import('../../../shared/files/summary-sheet.ts');
    const frame = frameOf(call.principal, context, call.at, { form, place });
    const bytes = wanted === csvType ? summaryCsv(summary) : summaryXlsx(summary, frame);
    return fileAnswer(call, context, wanted, 'bao-cao-tong-hop', bytes);
  }
  const view = viewpointOf(call, context);
  const hrefs = hrefsOf(summary, query.unitId);
  const start = call.position === undefined ? 0 : Number(call.position);
  const page = call.page(
    summary.rows.slice(start, start + limit).map((row) => viewRow(row, row.key, hrefs, view)),
    start + limit < summary.rows.length ? String(start + limit) : undefined,
  );
  const { unit, from, to, groupBy } = summary;
  return {
    ...page,
    body: {
      ...{ unit: unit ?? null, groupBy, from, to },
      total: viewRow(summary.total, undefined, hrefs, view),
      ...z.record(z.string(), z.unknown()).parse(page.body),
    },
  };
}

export async function sayEntries(call: Call<unknown, z.output<typeof entriesQuery>>): Promise<Answer> {
  const { limit, cursor: _, ...query } = call.query;
  const position = positionOf(call.position);
  const found = await listFigure(call.world, call.principal, query, call.at, { limit, position });
  const view = viewpointOf(call, found.context);
  return call.page(
    found.items.map((entry) => viewEntry(entry, call.principal, view)),
    positionText(found.next),
  );
}

export async function sayReports(call: Call<unknown, { limit: number }>): Promise<Answer> {
  const position = positionOf(call.position);
  const [found, context] = await Promise.all([
    listReports(call.world.store, { limit: call.query.limit, position }),
    loadContext(call.world, call.at),
  ]);
  const view = viewpointOf(call, context);
  return call.page(
    found.items.map((each) => viewReportHead(each, view)),
    positionText(found.next),
  );
}

export async function sayFrozen(call: Call<{ id: string }, z.output<typeof frozenQuery>>): Promise<Answer> {
  const { limit } = call.query;
  const context = await loadContext(call.world, call.at);
  const frozen = await frozenReport(call.world, call.principal, context.directory, call.params.id);
  const { report, summary } = frozen;
  const wanted = wantedTable(call.request.headers.accept);
  if (wanted) {
    if (summary.rows.length > mostRows) throw new Refusal('too_much_for_one_file', { limit: mostRows });
    const { frozenTitle, summaryCsv, summaryXlsx } = await import('../../../shared/files/summary-sheet.ts');
    const frame = frameOf(call.principal, context, call.at, call.query);
    const bytes = wanted === csvType ? summaryCsv(summary) : summaryXlsx(summary, frame, frozenTitle(report));
    return fileAnswer(call, context, wanted, `bao-cao-${report.kind}-${report.month}`, bytes);
  }
  const view = viewpointOf(call, context);
  const hrefs = hrefsOf(summary, undefined);
  const start = call.position === undefined ? 0 : Number(call.position);
  const end = start + limit;
  const page = call.page(
    summary.rows.slice(start, end).map((row) => viewRow(row, row.key, hrefs, view)),
    end < summary.rows.length ? String(end) : undefined,
  );
  return {
    ...page,
    body: {
      ...viewReportHead(report, view),
      total: viewRow(summary.total, undefined, hrefs, view),
      late: frozen.rows.flatMap((row) => row.late.map((fact) => viewLateFact(fact, view))),
      ...z.record(z.string(), z.unknown()).parse(page.body),
    },
  };
}

export async function sayAgenda(call: Call<unknown, z.output<typeof agendaQuery>>): Promise<Answer> {
  const context = await loadContext(call.world, call.at);
  const items = await agendaOf(call.world, context, call.principal, call.at);
  const view = viewpointOf(call, context);
  const wanted = wantedTable(call.request.headers.accept);
  if (wanted) {
    if (items.length > mostRows) throw new Refusal('too_much_for_one_file', { limit: mostRows });
    const { agendaCsv, agendaXlsx } = await import('../../../shared/files/agenda-sheet.ts');
    const frame = frameOf(call.principal, context, call.at, call.query);
    const bytes = wanted === csvType ? agendaCsv(items, view) : agendaXlsx(items, view, frame);
    return fileAnswer(call, context, wanted, 'chuong-trinh', bytes);
  }
  return call.page(
    items.map((item) => viewAgendaItem(item, view)),
    undefined,
  );
}
