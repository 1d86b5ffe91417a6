import { authoriseAdministration, type NewUnit, newUnit } from '../domain/administration.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Command } from '../domain/change.ts';
import type { Directory } from '../domain/directory.ts';
import { idFrom } from '../domain/ids.ts';
import type { Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import type { Member, Unit } from '../domain/unit.ts';
import { loadDirectory } from '../store/directory.ts';
import { getMember, putMember } from '../store/members.ts';
import { inParallel } from '../store/reads.ts';
import { loadCalendar } from '../store/settings.ts';
import { createUnits, unitsPerCall } from '../store/units.ts';
import type { Prepared } from './jobs.ts';
import type { World } from './world.ts';

export type UnitRow = { row: number; unit: Omit<NewUnit, 'parentId'>; parentCode?: string | undefined };
export type MemberRow = { row: number; member: Omit<Member, 'version'> };

const faultAt = (row: number, field: string, code: string, params: NonNullable<Fault['params']>): Fault => ({
  pointer: `/rows/${row}/${field}`,
  code,
  params,
});

/**
 * The units of a file, parents first wherever they stand in it. Every row is checked before anything is written; what has a known
 * code is left as it is. More than 49 are written in several transactions: a crash in between leaves some, which the next attempt
 * finds.
 * @throws Refusal `forbidden`, `import_refused` with faults `parent_unknown`, `code_twice`, `own_descendant`
 */
export async function importUnits(
  world: World,
  principal: Principal,
  command: Command,
  rows: readonly UnitRow[],
): Promise<Prepared> {
  authoriseAdministration(principal);
  const directory = await loadDirectory(world.store, command.at, { fresh: true });
  const today = localDateOf(await loadCalendar(world.store, command.at, world.settings), command.at);
  const faults: Fault[] = [];
  const units = new Map(directory.units);
  const byCode = new Map(directory.byCode);
  const seen = new Set<string>();
  for (const { row, unit } of rows) {
    if (seen.has(unit.code)) faults.push(faultAt(row, 'code', 'code_twice', { code: unit.code }));
    seen.add(unit.code);
  }
  const made: Unit[] = [];
  let waiting = rows.filter(({ unit }) => !byCode.has(unit.code));
  for (let left = -1; waiting.length > 0 && waiting.length !== left; ) {
    left = waiting.length;
    waiting = waiting.filter(({ unit, parentCode }) => {
      const parent = parentCode === undefined ? undefined : byCode.get(parentCode);
      if (parentCode !== undefined && !parent) return true;
      const id = idFrom('unt', command.at, `${principal.userId}/${command.id}/${unit.code}`);
      const grown: Directory = { units, version: directory.version };
      const one = newUnit(grown, id, { ...unit, ...(parent && { parentId: parent.id }) }, today);
      units.set(one.id, one);
      byCode.set(one.code, one);
      made.push(one);
      return false;
    });
  }
  for (const { row, parentCode = '' } of waiting)
    faults.push(
      faultAt(row, 'parent', seen.has(parentCode) ? 'own_descendant' : 'parent_unknown', {
        unitId: parentCode,
      }),
    );
  if (faults.length > 0) throw new Refusal('import_refused', {}, faults);
  return {
    results: rows.map(({ row, unit }) => {
      const id = byCode.get(unit.code)?.id ?? '';
      return { row, outcome: directory.byCode.has(unit.code) ? 'kept' : 'taken', id };
    }),
    write: async (progress) => {
      for (let start = 0; start < made.length; start += unitsPerCall) {
        await createUnits(world.store, made.slice(start, start + unitsPerCall), { at: command.at });
        await progress(start + unitsPerCall, made.length);
      }
    },
  };
}

/** Places that are written between two reports of progress. */
const placesAtOnce = 50;

/**
 * The places of the people of a file. A place that somebody has already is left as it is.
 * @throws Refusal `forbidden`, `import_refused` with fault `code_twice`
 */
export async function importMembers(
  world: World,
  principal: Principal,
  rows: readonly MemberRow[],
): Promise<Prepared> {
  authoriseAdministration(principal);
  const seen = new Set<string>();
  const faults = rows.flatMap(({ row, member }) => {
    const place = `${member.unitId} ${member.userId}`;
    if (seen.has(place)) return [faultAt(row, 'userId', 'code_twice', { code: member.userId })];
    seen.add(place);
    return [];
  });
  if (faults.length > 0) throw new Refusal('import_refused', {}, faults);
  const known = await inParallel(rows, ({ member }) => getMember(world.store, member.unitId, member.userId));
  const added = rows.filter((_, i) => !known[i]);
  return {
    results: rows.map(({ row, member }, i) => ({
      row,
      outcome: known[i] ? 'kept' : 'taken',
      id: member.userId,
    })),
    write: async (progress) => {
      for (let start = 0; start < added.length; start += placesAtOnce) {
        const some = added.slice(start, start + placesAtOnce);
        await inParallel(some, ({ member }) => putMember(world.store, null, { ...member, version: 1 }));
        await progress(start + some.length, added.length);
      }
    },
  };
}
