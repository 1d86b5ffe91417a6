import { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time.ts';
import type { Unit } from '../domain/unit.ts';
import type { Store } from './client.ts';
import { forgetDirectory } from './directory.ts';
import { CommitConflict } from './errors.ts';
import { type IdempotencyRecord, recordItem } from './idempotency.ts';
import { keys } from './keys.ts';
import { type TransactItem, transact } from './transact.ts';

type Options = {
  at: Instant;
  idempotency?: IdempotencyRecord;
  /** Written in the same moment. */
  extra?: readonly TransactItem[];
};

/** Units that one call of {@link createUnits} can take: all of them are created, or none. */
export const unitsPerCall = 49;

/**
 * @throws Refusal `unit_code_taken`
 * @throws CommitConflict, AlreadyDone, Busy as commit does
 */
export async function createUnits(store: Store, units: readonly Unit[], options: Options): Promise<void> {
  if (units.length > unitsPerCall) throw new RangeError(`at most ${unitsPerCall} units in one call`);
  const writes = units.flatMap((unit): TransactItem[] => [
    { put: unitItem(unit), condition: 'attribute_not_exists(pk)' },
    claimOf(unit),
  ]);
  await write(store, writes, options);
}

/**
 * Replaces a unit. A changed code is claimed and the old one given up in the same moment. Paths of the units below need
 * no care: they are computed when the directory is loaded.
 * @throws CommitConflict when the unit is no longer at `before.version`
 * @throws Refusal `unit_code_taken`
 */
export async function patchUnit(store: Store, before: Unit, after: Unit, options: Options): Promise<void> {
  const codes: TransactItem[] = [claimOf(after), releaseOf(before)];
  await write(
    store,
    [
      {
        put: unitItem(after),
        condition: '#version = :version',
        names: { '#version': 'version' },
        values: { ':version': before.version },
        otherwise: () => new CommitConflict(`unit ${before.id} is no longer at version ${before.version}`),
      },
      ...(after.code === before.code ? [] : codes),
    ],
    options,
  );
}

async function write(
  store: Store,
  writes: TransactItem[],
  { at, idempotency, extra = [] }: Options,
): Promise<void> {
  const bump: TransactItem = {
    update: keys.orgVersion(),
    expression: 'SET #type = :type ADD #version :one',
    names: { '#type': 'type', '#version': 'version' },
    values: { ':type': 'ORG', ':one': 1 },
  };
  await transact(store, [...(idempotency ? [recordItem(idempotency, at)] : []), ...writes, ...extra, bump]);
  forgetDirectory(store);
}

const unitItem = (unit: Unit) => ({ ...unit, ...keys.unit(unit.id), type: 'UNIT' });

function claimOf(unit: Unit): TransactItem {
  return {
    put: { ...keys.unitCode(unit.code), type: 'CODE', unitId: unit.id },
    condition: 'attribute_not_exists(pk) OR released = :yes OR unitId = :id',
    values: { ':yes': true, ':id': unit.id },
    otherwise: () =>
      new Refusal('unit_code_taken', { code: unit.code }, [{ pointer: '/code', code: 'unit_code_taken' }]),
  };
}

const releaseOf = (unit: Unit): TransactItem => ({
  put: { ...keys.unitCode(unit.code), type: 'CODE', unitId: unit.id, released: true },
});
