import * as z from 'zod';
import { type Job, tableKind } from '../../../shared/domain/job.ts';
import { faultText } from '../problem.ts';
import type { Language } from '../request.ts';
import { moment, momentIn } from './moment.ts';

export const jobView = z
  .object({
    id: z.string(),
    type: z.enum(['import', 'export']),
    kind: tableKind,
    status: z.enum(['done', 'refused']).describe('`refused`: nothing of the file was taken.'),
    percent: z.int(),
    dryRun: z.boolean(),
    createdAt: moment,
    counts: z.object({ rows: z.int(), created: z.int(), kept: z.int(), faults: z.int() }),
    results: z
      .array(z.object({ row: z.int(), outcome: z.enum(['created', 'kept']), id: z.string().nullable() }))
      .describe('By row of the file. `kept`: it was there already and was left as it is.'),
    faults: z
      .array(
        z.object({
          row: z.int().describe('As the spreadsheet counts.'),
          column: z.string().describe('Heading of the column; empty for the row as a whole.'),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .describe('All that is wrong, up to 500.'),
    file: z.string().nullable().describe('Where the file of an export is fetched.'),
  })
  .meta({ id: 'Job' });

export function viewJob(job: Job, timeZone: string, language: Language): z.input<typeof jobView> {
  const { id, type, kind, status, dryRun, rows, results, faultCount } = job;
  const count = (outcome: string) => results.filter((each) => each.outcome === outcome).length;
  return {
    ...{ id, type, kind, status, dryRun },
    percent: 100,
    createdAt: momentIn(timeZone, job.createdAt),
    counts: { rows, created: count('created'), kept: count('kept'), faults: faultCount },
    results: results.map((each) => ({ ...each, id: each.id ?? null })),
    faults: job.faults.map(({ row, column, code, params }) => ({
      ...{ row, column, code },
      detail: faultText({ code, ...(params && { params }) }, language),
    })),
    file: type === 'export' ? `/v1/jobs/${id}/file` : null,
  };
}
