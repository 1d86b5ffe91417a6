import { agendaOf } from '../../shared/actions/agenda.ts';
import { loadContext } from '../../shared/actions/context.ts';
import { draftDispatches } from '../../shared/actions/dispatch.ts';
import { frozenReport } from '../../shared/actions/frozen-report.ts';
import type { Hands, JobWorld } from '../../shared/actions/jobs.ts';
import { summarise } from '../../shared/actions/report-summary.ts';
import { mayReadDirectory } from '../../shared/domain/administration.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { type ExportJob, type JobEnd, nothingCounted, type Wanted } from '../../shared/domain/job.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import { agendaCsv, agendaXlsx } from '../../shared/files/agenda-sheet.ts';
import { writeDispatches } from '../../shared/files/dispatch.ts';
import { docxType } from '../../shared/files/docx.ts';
import { frozenTitle, summaryCsv, summaryXlsx } from '../../shared/files/summary-sheet.ts';
import { tableCsv, tableXlsx } from '../../shared/files/table-sheet.ts';
import { xlsxType } from '../../shared/files/xlsx.ts';
import { frameOf } from '../api/office-files.ts';
import { collectRows } from './collect.ts';

/** Tasks in all letters of one file. */
const mostInLetters = 5_000;

const types = { xlsx: xlsxType, csv: 'text/csv; charset=utf-8', docx: docxType };

type Made = { bytes: Buffer; name: string; rows: number };

/**
 * Makes the file of an export from what the person may see now, and stores it under the job's own name: made again after a crash
 * it takes the place of the first.
 * @throws Refusal of whatever the report or table refuses
 */
export async function handOut(world: JobWorld, job: ExportJob, hands: Hands): Promise<JobEnd> {
  const { wanted } = job;
  const { bytes, name, rows } = await make(world, wanted, hands);
  const { calendar } = await loadContext(world, hands.at);
  const file = {
    key: `exports/${job.id}`,
    name: `${name}-${localDateOf(calendar, hands.at)}.${wanted.format}`,
    type: types[wanted.format],
    bytes: bytes.length,
  };
  await world.files.put(file.key, bytes, { type: file.type });
  return { status: 'done', counts: { ...nothingCounted, read: rows }, faults: [], faultCount: 0, file };
}

async function make(world: JobWorld, wanted: Wanted, hands: Hands): Promise<Made> {
  const { principal, at, progress } = hands;
  const context = await loadContext(world, at);
  const csv = wanted.format === 'csv';
  switch (wanted.kind) {
    case 'summary': {
      const summary = await summarise(world, principal, wanted, at);
      const frame = frameOf(principal, context, at, wanted);
      const bytes = csv ? summaryCsv(summary) : summaryXlsx(summary, frame);
      return { bytes, name: 'bao-cao-tong-hop', rows: summary.rows.length };
    }
    case 'report': {
      const { report, summary } = await frozenReport(world, principal, context.directory, wanted.reportId);
      const frame = frameOf(principal, context, at, wanted);
      const bytes = csv ? summaryCsv(summary) : summaryXlsx(summary, frame, frozenTitle(report));
      return { bytes, name: `bao-cao-${report.kind}-${report.month}`, rows: summary.rows.length };
    }
    case 'agenda': {
      const lines = await agendaOf(world, context, principal, at);
      const view = { ...context, at };
      const bytes = csv
        ? agendaCsv(lines, view)
        : agendaXlsx(lines, view, frameOf(principal, context, at, wanted));
      return { bytes, name: 'chuong-trinh', rows: lines.length };
    }
    case 'dispatches': {
      const query = { ...wanted, place: wanted.place ?? 'Hà Nội' };
      const letters = await draftDispatches(world, principal, query, at, mostInLetters);
      const bytes = writeDispatches(letters, wanted.form ?? 'party');
      const code = context.directory.units.get(wanted.unitId)?.code ?? '';
      return { bytes, name: `cong-van-don-doc-${code}`, rows: letters.length };
    }
    default: {
      if (!mayReadDirectory(principal)) throw new Refusal('forbidden', { action: 'export' });
      const rows = await collectRows({ world, principal, at, progress }, wanted.kind);
      const bytes = csv ? tableCsv(wanted.kind, rows) : tableXlsx(wanted.kind, rows);
      return { bytes, name: wanted.kind, rows: rows.length };
    }
  }
}
