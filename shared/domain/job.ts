import * as z from 'zod/mini';
import { instant } from './time.ts';

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
const rowResult = z.object({
  row: z.int(),
  outcome: z.enum(['created', 'kept']),
  id: z.optional(z.string()),
});
export type RowResult = z.infer<typeof rowResult>;

/** A file that was read or is to be fetched. Short work is finished when its record appears. */
export const job = z.object({
  id: z.string(),
  type: z.enum(['import', 'export']),
  kind: tableKind,
  userId: z.string(),
  createdAt: instant,
  /** `refused`: nothing of the file was taken. */
  status: z.enum(['done', 'refused']),
  dryRun: z.boolean(),
  rows: z.int(),
  results: z.array(rowResult),
  faults: z.array(rowFault),
  /** All faults; at most {@link mostFaults} of them are listed. */
  faultCount: z.int(),
});
export type Job = z.infer<typeof job>;

export const mostFaults = 500;
/** Rows of a file that is read within one request. */
export const mostImportRows = 1000;
