import * as z from 'zod';
import { tableKind } from '../../../shared/domain/job.ts';
import { line } from './common.ts';
import { oneOf } from './domain.ts';

/** POST /v1/imports */
export const importInput = z
  .strictObject({
    kind: oneOf(tableKind).describe(
      'What the rows are. `directives`: documents with their tasks, one task per row; `tasks`: further tasks of registered documents.',
    ),
    content: z.base64().min(1).describe('The file, XLSX or CSV in UTF-8, in base64; up to 1,000 rows.'),
    name: line(200).optional().describe('Name of the file, for people.'),
    dryRun: z.boolean().default(false).describe('Checks every row and writes nothing.'),
    backfill: z.boolean().default(false).describe('Takes deadlines that have passed: for old documents.'),
  })
  .meta({ id: 'ImportInput' });

/** POST /v1/exports */
export const exportInput = z.strictObject({ kind: tableKind }).meta({ id: 'ExportInput' });

export const templateQuery = z.strictObject({ kind: tableKind });
