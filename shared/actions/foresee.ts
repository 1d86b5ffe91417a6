import type { Staff } from '../domain/addressees.ts';
import { endOfDay, localDateOf } from '../domain/calendar.ts';
import type { Aggregate } from '../domain/change.ts';
import { addDays } from '../domain/civil-date.ts';
import type { Context } from '../domain/decide/context.ts';
import { type Foreseen, forecast } from '../domain/forecast.ts';
import type { Message } from '../domain/message.ts';
import { mayRead, type Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time.ts';
import { subtreeIds, unitsInSight } from '../domain/visibility.ts';
import { alarmsBetween } from '../store/alarms.ts';
import { remindersOff } from '../store/directory.ts';
import { first, shards } from '../store/keys.ts';
import { lyingPlanned } from '../store/ledger.ts';
import { inParallel } from '../store/reads.ts';
import { loadTask } from '../store/tasks.ts';
import { loadContext } from './context.ts';
import { staffAround } from './replan.ts';
import type { World } from './world.ts';

/** A mail to come: already in the ledger, or to be planned when its alarm fires. */
export type Expected = Foreseen & { aggregate: Aggregate; planned: boolean; personName: string };

/** Tasks that one answer looks at. Whoever wants more asks for a unit or fewer days. */
const most = 3_000;

/**
 * Every mail of the coming days that the person may know of: who, when, why, at which rung, if nobody acts before. With a
 * unit, only duties held by it and what is below it.
 * @throws Refusal `unit_unknown`, `forecast_too_large`
 */
export async function foresee(
  world: World,
  principal: Principal,
  at: Instant,
  { days, unitId }: { days: number; unitId?: string | undefined },
): Promise<{ expected: Expected[]; context: Context }> {
  const context = await loadContext(world, at);
  const { calendar, directory } = context;
  const until = endOfDay(calendar, addDays(localDateOf(calendar, at), days));
  const scope = unitId ? subtreeIds(directory, unitId) : unitsInSight(directory, principal);
  const holders = scope === 'everything' ? undefined : new Set(scope);
  const held = (id: string) => holders === undefined || holders.has(id);
  const alarms = (await alarmsBetween(world.store, first, until)).filter((each) => held(each.holderUnitId));
  const rows = (
    await inParallel(shards, (shard) => lyingPlanned(world.store, until, shard, Number.POSITIVE_INFINITY))
  ).flat();
  const ids = [...new Set([...alarms, ...rows].map(({ taskId }) => taskId))];
  if (ids.length > most) throw new Refusal('forecast_too_large', { count: ids.length, limit: most });
  const loaded = await inParallel(ids, (id) => loadTask(world.store, id));
  const visible = loaded.flatMap((each) => (each && mayRead(directory, principal, each.task) ? [each] : []));
  const staff = await staffAround(world, at, context, visible);
  const coming = visible.flatMap((aggregate) => {
    const { id } = aggregate.task;
    const lying = rows
      .filter((row) => row.taskId === id)
      .flatMap((message) => {
        const obligation = aggregate.obligations.find((each) => each.id === message.obligationId);
        return obligation?.state === 'open' ? [{ message, obligation, planned: true }] : [];
      });
    const foreseen = forecast(aggregate, { ...context, staff }, at, until);
    return [...lying, ...foreseen.map((each) => ({ ...each, planned: false }))]
      .filter(({ message, obligation }) => message.notBefore <= until && held(obligation.holderUnitId))
      .map((each) => ({ ...each, aggregate, personName: nameIn(staff, each.message) }));
  });
  const expected = await withoutUnwanted(world, coming, at);
  return {
    context,
    expected: expected.sort((a, b) => (orderOf(a.message) < orderOf(b.message) ? -1 : 1)),
  };
}

/** Without the reminders of people who asked to be spared them. */
async function withoutUnwanted(world: World, coming: readonly Expected[], at: Instant): Promise<Expected[]> {
  const reminders = coming.filter(({ message }) => message.alarm === 'reminder');
  const people = [...new Set(reminders.map(({ message }) => message.personId))];
  const off = await inParallel(people, (personId) => remindersOff(world.store, personId, at));
  const spared = new Set(people.filter((_, i) => off[i]));
  return coming.filter(({ message }) => message.alarm !== 'reminder' || !spared.has(message.personId));
}

function nameIn(staff: Staff, { personId, unitId }: Message): string {
  return staff.get(unitId)?.find((member) => member.userId === personId)?.name ?? personId;
}

const orderOf = ({ notBefore, personId, id }: Message) => `${notBefore} ${personId} ${id}`;
