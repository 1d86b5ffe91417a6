import { localDateOf } from '../domain/calendar.ts';
import type { Command } from '../domain/change.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import {
  authoriseSubstitution,
  type SubstituteInput,
  withoutSubstitute,
  withSubstitute,
} from '../domain/substitute.ts';
import type { Member } from '../domain/unit.ts';
import { membershipsOf } from '../store/directory.ts';
import { getMember, putMember, standInWrites } from '../store/members.ts';
import { checkVersion, untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

type Place = { unitId: string; userId: string };
type Options = { ifMatch?: number[] };

/**
 * A head who will be away names who stands in: mail and rights follow for these days, and end by themselves.
 * @throws Refusal `forbidden`, `member_not_found`, `version_mismatch`, and those of withSubstitute
 */
export async function nameSubstitute(
  world: World,
  principal: Principal,
  command: Command<SubstituteInput>,
  place: Place,
  options: Options,
): Promise<{ member: Member; created: boolean }> {
  const { at, input } = command;
  authoriseSubstitution(principal, place.userId);
  return untilCommitted(world, async () => {
    const [before, context, places] = await Promise.all([
      existing(world, place),
      loadContext(world, at),
      membershipsOf(world.store, input.userId, at),
    ]);
    checkVersion(options, before.version);
    const today = localDateOf(context.calendar, at);
    const member = withSubstitute(context.directory, before, input, places, today);
    await putMember(world.store, before, member, standInWrites(before, member));
    return { member, created: before.substitute === undefined };
  });
}

/** @throws Refusal `forbidden`, `member_not_found`, `substitute_not_found`, `version_mismatch` */
export async function recallSubstitute(
  world: World,
  principal: Principal,
  place: Place,
  options: Options,
): Promise<void> {
  authoriseSubstitution(principal, place.userId);
  await untilCommitted(world, async () => {
    const before = await existing(world, place);
    if (!before.substitute) throw new Refusal('substitute_not_found', place);
    checkVersion(options, before.version);
    const member = withoutSubstitute(before);
    await putMember(world.store, before, member, standInWrites(before, member));
  });
}

async function existing(world: World, place: Place): Promise<Member> {
  const member = await getMember(world.store, place.unitId, place.userId);
  if (!member) throw new Refusal('member_not_found', place);
  return member;
}
