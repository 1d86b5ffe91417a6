import { addWorkingDays, instantAt } from '../../shared/domain/calendar.ts';
import { dateOfDay, dayNumber } from '../../shared/domain/civil-date.ts';
import type { NewTask } from '../../shared/domain/decide/assign.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import type { LocalDate } from '../../shared/domain/time.ts';
import { directive } from '../actions/stories.ts';
import type { Strike } from '../support/crashes.ts';
import { defaultCalendar } from '../support/default-calendar.ts';
import { type Loop, startLoop } from '../support/loop.ts';
import { directoryOf } from '../support/organisation.ts';
import { createRandom, type Random } from '../support/random.ts';
import { actByChance } from './deeds.ts';
import { changePosts, type Organisation, principalsOf, randomOrganisation } from './people.ts';

export type YearOptions = { seed: number; days: number; tasks: number; faults: boolean };
export type Year = { loop: Loop; outages: { from: number; to: number }[] };

const firstDay = dayNumber('2026-11-09');
/** Quiet days at the end, in which nothing is disturbed any more, so that what waits to be mended is. */
const epilogue = 7;

/**
 * A year in the life of a random organisation: tasks are given and worked on by chance, posts change hands, addresses
 * die, and, with `faults`, functions are killed between any two calls, messages come late, twice and in any order,
 * schedules and executions vanish, and once everything is down for days. The same seed gives the same year.
 */
export async function liveThrough(
  options: YearOptions,
  checkpoint: (year: Year) => Promise<void>,
): Promise<Year> {
  const { days, tasks, faults } = options;
  const random = createRandom(options.seed);
  const mishap = createRandom(options.seed + 1_000);
  const organisation = randomOrganisation(random);
  const dead = new Set<string>();
  let living = false;
  const strikes = (call: string): Strike | undefined => {
    if (!faults || !living || call.includes('MEMBER#')) return undefined;
    // The one moment after which a mail may be doubled comes more often than others.
    if (!mishap.chance(call.includes('SendEmail') ? 0.05 : 0.01)) return undefined;
    return mishap.chance(0.5) ? 'before' : 'after';
  };
  const loop = await startLoop({
    ...organisation,
    at: instantAt(defaultCalendar, dateOfDay(firstDay), '05:00'),
    strikes,
    moods: {
      twice: () => faults && living && mishap.chance(0.03),
      late: () => (faults && living && mishap.chance(0.1) ? mishap.below(90) : 0),
    },
    rank: () => (faults ? mishap.next() : 0),
    fate: ({ to }) => {
      if (dead.has(to)) return { kind: 'bounced', after: random.between(2, 7_200) };
      return { kind: random.chance(0.002) ? 'complained' : 'delivered', after: 5 };
    },
  });
  const year: Year = { loop, outages: [] };
  const outageFrom = faults ? random.between(20, days - 20) : days;
  const outageTo = outageFrom + random.between(1, 6);
  const open: string[] = [];
  let documents = 0;

  living = true;
  for (let day = 0; day < days; day++) {
    const date = dateOfDay(firstDay + day);
    if (day === outageFrom) loop.setDown(true);
    if (day === outageTo) loop.setDown(false);
    const down = day >= outageFrom && day < outageTo;
    if (day === outageTo) year.outages.push({ from: momentOf(outageFrom), to: loop.agenda.now() });
    const registers = day < days * 0.75 && random.chance(tasks / (days * 0.75) / 2);
    if (registers && !down) {
      await loop.advanceTo(date, '06:30');
      documents += 1;
      open.push(...(await registerByChance(loop, random, organisation, date, documents)));
    }
    for (const time of momentsOf(random, open.length / 5)) {
      await loop.advanceTo(date, time);
      if (down || open.length === 0) continue;
      const id = random.pick(open);
      const aggregate = await loop.task(id);
      if (['completed', 'cancelled'].includes(aggregate.task.status)) open.splice(open.indexOf(id), 1);
      else
        await actByChance(
          loop,
          random,
          directoryOf(organisation.units),
          principalsOf(organisation),
          aggregate,
        );
    }
    if (!down) await changePosts(loop, random, organisation, dead);
    if (faults && mishap.chance(0.05)) loseSomething(loop, mishap);
    await loop.advanceTo(date, '23:30');
    if (day % 120 === 100 && !down) await checkpoint(year);
  }
  living = false;
  await loop.advanceTo(dateOfDay(firstDay + days + epilogue), '23:30');
  return year;
}

const momentOf = (day: number) => Date.parse(instantAt(defaultCalendar, dateOfDay(firstDay + day), '00:00'));

/** Mostly office hours, sometimes early or late; about so many a day. */
function momentsOf(random: Random, average: number): string[] {
  const count = Math.floor(average) + (random.chance(average % 1) ? 1 : 0);
  const hour = () => (random.chance(0.8) ? random.between(8, 16) : random.between(6, 22));
  const two = (n: number) => String(n).padStart(2, '0');
  return Array.from({ length: count }, () => `${two(hour())}:${two(random.below(60))}`).sort();
}

async function registerByChance(
  loop: Loop,
  random: Random,
  { units }: Organisation,
  date: LocalDate,
  n: number,
): Promise<string[]> {
  const leads = units.filter(({ kind }) => kind === 'unit').map(({ id }) => id);
  const line = (): Partial<NewTask> => {
    const count = random.chance(0.2) ? 2 : 1;
    const leadUnitIds = [...new Set(Array.from({ length: count }, () => random.pick(leads)))];
    const inDays = random.between(2, 30);
    const deadline = random.chance(0.15)
      ? { kind: 'none' as const }
      : { kind: 'date' as const, date: addWorkingDays(loop.calendar, date, inDays) };
    const priority = random.chance(0.1) ? ('urgent' as const) : ('normal' as const);
    return { leadUnitIds, monitorUnitId: random.pick(['unt_BNC', 'unt_BTC']), deadline, priority };
  };
  const lines = Array.from({ length: random.between(1, 2) }, line);
  const who = random.pick(['usr_VPTU_officer', 'usr_VPTU_head']);
  try {
    return await loop.register(who, { ...directive(lines), number: `${n}-CT/TU`, issuedOn: date });
  } catch (error) {
    // A strike on the request itself: the client was told nothing, and gives up.
    if (error instanceof Refusal || !String(error).includes('InjectedFault')) throw error;
    return [];
  }
}

/** What AWS promises to keep and sometimes does not. */
function loseSomething(loop: Loop, random: Random): void {
  const schedules = [...loop.scheduler.waiting.keys()];
  if (schedules.length > 0 && random.chance(0.5)) loop.scheduler.waiting.delete(random.pick(schedules));
  const executions = [...loop.machine.executions].filter(([, { status }]) => status === 'running');
  if (executions.length > 0 && random.chance(0.5)) loop.machine.kill(random.pick(executions)[0]);
}
