import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type ActOptions, recordOf, replayOf } from '../../../shared/actions/act.ts';
import { loadContext } from '../../../shared/actions/context.ts';
import { authoriseAdministration, mayReadDirectory } from '../../../shared/domain/administration.ts';
import { idFrom } from '../../../shared/domain/ids.ts';
import { isOver, type Job, nothingCounted, type TableKind } from '../../../shared/domain/job.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { docxType } from '../../../shared/files/docx.ts';
import { templateOf } from '../../../shared/files/table-sheet.ts';
import { AlreadyDone } from '../../../shared/store/errors.ts';
import type { StoredAnswer } from '../../../shared/store/idempotency.ts';
import { createJob, getJob as findJob, resultsOf } from '../../../shared/store/jobs.ts';
import { openTable } from '../../jobs/open-table.ts';
import { tableTypes, xlsxType } from '../office-files.ts';
import { type Answer, type Call, route } from '../route.ts';
import { idOf } from '../schemas/common.ts';
import { exportInput, importForm, importInput, templateQuery } from '../schemas/jobs.ts';
import { jobView, viewJob } from '../views/job.ts';

const tag = 'Office files';
const byId = z.strictObject({ id: idOf('the job') });
const pollSeconds = '2';

type Asked = { job: Job; replay?: StoredAnswer };
type Asking = Pick<Call, 'world' | 'principal' | 'at' | 'id' | 'request' | 'commit'>;
type Life = keyof Pick<Job, 'id' | 'userId' | 'createdAt' | 'status' | 'percent' | 'attempt'>;
type Order<J> = J extends Job ? Omit<J, Life | 'counts' | 'faults' | 'faultCount'> : never;

const idOfJob = ({ principal, at, id }: Asking) => idFrom('job', at, `${principal.userId}/${id}`);

/** Writes the job down together with the answer to its Idempotency-Key; the relay sends it to work. */
function ask(call: Asking, what: Order<Job>) {
  const { world, principal, at } = call;
  const job: Job = {
    ...{ id: idOfJob(call), userId: principal.userId, createdAt: at },
    ...{ status: 'queued', percent: 0, attempt: 0 },
    ...{ counts: nothingCounted, faults: [], faultCount: 0 },
    ...what,
  };
  return call.commit(
    async (options: ActOptions<Asked>): Promise<Asked> => {
      try {
        await createJob(world.store, job, recordOf(options, { job }));
        return { job };
      } catch (error) {
        if (!(error instanceof AlreadyDone)) throw error;
        return { job, replay: await replayOf(world, options, at, error) };
      }
    },
    () => ({
      status: 202,
      body: viewJob(job, [], world.settings.timeZone, call.request.language),
      headers: { location: `/v1/jobs/${job.id}`, 'retry-after': pollSeconds },
    }),
  );
}

/** Somebody else's job does not exist. @throws Refusal `job_not_found` */
async function ownJob({ world, principal, at }: Pick<Call, 'world' | 'principal' | 'at'>, id: string) {
  const job = await findJob(world.store, id, at);
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
    'Units, members, directives or tasks from a spreadsheet or CSV with the columns of the template, up to 5,000 rows and 4 MB; as JSON, as a form (`curl -F kind=tasks -F file=@tasks.xlsx`), or by naming a job whose file it is. All rows are taken or none: a file with faults ends as `refused`, each fault named by row and column. What is there already (a unit by its code, a place by unit and account, a document by number and day, a task by its code) is kept as it is, so a file can be sent again. The answer is the job, `queued`: read it again until it is over. What you may do is judged when it is worked on.',
  body: importInput,
  form: importForm,
  example: {
    kind: 'units',
    content:
      '77u/TcOjIMSRxqFuIHbhu4ssVMOqbiDEkcahbiB24buLLExv4bqhaQ0KU1RDLFPhu58gVMOgaSBjaMOtbmgsxJDGoW4gduG7iw0K',
    dryRun: true,
  },
  answers: { 202: { description: 'The job', schema: jobView } },
  refusals: ['forbidden', 'not_found', 'job_not_found', 'file_unreadable', 'too_many_rows', 'classified'],
  handle: async (call) => {
    const { kind, content, jobId, name, dryRun, backfill } = call.body;
    refuseEarly(call, kind);
    const key = jobId
      ? await keyOfOwn(call, jobId)
      : await keep(call, kind, Buffer.from(content ?? '', 'base64'));
    const source = { key, ...(name && { name }) };
    return ask(call, { type: 'import', kind, dryRun, backfill, source });
  },
});

/** What is refused in any case is refused at once; the work asks again, for rights may go meanwhile. */
function refuseEarly({ principal }: Pick<Call, 'principal'>, kind: TableKind): void {
  if (!mayReadDirectory(principal)) throw new Refusal('forbidden', { action: 'import' });
  if (kind === 'units' || kind === 'members') authoriseAdministration(principal);
}

/**
 * Stores the file before the job that speaks of it: what a crash leaves in between belongs to nothing and expires. Named by its
 * content too, since another file may come under the same Idempotency-Key before that is refused.
 */
async function keep(call: Asking & Pick<Call, 'files'>, kind: TableKind, bytes: Buffer): Promise<string> {
  openTable(kind, bytes);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const key = `imports/${idOfJob(call)}-${digest}`;
  const files = await call.files();
  await files.put(key, bytes, { type: 'application/octet-stream' });
  return key;
}

async function keyOfOwn(call: Pick<Call, 'world' | 'principal' | 'at'>, jobId: string): Promise<string> {
  const job = await ownJob(call, jobId);
  const file = job.type === 'import' ? job.source : job.file;
  if (!file) throw new Refusal('job_not_found', { jobId });
  return file.key;
}

export const getTemplate = route({
  method: 'GET',
  path: '/v1/imports/template',
  name: 'getImportTemplate',
  tag,
  summary: 'A template to fill in',
  description:
    'A spreadsheet with the headings, drop-down lists and one example row, which is not taken in. Columns with an asterisk must be filled; units are chosen from those of a second sheet.',
  query: templateQuery,
  answers: { 200: { description: 'The template', files: [xlsxType] } },
  handle: async (call) => {
    const { kind } = call.query;
    const { directory } = await loadContext(call.world, call.at);
    const units = mayReadDirectory(call.principal) ? [...directory.units.values()] : [];
    const offered = units
      .filter(({ validTo }) => validTo === undefined)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      status: 200,
      file: { type: xlsxType, name: `mau-${kind}.xlsx`, bytes: templateOf(kind, offered) },
    };
  },
});

export const postExport = route({
  method: 'POST',
  path: '/v1/exports',
  name: 'exportFile',
  tag,
  summary: 'Ask for a file',
  description:
    'All that you may see of a kind in the columns of the template, so that it can be taken in again, up to 20,000 rows; or a report, the agenda or dispatches that are too large to wait for. The answer is the job, `queued`: read it again until it is over, then fetch the file where `file` says. What you may see is judged when the file is made.',
  body: exportInput,
  example: { kind: 'directives', format: 'xlsx' },
  answers: { 202: { description: 'The job', schema: jobView } },
  refusals: ['forbidden'],
  handle: async (call) => {
    if (!mayReadDirectory(call.principal)) throw new Refusal('forbidden', { action: 'export' });
    return ask(call, { type: 'export', wanted: call.body });
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
  handle: async (call): Promise<Answer> => {
    const { world, request } = call;
    const job = await ownJob(call, call.params.id);
    const results = job.status === 'done' ? await resultsOf(world.store, job.id) : [];
    return {
      status: 200,
      body: viewJob(job, results, world.settings.timeZone, request.language),
      ...(!isOver(job) && { headers: { 'retry-after': pollSeconds } }),
    };
  },
});

/** Enough to follow a redirect, too little to pass an address on. */
const linkSeconds = 300;

export const getJobFile = route({
  method: 'GET',
  path: '/v1/jobs/{id}/file',
  name: 'getJobFile',
  tag,
  summary: 'Fetch the file of an export',
  description:
    'Redirects to an address that gives the file, of any size, for five minutes and without a token; ask here again for another. Clients leave out `Authorization` where they are redirected to another host, as browsers and curl do. The file is kept for 30 days.',
  params: byId,
  answers: { 303: { description: 'Where the file is', files: [...tableTypes, docxType].reverse() } },
  refusals: ['job_not_found', 'file_not_ready'],
  handle: async (call): Promise<Answer> => {
    const job = await ownJob(call, call.params.id);
    if (job.type !== 'export') throw new Refusal('job_not_found', { jobId: job.id });
    const { file } = job;
    if (!file) throw new Refusal('file_not_ready', { status: job.status });
    const files = await call.files();
    const { key, name, type } = file;
    const location = await files.link(key, { at: call.at, seconds: linkSeconds, fileName: name, type });
    return { status: 303, headers: { location, 'cache-control': 'no-store' } };
  },
});
