import * as z from 'zod/mini';
import { tableTypes } from '../office-files.ts';
import { route } from '../route.ts';
import { idOf, pageOf, paging } from '../schemas/common.ts';
import { agendaQuery, entriesQuery, frozenQuery, summaryQuery } from '../schemas/reports.ts';
import { agendaItem, entryView, frozenReport, reportHead, summaryView } from '../views/report-shapes.ts';

/** Loaded with the first report that is asked for: the API itself starts without it. */
const answers = () => import('../reports/answer.ts');

const tag = 'Reports';
const refusals = ['unit_unknown', 'forbidden', 'day_to_come', 'period_reversed'] as const;

export const getSummary = route({
  method: 'GET',
  path: '/v1/reports/summary',
  name: 'getSummary',
  tag,
  summary: 'The summary report',
  description:
    'How much was carried over, assigned and done, how much is open, in time or overdue, in rows that add up to the total. Every number links to the list that it counts; every percentage names its formula. `carriedOver + assigned + movedIn − movedOut = total`, which is what it became: done, open, suspended or cancelled. As CSV or as a spreadsheet to hand in (`Accept`) it has all rows.',
  query: summaryQuery,
  answers: { 200: { description: 'The report', schema: summaryView, files: tableTypes } },
  refusals: [...refusals, 'period_too_long', 'too_much_for_one_file'],
  handle: async (call) => (await answers()).sayReport(call),
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
  handle: async (call) => (await answers()).sayEntries(call),
});

export const getReports = route({
  method: 'GET',
  path: '/v1/reports',
  name: 'listReports',
  tag,
  summary: 'List the periodic reports',
  description:
    'Frozen at the close of each month (on the 25th, or the next working day), quarter, half-year and year. The latest first.',
  query: z.strictObject({ ...paging }),
  answers: { 200: { description: 'Reports', schema: pageOf(reportHead) } },
  handle: async (call) => (await answers()).sayReports(call),
});

export const getPeriodicReport = route({
  method: 'GET',
  path: '/v1/reports/{id}',
  name: 'getReport',
  tag,
  summary: 'Read a periodic report',
  description:
    'As it was frozen, as far as you may see it: your units and the sum of them. What was recorded after the close is in the next report, named there under `late`. As CSV or as a spreadsheet to hand in (`Accept`) it has all rows.',
  params: z.strictObject({ id: idOf('the report') }),
  query: frozenQuery,
  answers: { 200: { description: 'The report', schema: frozenReport, files: tableTypes } },
  refusals: ['report_not_found', 'too_much_for_one_file'],
  handle: async (call) => (await answers()).sayFrozen(call),
});

export const getAgenda = route({
  method: 'GET',
  path: '/v1/reports/agenda',
  name: 'getAgenda',
  tag,
  summary: 'What goes to the next meeting',
  description:
    'Duties past their third urging, longest overdue first, as far as you may see them. Mailed to the leading bodies and offices on the first working day of each week. Not paged: `next` is always null. Also as CSV or as a spreadsheet to hand in (`Accept`).',
  query: agendaQuery,
  answers: { 200: { description: 'The agenda', schema: pageOf(agendaItem), files: tableTypes } },
  refusals: ['too_much_for_one_file'],
  handle: async (call) => (await answers()).sayAgenda(call),
});
