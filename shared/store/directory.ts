import type { Directory } from '../domain/directory.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time.ts';
import type { Unit } from '../domain/unit.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { type IdempotencyRecord, recordItem } from './idempotency.ts';
import { keys, prefixes } from './keys.ts';
import { getItem, queryAll } from './reads.ts';
import { parse } from './schema.ts';
import { type TransactItem, transact } from './transact.ts';

/** The organisation tree, with its units also by code. `version` counts every change of any unit. */
export type Organisation = Directory & { readonly byCode: ReadonlyMap<string, Unit> };

const trustedMs = 60_000;
const cache = new WeakMap<Store, { directory: Organisation; checkedAt: number }>();

/**
 * The whole unit tree. Trusted for a minute of command time, then one small read tells whether anything changed; the
 * 5,000 units are only read again if so. `fresh` asks at once: use it before changing a unit, and when a unit is not
 * found that another container may just have created.
 */
export async function loadDirectory(
  store: Store,
  at: Instant,
  options: { fresh?: boolean } = {},
): Promise<Organisation> {
  const now = Date.parse(at);
  const cached = cache.get(store);
  // The clock of commands may also go back (alarms of the past, a virtual clock): that is no reason for trust.
  if (cached && !options.fresh && Math.abs(now - cached.checkedAt) < trustedMs) return cached.directory;

  const version = Number((await getItem(store, keys.orgVersion()))?.version ?? 0);
  const current = cached?.directory.version === version ? cached.directory : undefined;
  // The version is read before the units: a change in between is noticed at the next look instead of missed.
  const directory = current ?? directoryOf(await allUnits(store), version);
  cache.set(store, { directory, checkedAt: now });
  return directory;
}

async function allUnits(store: Store): Promise<Unit[]> {
  const items = await queryAll(store, { pk: keys.orgVersion().pk, range: { beginsWith: prefixes.unit } });
  return items.map((item) => parse.unit(item));
}

/** Paths follow from the parents, so that moving a unit moves what is under it without touching it. */
function directoryOf(stored: readonly Unit[], version: number): Organisation {
  const byId = new Map(stored.map((unit) => [unit.id, unit]));
  const paths = new Map<string, string>();
  const pathOf = (unit: Unit, below: readonly string[]): string => {
    const known = paths.get(unit.id);
    if (known) return known;
    if (below.includes(unit.id)) throw new Error(`unit ${unit.id} is its own ancestor`);
    const parent = unit.parentId === undefined ? undefined : byId.get(unit.parentId);
    const path = `${parent ? pathOf(parent, [...below, unit.id]) : '/'}${unit.id}/`;
    paths.set(unit.id, path);
    return path;
  };
  const units = stored.map((unit) => ({ ...unit, path: pathOf(unit, []) }));
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    byCode: new Map(units.map((unit) => [unit.code, unit])),
    version,
  };
}

type Options = { at: Instant; idempotency?: IdempotencyRecord };

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

async function write(store: Store, writes: TransactItem[], { at, idempotency }: Options): Promise<void> {
  const bump: TransactItem = {
    update: keys.orgVersion(),
    expression: 'SET #type = :type ADD #version :one',
    names: { '#type': 'type', '#version': 'version' },
    values: { ':type': 'ORG', ':one': 1 },
  };
  await transact(store, [...(idempotency ? [recordItem(idempotency, at)] : []), ...writes, bump]);
  cache.delete(store);
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
