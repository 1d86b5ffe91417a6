import type * as z from 'zod';
import { type ActOptions, recordOf, replayOf } from '../../../shared/actions/act.ts';
import { importMembers, importUnits } from '../../../shared/actions/import-organisation.ts';
import { importWork } from '../../../shared/actions/import-work.ts';
import { mayReadDirectory } from '../../../shared/domain/administration.ts';
import { idFrom } from '../../../shared/domain/ids.ts';
import {
  type Job,
  mostFaults,
  type RowFault,
  type RowResult,
  type TableKind,
} from '../../../shared/domain/job.ts';
import { type Fault, Refusal } from '../../../shared/domain/refusal.ts';
import { loadDirectory } from '../../../shared/store/directory.ts';
import { AlreadyDone } from '../../../shared/store/errors.ts';
import type { StoredAnswer } from '../../../shared/store/idempotency.ts';
import { putJob } from '../../../shared/store/jobs.ts';
import type { Call } from '../route.ts';
import { commandOf } from '../routes/units.ts';
import type { importInput } from '../schemas/jobs.ts';
import { type FileRows, headingOf, readRows } from './read-rows.ts';

type ImportCall = Call<unknown, unknown, z.output<typeof importInput>>;
export type JobResult = { job: Job; replay?: StoredAnswer };

/**
 * Takes a file in within the request: every row is checked, then all are taken or none. The record of it is written last; a
 * crash before leaves work that the same file, sent again, finds done.
 */
export async function runImport(call: ImportCall, options: ActOptions<JobResult>): Promise<JobResult> {
  const { kind, content, dryRun, backfill } = call.body;
  if (!mayReadDirectory(call.principal)) throw new Refusal('forbidden', { action: 'import' });
  const directory = await loadDirectory(call.world.store, call.at, { fresh: true });
  const file = readRows(kind, Buffer.from(content, 'base64'), directory, backfill);
  let results: RowResult[] = [];
  const { faults } = file;
  try {
    // Rows without faults of their own are tried too, so that everything wrong with a file is said at once.
    results = await take(call, file, kind, dryRun || faults.length > 0);
  } catch (error) {
    if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
    faults.push(...error.faults.map((fault) => rowFaultOf(kind, fault)));
  }
  const refused = faults.length > 0;
  return finish(call, options, {
    ...{ type: 'import' as const, kind, dryRun, rows: file.rows },
    status: refused ? 'refused' : 'done',
    results: refused ? [] : results,
    faults: faults.sort((a, b) => a.row - b.row).slice(0, mostFaults),
    faultCount: faults.length,
  });
}

async function take(
  call: ImportCall,
  file: FileRows,
  kind: TableKind,
  dryRun: boolean,
): Promise<RowResult[]> {
  const { world, principal } = call;
  const command = commandOf(call);
  if (kind === 'units') return importUnits(world, principal, command, file.units, { dryRun });
  if (kind === 'members') return importMembers(world, principal, file.members, { dryRun });
  return importWork(world, principal, command, file.work, { dryRun, onlyRegistered: kind === 'tasks' });
}

/** `/rows/12/leadUnitIds/0` as row 12 and the heading of its column. */
function rowFaultOf(kind: TableKind, { pointer, code, params }: Fault): RowFault {
  const [, , row = '0', field = ''] = pointer.split('/');
  return { row: Number(row), column: headingOf(kind, field), code, ...(params && { params }) };
}

/** Writes the record of a job that is done, together with the answer to its Idempotency-Key. */
export async function finish(
  call: Pick<Call, 'world' | 'principal' | 'at' | 'id'>,
  options: ActOptions<JobResult>,
  what: Omit<Job, 'id' | 'userId' | 'createdAt'>,
): Promise<JobResult> {
  const { world, principal, at } = call;
  const id = idFrom('job', at, `${principal.userId}/${call.id}`);
  const job: Job = { id, userId: principal.userId, createdAt: at, ...what };
  const record = recordOf(options, { job });
  try {
    await putJob(world.store, job, record);
    return { job };
  } catch (error) {
    if (!(error instanceof AlreadyDone)) throw error;
    return { job, replay: await replayOf(world, options, at, error) };
  }
}
