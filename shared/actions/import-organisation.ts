import { authoriseAdministration, type NewUnit, newUnit } from '../domain/administration.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Command } from '../domain/change.ts';
import type { Directory } from '../domain/directory.ts';
import { idFrom } from '../domain/ids.ts';
import type { RowResult } from '../domain/job.ts';
import type { Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import type { Member, Unit } from '../domain/unit.ts';
import { loadDirectory } from '../store/directory.ts';
import { getMember, putMember } from '../store/members.ts';
import { inParallel } from '../store/reads.ts';
import { loadCalendar } from '../store/settings.ts';
import { createUnits, unitsPerCall } from '../store/units.ts';
import { untilCommitted } from './act.ts';
import type { World } from './world.ts';

export type UnitRow = { row: number; unit: Omit<NewUnit, 'parentId'>; parentCode?: string | undefined };
export type MemberRow = { row: number; member: Omit<Member, 'version'> };

const faultAt = (row: number, field: string, code: string, params: NonNullable<Fault['params']>): Fault => ({
  pointer: `/rows/${row}/${field}`,
  code,
  params,
});

/**
 * Registers the units of a file, parents first wherever they stand in it. Every row is checked before anything is written; what has
 * a known code is left as it is. More than 49 are written in several transactions: after a crash in between the file is sent again.
 * @throws Refusal `forbidden`, `import_refused` with faults `parent_unknown`, `code_twice`, `own_descendant`
 */
export async function importUnits(
  world: World,
  principal: Principal,
  command: Command,
  rows: readonly UnitRow[],
  { dryRun }: { dryRun: boolean },
): Promise<RowResult[]> {
  authoriseAdministration(principal);
  return untilCommitted(world, async () => {
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
    for (let start = 0; !dryRun && start < made.length; start += unitsPerCall)
      await createUnits(world.store, made.slice(start, start + unitsPerCall), { at: command.at });
    return rows.map(({ row, unit }): RowResult => {
      const id = byCode.get(unit.code)?.id ?? '';
      return { row, outcome: directory.byCode.has(unit.code) ? 'kept' : 'created', id };
    });
  });
}

/**
 * Gives the people of a file their places. A place that somebody has already is left as it is.
 * @throws Refusal `forbidden`, `import_refused` with fault `code_twice`
 */
export async function importMembers(
  world: World,
  principal: Principal,
  rows: readonly MemberRow[],
  { dryRun }: { dryRun: boolean },
): Promise<RowResult[]> {
  authoriseAdministration(principal);
  const places = rows.map(({ member }) => `${member.unitId} ${member.userId}`);
  const faults = rows.flatMap(({ row, member }, i) =>
    places.indexOf(places[i] ?? '') < i
      ? [faultAt(row, 'userId', 'code_twice', { code: member.userId })]
      : [],
  );
  if (faults.length > 0) throw new Refusal('import_refused', {}, faults);
  return inParallel(rows, async ({ row, member }) => {
    const known = await getMember(world.store, member.unitId, member.userId);
    if (!known && !dryRun) await putMember(world.store, null, { ...member, version: 1 });
    return { row, outcome: known ? 'kept' : 'created', id: member.userId };
  });
}
