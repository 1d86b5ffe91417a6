import { authoriseAdministration } from '../domain/administration.ts';
import type { CalendarYear } from '../domain/calendar-year.ts';
import type { Command } from '../domain/change.ts';
import { calendarWith, defaultCalendarYears } from '../domain/default-calendar.ts';
import { idFrom } from '../domain/ids.ts';
import type { Principal } from '../domain/permissions.ts';
import type { PolicySet } from '../domain/policy-set.ts';
import { Refusal } from '../domain/refusal.ts';
import { openReplans, type ReplanJob, replanItem } from '../store/replans.ts';
import { loadSettings, putCalendar, putPolicy } from '../store/settings.ts';
import { checkVersion, untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import { type Preview, previewReplan, runReplan } from './replan.ts';
import type { World } from './world.ts';

/** How many tasks a request moves itself; what is left is moved by the next daily run, or by the same request repeated. */
const mostInRequest = 1_000;

export type Published<T> = { value: T; version: number; moved: number; complete: boolean };
type Options = { ifMatch?: number[] };

/** An edited year, or the system's own, with how often it was written (0: never). Undefined where there is neither. */
export async function readCalendarYear(world: World, at: string, year: number) {
  const { years, versions } = await loadSettings(world.store, at, { fresh: true });
  const value =
    years.find((each) => each.year === year) ?? defaultCalendarYears.find((each) => each.year === year);
  return value && { value, version: versions.calendars.get(year) ?? 0 };
}

/** @throws Refusal `forbidden`, `version_reused` */
export async function previewCalendarYear(
  world: World,
  principal: Principal,
  { at, input }: Command<CalendarYear>,
): Promise<Preview[]> {
  authoriseAdministration(principal);
  const { years } = await loadSettings(world.store, at, { fresh: true });
  const { timeZone, calendarMode } = world.settings;
  const others = years.filter((each) => each.year !== input.year);
  checkName(years, input);
  const context = await loadContext(world, at);
  const calendar = calendarWith([...others, input], timeZone, calendarMode);
  return previewReplan(
    world,
    at,
    { because: 'calendar', before: context.calendar },
    { ...context, calendar },
  );
}

/**
 * Publishes a year and has all open tasks follow. The same year again changes nothing, and carries on with what is left.
 * @throws Refusal `forbidden`, `version_mismatch`, `version_reused`
 */
export async function setCalendarYear(
  world: World,
  principal: Principal,
  command: Command<CalendarYear>,
  options: Options,
): Promise<Published<CalendarYear>> {
  authoriseAdministration(principal);
  const { at, input } = command;
  const { version, job } = await untilCommitted(world, async () => {
    const { years, versions } = await loadSettings(world.store, at, { fresh: true });
    const version = versions.calendars.get(input.year) ?? 0;
    const before = years.find((each) => each.year === input.year);
    if (before && JSON.stringify(before) === JSON.stringify(input)) {
      const jobs = await openReplans(world.store);
      const job = jobs.find(({ change }) => change.because === 'calendar' && change.year === input.year);
      return { version, job };
    }
    checkVersion(options, version);
    checkName(years, input);
    const change = { because: 'calendar' as const, year: input.year, ...(before && { before }) };
    const job = jobOf(command, principal, change, version);
    return { version: await putCalendar(world.store, input, version, [replanItem(job)]), job };
  });
  return { value: input, version, ...(await carriedOut(world, at, job)) };
}

/** Dates tell which calendar they were counted by: two that differ may not have the same name. */
function checkName(years: readonly CalendarYear[], input: CalendarYear): void {
  const before = [...years, ...defaultCalendarYears].find((each) => each.year === input.year);
  if (before?.version === input.version && JSON.stringify(before) !== JSON.stringify(input))
    throw new Refusal('version_reused', { version: input.version }, [
      { pointer: '/version', code: 'version_reused', params: { version: input.version } },
    ]);
}

const jobOf = (
  { at, id }: Command,
  { userId }: Principal,
  change: ReplanJob['change'],
  version: number,
): ReplanJob => ({
  id: idFrom('job', at, `${userId}/${id}/${version}`),
  at,
  byUserId: userId,
  change,
  state: 'open',
});

async function carriedOut(world: World, at: string, job: ReplanJob | undefined) {
  return job ? runReplan(world, at, job, mostInRequest) : { moved: 0, complete: true };
}

export type PolicyInput = { value: PolicySet; applyToOpen: boolean };

/** @throws Refusal `forbidden` */
export async function previewPolicy(
  world: World,
  principal: Principal,
  { at, input }: Command<PolicyInput>,
): Promise<Preview[]> {
  authoriseAdministration(principal);
  if (!input.applyToOpen) return [];
  const context = await loadContext(world, at);
  const { kind } = input.value.policy;
  const policies = { ...context.policies, [kind]: input.value };
  return previewReplan(world, at, { because: 'policy', kind }, { ...context, policies });
}

/**
 * Sets the policy for what opens from now on; for what is open already only if asked.
 * @throws Refusal `forbidden`, `version_mismatch`, `version_reused`
 */
export async function setPolicy(
  world: World,
  principal: Principal,
  command: Command<PolicyInput>,
  options: Options,
): Promise<Published<PolicySet>> {
  authoriseAdministration(principal);
  const { at, input } = command;
  const { kind } = input.value.policy;
  const { version, job } = await untilCommitted(world, async () => {
    const { policies, versions } = await loadSettings(world.store, at, { fresh: true });
    const version = versions.policies.get(kind) ?? 0;
    const same = JSON.stringify(policies[kind]) === JSON.stringify(input.value);
    if (!same) checkVersion(options, version);
    if (!same && policies[kind].policy.version === input.value.policy.version)
      throw new Refusal('version_reused', { version: input.value.policy.version }, [
        {
          pointer: '/policy/version',
          code: 'version_reused',
          params: { version: input.value.policy.version },
        },
      ]);
    const job = input.applyToOpen
      ? jobOf(command, principal, { because: 'policy', kind }, version)
      : undefined;
    if (same && !job) return { version, job };
    const put = await putPolicy(world.store, input.value, version, job ? [replanItem(job)] : []);
    return { version: put, job };
  });
  return { value: input.value, version, ...(await carriedOut(world, at, job)) };
}
