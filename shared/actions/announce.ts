import { type Addressee, headsOn, reachableIn, type Staff } from '../domain/addressees.ts';
import { localDateOf } from '../domain/calendar.ts';
import { type Notice, planNotices } from '../domain/decide/announce.ts';
import type { Context } from '../domain/decide/context.ts';
import { ancestorsOf, existsOn } from '../domain/directory.ts';
import type { Report } from '../domain/period.ts';
import { defaultPolicies } from '../domain/policy.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import type { Unit } from '../domain/unit.ts';
import { membersOf } from '../store/directory.ts';
import { planNew } from '../store/ledger.ts';
import { rowsOfReport } from '../store/reports.ts';
import type { World } from './world.ts';

/** Heads of the leading bodies and of the offices, and the officers of these. */
function leaders(units: readonly Unit[], staff: Staff, date: LocalDate): Addressee[] {
  return units.flatMap(({ id, kind }): Addressee[] => {
    const heads = headsOn(staff, id, date);
    if (kind === 'authority') return heads.map((to) => ({ ...to, reason: 'authority' }));
    const officers = reachableIn(staff, id, 'officer').map(({ userId }) => ({ userId, unitId: id }));
    return [...heads, ...officers].map((to) => ({ ...to, reason: 'office' }));
  });
}

/** The members of units, and of those above: whoever stands in for a head may come from there. */
function staffOf({ store }: World, { directory }: Context, unitIds: readonly string[], at: Instant) {
  const above = unitIds.flatMap((id) => directory.units.get(id)?.parentId ?? []);
  return membersOf(store, [...unitIds, ...above], at);
}

const leading = ({ directory }: Context, date: string) =>
  [...directory.units.values()].filter(
    (unit) => (unit.kind === 'authority' || unit.kind === 'office') && existsOn(unit, date),
  );

async function plan(
  world: World,
  context: Context,
  notice: Notice,
  to: Addressee[],
  at: Instant,
): Promise<void> {
  const { hours } = defaultPolicies.perform.policy;
  await planNew(world.store, planNotices(context.calendar, hours, at, notice, to));
}

/**
 * Plans the mails about a frozen report: to the leading bodies and offices, and to the head of every unit that has a part
 * in it, be it through the units below. Planned as of the moment when the report was made, so that planning again after
 * a crash plans the same rows.
 */
export async function announce(world: World, context: Context, report: Report): Promise<void> {
  const { directory, calendar } = context;
  const at = report.madeAt;
  const date = localDateOf(calendar, at);
  const rows = await rowsOfReport(world.store, report);
  // A period in which nothing was open, came or went is frozen like any other, but nobody is written to about it.
  if (rows.length === 0) return;
  const withRows = rows.map((row) => row.unitId).filter((id) => directory.units.has(id));
  const concerned = withRows.flatMap((id) => [id, ...ancestorsOf(directory, id).map((unit) => unit.id)]);
  const top = leading(context, date);
  const units = [...new Set(concerned)];
  const staff = await staffOf(world, context, [...top.map((unit) => unit.id), ...units], at);
  const heads = units.flatMap((id) => headsOn(staff, id, date));
  const to = [...leaders(top, staff, date), ...heads.map((each): Addressee => ({ ...each, reason: 'head' }))];
  await plan(world, context, { alarm: 'report', id: report.id }, to, at);
}

/** Plans the week's mails with the agenda; what is on it is looked up when they are sent. */
export async function announceAgenda(world: World, context: Context, at: Instant): Promise<void> {
  const date = localDateOf(context.calendar, at);
  const top = leading(context, date);
  const staff = await staffOf(
    world,
    context,
    top.map((unit) => unit.id),
    at,
  );
  await plan(world, context, { alarm: 'agenda', id: `agenda_${date}` }, leaders(top, staff, date), at);
}
