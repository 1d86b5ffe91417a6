import * as z from 'zod';
import { loadContext } from '../../../shared/actions/context.ts';
import { localDateOf } from '../../../shared/domain/calendar.ts';
import { route } from '../route.ts';
import { pageOf } from '../schemas/common.ts';
import { entriesQuery, summaryQuery } from '../schemas/reports.ts';
import { entryView, hrefsOf, summaryView, viewEntry, viewRow } from '../views/reports.ts';
import { positionOf, positionText, viewpointOf } from './reading.ts';

const tag = 'Reports';
const refusals = ['unit_unknown', 'forbidden', 'day_to_come', 'period_reversed'] as const;

export const getSummary = route({
  method: 'GET',
  path: '/v1/reports/summary',
  name: 'getSummary',
  tag,
  summary: 'The summary report',
  description:
    'How much was carried over, assigned and done, how much is open, in time or overdue, in rows that add up to the total. Every number links to the list that it counts; every percentage names its formula. `carriedOver + assigned + movedIn − movedOut = total`, which is what it became: done, open, suspended or cancelled.',
  query: summaryQuery,
  answers: { 200: { description: 'The report', schema: summaryView } },
  refusals: [...refusals, 'period_too_long'],
  handle: async (call) => {
    const { limit, cursor: _, ...query } = call.query;
    // Figures are read seldom, by few: a container that only serves tasks never loads them.
    const { summarise } = await import('../../../shared/actions/report-summary.ts');
    const [summary, context] = await Promise.all([
      summarise(call.world, call.principal, query, call.at),
      loadContext(call.world, call.at),
    ]);
    const view = viewpointOf(call, context);
    const hrefs = hrefsOf(summary, query.unitId, localDateOf(context.calendar, call.at));
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
  },
});

export const getReportEntries = route({
  method: 'GET',
  path: '/v1/reports/entries',
  name: 'listReportEntries',
  tag,
  summary: 'What a figure counts',
  description:
    'Exactly as many entries as the figure of the summary says, which links here. Tasks stand in the order of their due dates, what happened in the order in which it did; an urging or an extension is an entry of its own.',
  query: entriesQuery,
  answers: { 200: { description: 'Entries', schema: pageOf(entryView) } },
  refusals: [...refusals],
  handle: async (call) => {
    const { limit, cursor: _, ...query } = call.query;
    const position = positionOf(call.position);
    const { listFigure } = await import('../../../shared/actions/report-entries.ts');
    const found = await listFigure(call.world, call.principal, query, call.at, { limit, position });
    const view = viewpointOf(call, found.context);
    return call.page(
      found.items.map((entry) => viewEntry(entry, call.principal, view)),
      positionText(found.next),
    );
  },
});
