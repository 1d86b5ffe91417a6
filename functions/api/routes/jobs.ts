import * as z from 'zod';
import { loadContext } from '../../../shared/actions/context.ts';
import { mayReadDirectory } from '../../../shared/domain/administration.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { tableCsv, tableXlsx, templateOf } from '../../../shared/files/table-sheet.ts';
import { getJob as findJob } from '../../../shared/store/jobs.ts';
import { collectRows } from '../imports/collect.ts';
import { finish, type JobResult, runImport } from '../imports/run.ts';
import { csvType, fileAnswer, tableTypes, wantedTable, xlsxType } from '../office-files.ts';
import { type Answer, type Call, route } from '../route.ts';
import { idOf } from '../schemas/common.ts';
import { exportInput, importInput, templateQuery } from '../schemas/jobs.ts';
import { jobView, viewJob } from '../views/job.ts';

const tag = 'Office files';
const byId = z.strictObject({ id: idOf('the job') });

const said =
  (status: 200 | 202, call: Pick<Call, 'world' | 'request'>) =>
  ({ job }: JobResult): Answer => ({
    status,
    body: viewJob(job, call.world.settings.timeZone, call.request.language),
    ...(status === 202 ? { headers: { location: `/v1/jobs/${job.id}` } } : {}),
  });

/** Somebody else's job does not exist. @throws Refusal `job_not_found` */
async function ownJob({ world, principal }: Pick<Call, 'world' | 'principal'>, id: string) {
  const job = await findJob(world.store, id);
  if (job?.userId !== principal.userId) throw new Refusal('job_not_found', { jobId: id });
  return job;
}

export const postImport = route({
  method: 'POST',
  path: '/v1/imports',
  name: 'importFile',
  tag,
  summary: 'Take a file in',
  description:
    'Units, members, directives or tasks from a spreadsheet or CSV with the columns of the template. All rows are taken or none: a file with faults ends as `refused`, each fault named by row and column. What is there already (a unit by its code, a place by unit and account, a document by number and day, a task by its code) is kept as it is, so a file can be sent again. The answer is the job, finished.',
  body: importInput,
  example: {
    kind: 'units',
    content:
      '77u/TcOjIMSRxqFuIHbhu4ssVMOqbiDEkcahbiB24buLLExv4bqhaQ0KU1RDLFPhu58gVMOgaSBjaMOtbmgsxJDGoW4gduG7iw0K',
    dryRun: true,
  },
  answers: { 202: { description: 'The job', schema: jobView } },
  refusals: ['forbidden', 'not_found', 'file_unreadable', 'too_much_for_one_file', 'classified'],
  handle: (call) => call.commit((options) => runImport(call, options), said(202, call)),
});

export const getTemplate = route({
  method: 'GET',
  path: '/v1/imports/template',
  name: 'getImportTemplate',
  tag,
  summary: 'A template to fill in',
  description:
    'A spreadsheet with the headings, drop-down lists and one example row, which is not taken in. Columns with an asterisk must be filled.',
  query: templateQuery,
  answers: { 200: { description: 'The template', files: [xlsxType] } },
  handle: async (call) => {
    const { kind } = call.query;
    return { status: 200, file: { type: xlsxType, name: `mau-${kind}.xlsx`, bytes: templateOf(kind) } };
  },
});

export const postExport = route({
  method: 'POST',
  path: '/v1/exports',
  name: 'exportFile',
  tag,
  summary: 'Ask for a file',
  description:
    'All that you may see of a kind, in the columns of the template, so that it can be taken in again. Fetch it where `file` of the job says.',
  body: exportInput,
  example: { kind: 'directives' },
  answers: { 202: { description: 'The job', schema: jobView } },
  refusals: ['forbidden', 'too_much_for_one_file'],
  handle: async (call) => {
    if (!mayReadDirectory(call.principal)) throw new Refusal('forbidden', { action: 'export' });
    const { length } = await collectRows(call, call.body.kind);
    const job = { type: 'export', status: 'done', kind: call.body.kind, rows: length } as const;
    return call.commit(
      (options) => finish(call, options, { ...job, dryRun: false, results: [], faults: [], faultCount: 0 }),
      said(202, call),
    );
  },
});

export const getJob = route({
  method: 'GET',
  path: '/v1/jobs/{id}',
  name: 'getJob',
  tag,
  summary: 'Read a job',
  description:
    'Of an import or export of your own: how far it is, what became of each row. Kept for 30 days.',
  params: byId,
  answers: { 200: { description: 'The job', schema: jobView } },
  refusals: ['job_not_found'],
  handle: async (call) => said(200, call)({ job: await ownJob(call, call.params.id) }),
});

export const getJobFile = route({
  method: 'GET',
  path: '/v1/jobs/{id}/file',
  name: 'getJobFile',
  tag,
  summary: 'Fetch the file of an export',
  description:
    'As XLSX, or as CSV if `Accept` prefers it. It is made when it is fetched, from what you may see then.',
  params: byId,
  answers: { 200: { description: 'The file', files: [...tableTypes].reverse() } },
  refusals: ['job_not_found', 'too_much_for_one_file'],
  handle: async (call) => {
    const { id, type, kind } = await ownJob(call, call.params.id);
    if (type !== 'export') throw new Refusal('job_not_found', { jobId: id });
    const [rows, context] = await Promise.all([collectRows(call, kind), loadContext(call.world, call.at)]);
    const wanted = wantedTable(call.request.headers.accept) ?? xlsxType;
    const bytes = wanted === csvType ? tableCsv(kind, rows) : tableXlsx(kind, rows);
    return fileAnswer(call, context, wanted, kind, bytes);
  },
});
