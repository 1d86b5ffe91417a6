import * as z from 'zod';
import { tableKind } from '../../../shared/domain/job.ts';
import { flag, heading, idOf, line } from './common.ts';
import { oneOf } from './domain.ts';
import { dispatchQuery } from './files.ts';
import { days } from './reports.ts';

const table = oneOf(tableKind);
const kind = table.describe(
  'What the rows are. `directives`: documents with their tasks, one task per row; `tasks`: further tasks.',
);
const name = line(200).optional().describe('Name of the file, for people.');

/** POST /v1/imports */
export const importInput = z
  .strictObject({
    kind,
    content: z.base64().min(1).optional().describe('The file, XLSX or CSV in UTF-8, in base64.'),
    jobId: idOf('a job of your own whose file is taken: one that was tried before, or an export').optional(),
    name,
    dryRun: z.boolean().default(false).describe('Checks every row and writes nothing.'),
    backfill: z.boolean().default(false).describe('Takes deadlines that have passed: for old documents.'),
  })
  .refine(({ content, jobId }) => (content === undefined) !== (jobId === undefined), {
    params: { code: 'one_file' },
  })
  .meta({ id: 'ImportInput' });

/** The same as a form, which knows only texts. */
export const importForm = z
  .strictObject({
    kind,
    file: z.base64().min(1).meta({ format: 'binary', description: 'The file, XLSX or CSV in UTF-8.' }),
    name,
    dryRun: flag.default(false),
    backfill: flag.default(false),
  })
  .transform(({ file, ...fields }): z.output<typeof importInput> => ({ ...fields, content: file }));

const sheet = { format: z.enum(['xlsx', 'csv']).default('xlsx') };
const { unitId, form, place, replyBy, signerTitle } = dispatchQuery.shape;

/** POST /v1/exports */
export const exportInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: table, ...sheet }),
    z.strictObject({ kind: z.literal('summary'), ...sheet, ...days, ...heading }),
    z.strictObject({
      kind: z.literal('report'),
      ...sheet,
      reportId: idOf('the periodic report'),
      ...heading,
    }),
    z.strictObject({ kind: z.literal('agenda'), ...sheet, ...heading }),
    z.strictObject({
      kind: z.literal('dispatches'),
      format: z.literal('docx').default('docx'),
      ...{ unitId, form, place, replyBy, signerTitle },
    }),
  ])
  .meta({ id: 'ExportInput' });

export const templateQuery = z.strictObject({ kind: table });
