import * as z from 'zod/mini';
import { tableKind } from '../../../shared/domain/job.ts';
import { flag, heading, idOf, line } from './common.ts';
import { oneOf } from './domain.ts';
import { dispatchQuery } from './files.ts';
import { days } from './reports.ts';

const table = oneOf(tableKind);
const kind = table.with(
  z.describe(
    'What the rows are. `directives`: documents with their tasks, one task per row; `tasks`: further tasks.',
  ),
);
const name = z.optional(line(200)).with(z.describe('Name of the file, for people.'));

/** POST /v1/imports */
export const importInput = z
  .strictObject({
    kind,
    content: z
      .optional(z.base64().check(z.minLength(1)))
      .with(z.describe('The file, XLSX or CSV in UTF-8, in base64.')),
    jobId: z.optional(idOf('a job of your own whose file is taken: one that was tried before, or an export')),
    name,
    dryRun: z._default(z.boolean(), false).with(z.describe('Checks every row and writes nothing.')),
    backfill: z
      ._default(z.boolean(), false)
      .with(z.describe('Takes deadlines that have passed: for old documents.')),
  })
  .check(
    z.refine(({ content, jobId }) => (content === undefined) !== (jobId === undefined), {
      params: { code: 'one_file' },
    }),
  )
  .register(z.globalRegistry, { id: 'ImportInput' });

/** The same as a form, which knows only texts. */
export const importForm = z.pipe(
  z.strictObject({
    kind,
    file: z
      .base64()
      .check(z.minLength(1), z.meta({ format: 'binary', description: 'The file, XLSX or CSV in UTF-8.' })),
    name,
    dryRun: z._default(flag, false),
    backfill: z._default(flag, false),
  }),
  z.transform(({ file, ...fields }): z.output<typeof importInput> => ({ ...fields, content: file })),
);

const sheet = { format: z._default(z.enum(['xlsx', 'csv']), 'xlsx') };
const { unitId, form, place, replyBy, signerTitle, signerName } = dispatchQuery.shape;

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
      format: z._default(z.literal('docx'), 'docx'),
      ...{ unitId, form, place, replyBy, signerTitle, signerName },
    }),
  ])
  .register(z.globalRegistry, { id: 'ExportInput' });

export const templateQuery = z.strictObject({ kind: table });
