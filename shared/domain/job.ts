import * as z from 'zod/mini';
import { flag, optionalText, text, whole } from './fields.ts';
import { groupBy } from './report.ts';
import { instant, optionalDate, optionalInstant } from './time.ts';

/** Tables that are taken in and handed out in the same columns. */
export const tableKind = z.enum(['units', 'members', 'directives', 'tasks']);
export type TableKind = z.infer<typeof tableKind>;

/** A fault in a file: where people find it, and which rule. `row` is the line of the sheet, from 1; 0: the file as a whole. */
const rowFault = z.object({
  row: whole,
  /** The heading of the column; empty for the row as a whole. */
  column: text,
  code: text,
  params: z.optional(z.record(text, z.union([text, z.number()]))),
});
export type RowFault = z.infer<typeof rowFault>;

/** `kept`: what the row names is there already, and was left as it is. */
export const rowResult = z.object({
  row: whole,
  outcome: z.enum(['taken', 'kept']),
  id: optionalText,
});
export type RowResult = z.infer<typeof rowResult>;

const frame = { form: z.optional(z.enum(['party', 'state'])), place: optionalText };
const sheet = z.enum(['xlsx', 'csv']);

/** What an export holds: rows of a table, a report as of when it is made, or letters. */
export const wanted = z.discriminatedUnion('kind', [
  z.object({ kind: tableKind, format: sheet }),
  z.object({
    kind: z.literal('summary'),
    format: sheet,
    ...frame,
    unitId: optionalText,
    groupBy,
    from: optionalDate,
    to: optionalDate,
    asOf: optionalDate,
  }),
  z.object({ kind: z.literal('report'), format: sheet, ...frame, reportId: text }),
  z.object({ kind: z.literal('agenda'), format: sheet, ...frame }),
  z.object({
    kind: z.literal('dispatches'),
    format: z.literal('docx'),
    ...frame,
    unitId: text,
    replyBy: optionalDate,
    signerTitle: optionalText,
    signerName: optionalText,
  }),
]);
export type Wanted = z.infer<typeof wanted>;

/** A file in the store of files, and what people call it. */
const storedFile = z.object({ key: text, name: optionalText });

/** `refused`: nothing of the file was taken, or the person may not have it. `failed`: given up after several attempts. */
export const jobStatus = z.enum(['queued', 'running', 'done', 'refused', 'failed']);

const life = {
  id: text,
  userId: text,
  createdAt: instant,
  status: jobStatus,
  /** Below 100 until it is over. */
  percent: whole,
  /** How often work on it began; whoever began last is the only one who may write. */
  attempt: whole,
  /** Until then nobody else may begin. */
  leaseUntil: optionalInstant,
  counts: z.object({ read: whole, taken: whole, kept: whole, refused: whole }),
  faults: z.array(rowFault),
  /** All faults; at most {@link mostFaults} of them are listed. */
  faultCount: whole,
};

const importJob = z.object({
  ...life,
  type: z.literal('import'),
  kind: tableKind,
  dryRun: flag,
  backfill: flag,
  source: storedFile,
});
const exportJob = z.object({
  ...life,
  type: z.literal('export'),
  wanted,
  /** There when it is done. */
  file: z.optional(z.object({ key: text, name: text, type: text, bytes: whole })),
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
