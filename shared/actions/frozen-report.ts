import type { Directory } from '../domain/directory.ts';
import { type FrozenRow, type Report, reportText } from '../domain/period.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Summary, sumOfRows, withPercentages } from '../domain/report.ts';
import { reportScope } from '../domain/report-scope.ts';
import { getReport, rowsOfReport } from '../store/reports.ts';
import type { World } from './world.ts';

export type Frozen = { report: Report; summary: Summary; rows: FrozenRow[] };

/**
 * A periodic report as it was frozen, as far as the person may see it: their units and the sum of them.
 * @throws Refusal `report_not_found`
 */
export async function frozenReport(
  { store }: Pick<World, 'store'>,
  principal: Principal,
  directory: Directory,
  reportId: string,
): Promise<Frozen> {
  const report = await getReport(store, reportId);
  if (!report) throw new Refusal('report_not_found', { reportId });
  const scope = reportScope(directory, principal, undefined, 'unit');
  // What is frozen is kept by unit: the part that a monitor watches cannot be told from it.
  const rows = await rowsOfReport(store, report, scope.monitorUnitId ? [] : scope.units);
  const nameOf = (unitId: string) => directory.units.get(unitId)?.name ?? unitId;
  const { from, to } = report;
  const counted = rows.map(({ unitId, counts }) => withPercentages(unitId, nameOf(unitId), counts));
  const total = withPercentages('', reportText(report), sumOfRows(counted));
  const summary: Summary = { from, to, groupBy: 'unit', total, rows: counted };
  return { report, summary, rows };
}
