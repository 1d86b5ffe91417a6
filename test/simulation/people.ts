import type { Principal } from '../../shared/domain/permissions.ts';
import type { Member, Role, Unit } from '../../shared/domain/unit.ts';
import { deleteMember, getMember, putMember } from '../../shared/store/members.ts';
import type { Loop } from '../support/loop.ts';
import { unitId } from '../support/organisation.ts';
import type { Random } from '../support/random.ts';

export type Organisation = { units: Unit[]; staff: Map<string, Member[]> };

/** A leading body with its office, monitors and a tree of units; posts are filled by chance, some people hold two. */
export function randomOrganisation(random: Random): Organisation {
  const units: Unit[] = [];
  const add = (code: string, kind: Unit['kind'], parent?: Unit, fields: string[] = []): Unit => {
    const id = unitId(code);
    const place = parent ? { parentId: parent.id, path: `${parent.path}${id}/` } : { path: `/${id}/` };
    const unit = {
      id,
      code,
      name: `Đơn vị ${code}`,
      kind,
      ...place,
      fields,
      validFrom: '2020-01-01',
      version: 1,
    };
    units.push(unit);
    return unit;
  };
  add('TT', 'authority');
  add('VPTU', 'office');
  add('BNC', 'monitor', undefined, ['nội chính']);
  add('BTC', 'monitor', undefined, ['tổ chức']);
  for (let i = 1; i <= random.between(2, 3); i++) {
    const branch = add(`S${i}`, 'unit');
    for (let k = 1; k <= random.between(1, 3); k++) {
      const below = add(`S${i}-${k}`, 'unit', branch);
      if (random.chance(0.4)) add(`S${i}-${k}-1`, 'unit', below);
    }
  }
  const staff = new Map(units.map(({ id }) => [id, [] as Member[]]));
  const place = (unit: Unit, userId: string, roles: Role[]) =>
    staff.get(unit.id)?.push({
      unitId: unit.id,
      userId,
      name: userId,
      email: `${userId.slice(4).toLowerCase()}@example.vn`,
      roles,
      locale: random.chance(0.8) ? 'vi' : 'en',
      version: 1,
    });
  for (const unit of units) {
    const leading = unit.kind !== 'unit';
    if (leading || random.chance(0.85)) place(unit, `usr_${unit.code}_head`, ['head']);
    if (leading || random.chance(0.8)) place(unit, `usr_${unit.code}_officer`, ['officer']);
    if (random.chance(0.3)) place(unit, `usr_${unit.code}_deputy`, ['deputy', 'admin']);
  }
  // Somebody who works for two units is told of both in one mail.
  for (const unit of units.filter((each) => each.parentId)) {
    const above = staff.get(unit.parentId ?? '')?.find((member) => member.roles.includes('officer'));
    if (above && random.chance(0.3)) place(unit, above.userId, ['officer']);
  }
  return { units, staff };
}

export function principalsOf({ staff }: Organisation): Principal[] {
  const places = [...staff.values()].flat();
  return [...new Set(places.map(({ userId }) => userId))].map((userId) => ({
    userId,
    administrator: false,
    memberships: places.filter((each) => each.userId === userId),
  }));
}

/** Now and then somebody leaves, somebody comes, an address dies, or an administrator corrects one. */
export async function changePosts(
  loop: Loop,
  random: Random,
  organisation: Organisation,
  dead: Set<string>,
): Promise<void> {
  const { store } = loop;
  // The office stays as it is, so that somebody can always register.
  const units = organisation.units.filter(({ code }) => code !== 'VPTU');
  const staffOf = (unit: Unit) => organisation.staff.get(unit.id) ?? [];
  const unit = random.pick(units);
  const members = staffOf(unit);
  if (random.chance(0.02) && members.length > 0) {
    const leaving = await getMember(store, unit.id, random.pick(members).userId);
    if (leaving) await deleteMember(store, leaving);
    organisation.staff.set(
      unit.id,
      members.filter(({ userId }) => userId !== leaving?.userId),
    );
  } else if (random.chance(0.03) && members.length < 3) {
    const role = random.pick(['head', 'officer'] as const);
    const userId = `usr_${unit.code}_${role}_${loop.now().slice(0, 10)}`;
    const coming: Member = {
      ...{ unitId: unit.id, userId, name: userId, email: `${userId.slice(4).toLowerCase()}@example.vn` },
      ...{ roles: [role], locale: 'vi', version: 1 },
    };
    await putMember(store, null, coming);
    organisation.staff.set(unit.id, [...members, coming]);
  }
  if (random.chance(0.03) && members.length > 0) dead.add(random.pick(members).email);
  for (const each of members) {
    const stored = random.chance(0.3) ? await getMember(store, each.unitId, each.userId) : undefined;
    if (!stored?.unreachable) continue;
    const { unreachable: _, ...open } = stored;
    const email = `v${open.version}.${open.email}`;
    await putMember(store, stored, { ...open, email, version: open.version + 1 });
  }
}
