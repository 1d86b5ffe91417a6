import {
  authoriseAdministration,
  changedUnit,
  type NewUnit,
  newUnit,
  type UnitPatch,
} from '../domain/administration.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Command } from '../domain/change.ts';
import { idFrom } from '../domain/ids.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Member, Unit } from '../domain/unit.ts';
import { loadDirectory } from '../store/directory.ts';
import { AlreadyDone } from '../store/errors.ts';
import type { StoredAnswer } from '../store/idempotency.ts';
import { deleteMember, getMember, putMember, standInWrites } from '../store/members.ts';
import { loadCalendar } from '../store/settings.ts';
import { createUnits, patchUnit } from '../store/units.ts';
import { type ActOptions, checkVersion, recordOf, replayOf, untilCommitted } from './act.ts';
import type { World } from './world.ts';

export type UnitResult = { unit: Unit; replay?: StoredAnswer };

/** @throws Refusal `forbidden`, `parent_unknown`, `unit_code_taken` */
export async function createUnit(
  world: World,
  principal: Principal,
  command: Command<NewUnit>,
  options: ActOptions<UnitResult>,
): Promise<UnitResult> {
  authoriseAdministration(principal);
  return untilCommitted(world, async () => {
    const directory = await loadDirectory(world.store, command.at, { fresh: true });
    const calendar = await loadCalendar(world.store, command.at, world.settings);
    const id = idFrom('unt', command.at, `${principal.userId}/${command.id}`);
    const unit = newUnit(directory, id, command.input, localDateOf(calendar, command.at));
    return write(world, command, options, { unit }, (idempotency) =>
      createUnits(world.store, [unit], { at: command.at, ...idempotency }),
    );
  });
}

/** @throws Refusal `forbidden`, `unit_not_found`, `version_mismatch`, `unit_code_taken`, and those of changedUnit */
export async function changeUnit(
  world: World,
  principal: Principal,
  command: Command<UnitPatch>,
  unitId: string,
  options: ActOptions<UnitResult>,
): Promise<UnitResult> {
  authoriseAdministration(principal);
  return untilCommitted(world, async () => {
    const directory = await loadDirectory(world.store, command.at, { fresh: true });
    const before = directory.units.get(unitId);
    if (!before) throw new Refusal('unit_not_found', { unitId });
    checkVersion(options, before.version);
    const unit = changedUnit(directory, before, command.input);
    return write(world, command, options, { unit }, (idempotency) =>
      patchUnit(world.store, before, unit, { at: command.at, ...idempotency }),
    );
  });
}

async function write(
  world: World,
  command: Command,
  options: ActOptions<UnitResult>,
  result: UnitResult,
  commit: (idempotency: { idempotency?: NonNullable<ReturnType<typeof recordOf>> }) => Promise<void>,
): Promise<UnitResult> {
  const record = recordOf(options, result);
  try {
    await commit(record ? { idempotency: record } : {});
    return result;
  } catch (error) {
    if (!(error instanceof AlreadyDone)) throw error;
    return { ...result, replay: await replayOf(world, options, command.at, error) };
  }
}

export type MemberInput = Pick<Member, 'name' | 'email' | 'roles' | 'locale'>;
export type MemberResult = { member: Member; created: boolean };

/**
 * Gives a person a place in a unit, or replaces it. Naming the place as a whole makes repeating it harmless; a new address is
 * reachable until the contrary is shown.
 * @throws Refusal `forbidden`, `unit_not_found`, `version_mismatch`
 */
export async function placeMember(
  world: World,
  principal: Principal,
  command: Command<MemberInput>,
  place: { unitId: string; userId: string },
  options: { ifMatch?: number[]; onlyNew: boolean },
): Promise<MemberResult> {
  authoriseAdministration(principal);
  await existingUnit(world, command, place.unitId);
  return untilCommitted(world, async () => {
    const before = await getMember(world.store, place.unitId, place.userId);
    checkVersion(options, before?.version ?? 0);
    if (before && options.onlyNew) throw new Refusal('version_mismatch', { version: before.version });
    const keep =
      before?.unreachable && before.email === command.input.email ? { unreachable: before.unreachable } : {};
    const { substitute } = before ?? {};
    const member: Member = {
      ...place,
      ...command.input,
      ...keep,
      ...(substitute && command.input.roles.includes('head') && { substitute }),
      version: (before?.version ?? 0) + 1,
    };
    await putMember(world.store, before ?? null, member, standInWrites(before ?? null, member));
    return { member, created: !before };
  });
}

/** @throws Refusal `forbidden`, `member_not_found`, `version_mismatch` */
export async function removeMember(
  world: World,
  principal: Principal,
  place: { unitId: string; userId: string },
  options: { ifMatch?: number[] },
): Promise<void> {
  authoriseAdministration(principal);
  await untilCommitted(world, async () => {
    const before = await getMember(world.store, place.unitId, place.userId);
    if (!before) throw new Refusal('member_not_found', place);
    checkVersion(options, before.version);
    await deleteMember(world.store, before);
  });
}

async function existingUnit(world: World, command: Command, unitId: string): Promise<void> {
  const known = await loadDirectory(world.store, command.at);
  if (known.units.has(unitId)) return;
  const fresh = await loadDirectory(world.store, command.at, { fresh: true });
  if (!fresh.units.has(unitId)) throw new Refusal('unit_not_found', { unitId });
}
