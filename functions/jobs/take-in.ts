import { untilCommitted } from '../../shared/actions/act.ts';
import { importMembers, importUnits } from '../../shared/actions/import-organisation.ts';
import { importWork } from '../../shared/actions/import-work.ts';
import { type Hands, type JobWorld, type Prepared, shareOf } from '../../shared/actions/jobs.ts';
import { mayReadDirectory } from '../../shared/domain/administration.ts';
import type { Command } from '../../shared/domain/change.ts';
import {
  type ImportJob,
  type JobEnd,
  type RowFault,
  type RowResult,
  refusedFor,
  type TableKind,
} from '../../shared/domain/job.ts';
import { type Fault, Refusal } from '../../shared/domain/refusal.ts';
import { loadDirectory } from '../../shared/store/directory.ts';
import { openTable } from './open-table.ts';
import { type FileRows, headingOf, readRows } from './read-rows.ts';

/** Which part of the time goes by until it is known what a file comes to; the rest is writing. */
const untilChecked = 0.25;

type Ended = JobEnd & { results?: RowResult[] };

/**
 * Takes a file in: every row is checked, then all are taken or none. Each attempt is a command of its own; what an earlier one
 * wrote is found by the names that rows have outside (codes, numbers, accounts), as when the file is sent again.
 * @throws Refusal for what no row can be blamed for
 */
export async function takeIn(world: JobWorld, job: ImportJob, hands: Hands): Promise<Ended> {
  const { principal, at, plan, progress, counted } = hands;
  if (!mayReadDirectory(principal)) throw new Refusal('forbidden', { action: 'import' });
  const bytes = await world.files.get(job.source.key);
  if (!bytes) throw new Refusal('file_gone');
  const { kind } = job;
  const directory = await loadDirectory(world.store, at, { fresh: true });
  const file = readRows(kind, openTable(kind, bytes), directory, job.backfill);
  await counted(file.read);
  const checking = shareOf(progress, 0, job.dryRun ? 1 : untilChecked);
  const command: Command = {
    actor: { kind: 'user', userId: job.userId },
    at,
    id: `${job.id}/${job.attempt}`,
    input: undefined,
  };
  const faults: RowFault[] = [...file.faults];
  try {
    return await untilCommitted(world, async () => {
      // Rows without faults of their own are tried too, so that everything wrong with a file is said at once.
      const { results, write } = await prepare(world, { principal, progress: checking }, command, kind, file);
      if (faults.length > 0) return refusedFor(faults, file.read);
      if (job.dryRun) return done(results);
      const planned = await plan(results);
      await write(shareOf(progress, untilChecked, 1));
      return done(planned);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
    return refusedFor([...faults, ...error.faults.map((fault) => rowFaultOf(kind, fault))], file.read);
  }
}

async function prepare(
  world: JobWorld,
  { principal, progress }: Pick<Hands, 'principal' | 'progress'>,
  command: Command,
  kind: TableKind,
  file: FileRows,
): Promise<Prepared> {
  if (kind === 'units') return importUnits(world, principal, command, file.units);
  if (kind === 'members') return importMembers(world, principal, file.members);
  const onlyRegistered = kind === 'tasks';
  return importWork(world, principal, command, file.work, { onlyRegistered, progress });
}

function done(results: RowResult[]): Ended {
  const count = (outcome: RowResult['outcome']) => results.filter((each) => each.outcome === outcome).length;
  const counts = { read: results.length, taken: count('taken'), kept: count('kept'), refused: 0 };
  return { status: 'done', counts, faults: [], faultCount: 0, results };
}

/** `/rows/12/leadUnitIds/0` as row 12 and the heading of its column. */
function rowFaultOf(kind: TableKind, { pointer, code, params }: Fault): RowFault {
  const [, , row = '0', field = ''] = pointer.split('/');
  return { row: Number(row), column: headingOf(kind, field), code, ...(params && { params }) };
}
