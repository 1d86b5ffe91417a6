import type { Calendar } from '../domain/calendar.ts';
import type { CalendarYear } from '../domain/calendar-year.ts';
import { calendarWith } from '../domain/default-calendar.ts';
import { defaultPolicies, type Policies } from '../domain/policy.ts';
import type { PolicySet } from '../domain/policy-set.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { type Key, keys } from './keys.ts';
import { queryAll, type Raw } from './reads.ts';
import { type TransactItem, transact } from './transact.ts';

/** How often a setting was written: what a change of it conditions on. 0 where the default still stands. */
type Versions = { calendars: ReadonlyMap<number, number>; policies: ReadonlyMap<string, number> };

type Settings = { years: CalendarYear[]; policies: Policies; versions: Versions };

const trustedMs = 60_000;
const cache = new WeakMap<Store, { settings: Settings; readAt: number }>();

/**
 * Years as edited and policies as set, with the system's defaults where nothing was; one read, trusted for a minute of
 * command time unless `fresh`.
 */
export async function loadSettings(
  store: Store,
  at: Instant,
  options: { fresh?: boolean } = {},
): Promise<Settings> {
  const now = Date.parse(at);
  const cached = cache.get(store);
  if (cached && !options.fresh && Math.abs(now - cached.readAt) < trustedMs) return cached.settings;
  const items = await queryAll(store, { pk: keys.linkKey().pk });
  const read = await settingsOf(items);
  const settings = cached && sameVersions(cached.settings, read) ? cached.settings : read;
  cache.set(store, { settings, readAt: now });
  return settings;
}

async function settingsOf(items: readonly Raw[]): Promise<Settings> {
  const calendars = items.filter((item) => item.type === 'CALENDAR');
  const policies = items.filter((item) => item.type === 'POLICY');
  // Most deployments edit nothing for months, and their functions need not know how to read it.
  const edited = calendars.length + policies.length > 0 ? await import('./edited-settings.ts') : undefined;
  return {
    years: edited?.yearsOf(calendars) ?? [],
    policies: { ...defaultPolicies, ...edited?.policiesOf(policies) },
    versions: {
      calendars: new Map(calendars.map((item) => [Number(item.year), Number(item.version)])),
      policies: new Map(policies.map((item) => [String(item.kind), Number(item.version)])),
    },
  };
}

function sameVersions({ versions: a }: Settings, { versions: b }: Settings): boolean {
  const text = ({ calendars, policies }: Versions) => JSON.stringify([...calendars, ...policies]);
  return text(a) === text(b);
}

const assembled = new WeakMap<Settings, Map<string, Calendar>>();

/** The calendar to count with: always the same object while nothing changed, since what is derived of it is cached by it. */
export async function loadCalendar(
  store: Store,
  at: Instant,
  { timeZone, calendarMode }: { timeZone: string; calendarMode: Calendar['mode'] },
): Promise<Calendar> {
  const settings = await loadSettings(store, at);
  const known = assembled.get(settings) ?? new Map<string, Calendar>();
  assembled.set(settings, known);
  const name = `${timeZone} ${calendarMode}`;
  const calendar = known.get(name) ?? calendarWith(settings.years, timeZone, calendarMode);
  known.set(name, calendar);
  return calendar;
}

export async function loadPolicies(store: Store, at: Instant): Promise<Policies> {
  return (await loadSettings(store, at)).policies;
}

/**
 * `version` is that of the setting being replaced, 0 where nothing was set. Returns the new version. `extra` is written in
 * the same moment.
 * @throws CommitConflict when it is no longer at that version
 */
export async function putCalendar(
  store: Store,
  value: CalendarYear,
  version: number,
  extra: readonly TransactItem[] = [],
): Promise<number> {
  const { year } = value;
  return put(store, { ...keys.calendar(year), type: 'CALENDAR', year, value }, version, extra);
}

/** As {@link putCalendar}. */
export async function putPolicy(
  store: Store,
  value: PolicySet,
  version: number,
  extra: readonly TransactItem[] = [],
): Promise<number> {
  const { kind } = value.policy;
  return put(store, { ...keys.policy(kind), type: 'POLICY', kind, value }, version, extra);
}

async function put(
  store: Store,
  item: Key & Raw,
  version: number,
  extra: readonly TransactItem[],
): Promise<number> {
  const write: TransactItem = {
    put: { ...item, version: version + 1 },
    condition: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
    ...(version > 0 && { names: { '#version': 'version' }, values: { ':version': version } }),
    otherwise: () => new CommitConflict(`${item.sk} is no longer at version ${version}`),
  };
  await transact(store, [write, ...extra]);
  cache.delete(store);
  return version + 1;
}
