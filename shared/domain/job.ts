import * as z from 'zod/mini';
import { groupBy } from './report.ts';
import { instant, localDate } from './time.ts';

/** Tables that are taken in and handed out in the same columns. */
export const tableKind = z.enum(['units', 'members', 'directives', 'tasks']);
export type TableKind = z.infer<typeof tableKind>;

/** A fault in a file: where people find it, and which rule. `row` is the line of the sheet, from 1; 0: the file as a whole. */
const rowFault = z.object({
  row: z.int(),
  /** The heading of the column; empty for the row as a whole. */
  column: z.string(),
  code: z.string(),
  params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type RowFault = z.infer<typeof rowFault>;

/** `kept`: what the row names is there already, and was left as it is. */
export const rowResult = z.object({
  row: z.int(),
  outcome: z.enum(['taken', 'kept']),
  id: z.optional(z.string()),
});
export type RowResult = z.infer<typeof rowResult>;

const frame = { form: z.optional(z.enum(['party', 'state'])), place: z.optional(z.string()) };
const sheet = z.enum(['xlsx', 'csv']);

/** What an export holds: rows of a table, a report as of when it is made, or letters. */
export const wanted = z.discriminatedUnion('kind', [
  z.object({ kind: tableKind, format: sheet }),
  z.object({
    kind: z.literal('summary'),
    format: sheet,
    ...frame,
    unitId: z.optional(z.string()),
    groupBy,
    from: z.optional(localDate),
    to: z.optional(localDate),
    asOf: z.optional(localDate),
  }),
  z.object({ kind: z.literal('report'), format: sheet, ...frame, reportId: z.string() }),
  z.object({ kind: z.literal('agenda'), format: sheet, ...frame }),
  z.object({
    kind: z.literal('dispatches'),
    format: z.literal('docx'),
    ...frame,
    unitId: z.string(),
    replyBy: z.optional(localDate),
    signerTitle: z.optional(z.string()),
  }),
]);
export type Wanted = z.infer<typeof wanted>;

/** A file in the store of files, and what people call it. */
const storedFile = z.object({ key: z.string(), name: z.optional(z.string()) });

/** `refused`: nothing of the file was taken, or the person may not have it. `failed`: given up after several attempts. */
export const jobStatus = z.enum(['queued', 'running', 'done', 'refused', 'failed']);

const life = {
  id: z.string(),
  userId: z.string(),
  createdAt: instant,
  status: jobStatus,
  /** Below 100 until it is over. */
  percent: z.int(),
  /** How often work on it began; whoever began last is the only one who may write. */
  attempt: z.int(),
  /** Until then nobody else may begin. */
  leaseUntil: z.optional(instant),
  counts: z.object({ read: z.int(), taken: z.int(), kept: z.int(), refused: z.int() }),
  faults: z.array(rowFault),
  /** All faults; at most {@link mostFaults} of them are listed. */
  faultCount: z.int(),
};

const importJob = z.object({
  ...life,
  type: z.literal('import'),
  kind: tableKind,
  dryRun: z.boolean(),
  backfill: z.boolean(),
  source: storedFile,
});
const exportJob = z.object({
  ...life,
  type: z.literal('export'),
  wanted,
  /** There when it is done. */
  file: z.optional(z.object({ key: z.string(), name: z.string(), type: z.string(), bytes: z.int() })),
});

/** A file that is read or made after the request that asks for it. */
export const job = z.discriminatedUnion('type', [importJob, exportJob]);
export type Job = z.infer<typeof job>;
export type ImportJob = z.infer<typeof importJob>;
export type ExportJob = z.infer<typeof exportJob>;

/** What its work leaves of a job. */
export type JobEnd = Pick<Job, 'counts' | 'faults' | 'faultCount'> & {
  status: 'done' | 'refused' | 'failed';
  file?: ExportJob['file'];
};

export const isOver = ({ status }: Pick<Job, 'status'>) => status !== 'queued' && status !== 'running';

export const mostFaults = 500;
/** Rows of a file that is taken in. */
export const mostImportRows = 5_000;
/** Rows of a table that is handed out. */
export const mostExportRows = 20_000;
/** A job that failed this often fails for good. */
export const mostAttempts = 5;

export const nothingCounted: Job['counts'] = { read: 0, taken: 0, kept: 0, refused: 0 };

/** A file that cannot be taken, with all its faults. `read` is 0 when the rows were not even looked at. */
export function refusedFor(faults: readonly RowFault[], read = 0): JobEnd {
  const rows = new Set(faults.map((fault) => fault.row).filter((row) => row > 0));
  return {
    status: 'refused',
    counts: { ...nothingCounted, read, refused: rows.size },
    faults: [...faults].sort((a, b) => a.row - b.row).slice(0, mostFaults),
    faultCount: faults.length,
  };
}

/** What was taken in an earlier attempt of the same job counts as taken, though the later one finds it there. */
export function withEarlier(now: readonly RowResult[], planned: readonly RowResult[]): RowResult[] {
  const before = new Map(planned.map((each) => [each.row, each]));
  return now.map((each) => {
    const earlier = before.get(each.row);
    const ours = each.outcome === 'kept' && earlier?.outcome === 'taken' && earlier.id === each.id;
    return ours ? earlier : each;
  });
}
