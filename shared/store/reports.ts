import * as z from 'zod/mini';
import { type FrozenRow, frozenRow, type Report, report } from '../domain/period.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { keys, partitions } from './keys.ts';
import { type Lane, mergePage, type Page, type Position } from './merge.ts';
import { getItem, getItems, inParallel, type Raw } from './reads.ts';
import { type TransactItem, transact } from './transact.ts';

/** Rows kept in one item: well below 400 KB with the late facts of a busy unit. */
const rowsPerItem = 50;

const partItem = z.object({ rows: z.array(frozenRow) });

export async function getReport(store: Store, id: string): Promise<Report | undefined> {
  const item = await getItem(store, keys.report(id));
  return item && report.parse(item);
}

/** Newest first. */
export async function listReports(
  store: Store,
  options: { limit: number; position?: Position | undefined },
): Promise<Page<Report>> {
  const read = async (items: Raw[]) => items.map((item) => report.parse(item));
  const lane: Lane<Report> = { index: 'gsi1', pk: partitions.reports(), read };
  return mergePage(store, [lane], { ...options, descending: true });
}

/** The rows of a frozen report, of these units or of every one that has something in it. */
export async function rowsOfReport(
  store: Store,
  { id, parts }: Report,
  units: 'everything' | readonly string[] = 'everything',
): Promise<FrozenRow[]> {
  const wanted = units === 'everything' ? undefined : new Set(units);
  const holds = (last: string, n: number) =>
    !wanted || [...wanted].some((unitId) => unitId <= last && unitId > (parts[n - 1] ?? ''));
  const needed = parts.flatMap((last, n) => (holds(last, n) ? [keys.reportPart(id, n)] : []));
  const items = await getItems(store, needed);
  const rows = items.flatMap((item) => partItem.parse(item).rows);
  return rows.filter((row) => !wanted || wanted.has(row.unitId));
}

/**
 * Freezes a report. Its rows, in order of their units, are written first and the report last, so that a report that can be
 * seen is whole; what a crash left is written again. Nothing is changed in a report that is there.
 */
export async function freeze(
  store: Store,
  what: Omit<Report, 'parts' | 'announced'>,
  rows: readonly FrozenRow[],
): Promise<Report> {
  const chunks = Array.from({ length: Math.ceil(rows.length / rowsPerItem) }, (_, n) =>
    rows.slice(n * rowsPerItem, (n + 1) * rowsPerItem),
  );
  await inParallel(
    [...chunks.entries()],
    ([n, part]) =>
      transact(store, [{ put: { ...keys.reportPart(what.id, n), type: 'RPTPART', rows: part } }]),
    4,
  );
  const report: Report = {
    ...what,
    parts: chunks.map((part) => part.at(-1)?.unitId ?? ''),
    announced: false,
  };
  const frozen: TransactItem = {
    put: itemOf(report),
    condition: 'attribute_not_exists(pk)',
    otherwise: () => new CommitConflict(`${what.id} is frozen`),
  };
  await transact(store, [frozen]);
  return report;
}

/** Notes that every mail about the report is planned. */
export async function markAnnounced(store: Store, what: Report): Promise<void> {
  await transact(store, [{ put: itemOf({ ...what, announced: true }) }]);
}

const itemOf = (what: Report) => ({
  ...what,
  ...keys.report(what.id),
  type: 'RPT',
  gsi1pk: partitions.reports(),
  gsi1sk: `${what.to}#${what.id}`,
});
