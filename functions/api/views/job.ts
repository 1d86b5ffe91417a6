import * as z from 'zod/mini';
import { type Job, jobStatus, type RowResult, tableKind } from '../../../shared/domain/job.ts';
import { faultText } from '../problem.ts';
import type { Language } from '../request.ts';
import { oneOf } from '../schemas/domain.ts';
import { moment, momentIn } from './moment.ts';

export const jobView = z
  .object({
    id: z.string(),
    type: z.enum(['import', 'export']),
    kind: z.enum([...tableKind.options, 'summary', 'report', 'agenda', 'dispatches']),
    status: oneOf(jobStatus).with(
      z.describe(
        '`queued`, `running`, then one of: `done`; `refused`: nothing of the file was taken, or the export may not be made; `failed`: given up after several attempts.',
      ),
    ),
    percent: z.int().with(z.describe('Below 100 until it is over.')),
    dryRun: z.boolean(),
    createdAt: moment,
    counts: z.object({
      read: z.int().with(z.describe('Rows of the file, as soon as they are counted.')),
      taken: z.int().with(z.describe('0 until it is done: all rows are taken at once.')),
      kept: z.int(),
      refused: z.int().with(z.describe('Rows with faults.')),
      faults: z.int(),
    }),
    results: z
      .array(z.object({ row: z.int(), outcome: z.enum(['taken', 'kept']), id: z.nullable(z.string()) }))
      .with(
        z.describe(
          'By row of the file, when it is done. `kept`: it was there already and was left as it is.',
        ),
      ),
    faults: z
      .array(
        z.object({
          row: z.int().with(z.describe('As the spreadsheet counts; 0 for the whole.')),
          column: z.string().with(z.describe('Heading of the column; empty for the row as a whole.')),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .with(z.describe('All that is wrong, up to 500.')),
    file: z.nullable(z.string()).with(z.describe('Where the file of an export is fetched, when it is done.')),
  })
  .register(z.globalRegistry, { id: 'Job' });

export function viewJob(
  job: Job,
  results: readonly RowResult[],
  timeZone: string,
  language: Language,
): z.input<typeof jobView> {
  const { id, type, status, percent, counts, faultCount } = job;
  const imported = job.type === 'import';
  return {
    ...{ id, type, status, percent },
    kind: imported ? job.kind : job.wanted.kind,
    dryRun: imported && job.dryRun,
    createdAt: momentIn(timeZone, job.createdAt),
    counts: { ...counts, faults: faultCount },
    results: results.map((each) => ({ ...each, id: each.id ?? null })),
    faults: job.faults.map(({ row, column, code, params }) => ({
      ...{ row, column, code },
      detail: faultText({ code, ...(params && { params }) }, language),
    })),
    file: !imported && job.file ? `/v1/jobs/${id}/file` : null,
  };
}
