import * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import { authoriseAdministration, mayReadDirectory } from '../../../shared/domain/administration.ts';
import { calendarYear } from '../../../shared/domain/calendar-year.ts';
import { type ObligationKind, obligationKind } from '../../../shared/domain/policy-model.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { loadSettings } from '../../../shared/store/settings.ts';
import { type Call, route } from '../route.ts';
import { digits, line, pageOf } from '../schemas/common.ts';
import { dryRun, policyInput, policyView } from '../schemas/settings.ts';
import {
  calendarPublished,
  calendarView,
  expectedMail,
  policyPublished,
  replanPreview,
  viewExpected,
  viewPreview,
} from '../views/settings.ts';
import { viewpointOf } from './reading.ts';
import { commandOf } from './units.ts';

const tag = 'Calendars and policies';
/** Administration is rare: what it needs is loaded when somebody administers, not when a container starts. */
const administration = () => import('../../../shared/actions/settings.ts');
const byYear = z.strictObject({ year: line(10) });
const byKind = z.strictObject({ kind: line(20) });

/** @throws Refusal `not_found` for strangers, and for what is no such year or kind */
function read<T>(call: Call, schema: z.core.$ZodType<T>, text: string): T {
  const parsed = z.safeParse(schema, text);
  if (!parsed.success || !mayReadDirectory(call.principal)) throw new Refusal('not_found');
  return parsed.data;
}
const yearNumber = digits(1900, 2199);

export const getCalendar = route({
  method: 'GET',
  path: '/v1/calendars/{year}',
  name: 'getCalendar',
  tag,
  summary: 'Read a year of the calendar',
  description:
    'Days off and weekend days worked in exchange, each with its evidence. `"v0"` is the system’s own year, never edited.',
  params: byYear,
  answers: { 200: { description: 'The year', schema: calendarView } },
  refusals: ['not_found'],
  handle: async (call) => {
    const year = read(call, yearNumber, call.params.year);
    const { readCalendarYear } = await administration();
    const found = await readCalendarYear(call.world, call.at, year);
    if (!found) throw new Refusal('not_found');
    return { status: 200, body: found.value, version: found.version };
  },
});

export const putCalendar = route({
  method: 'PUT',
  path: '/v1/calendars/{year}',
  name: 'publishCalendar',
  tag,
  summary: 'Publish a year of the calendar',
  description:
    'Replaces the year and has all open work follow: deadlines and terms that the calendar counted are counted anew, alarms are planned anew, with an event on every task touched. What is over stays; no date moves into the past. `dryRun=true` lists exactly what would move, and who would be mailed. For administrators.',
  params: byYear,
  query: dryRun,
  body: calendarYear,
  example: {
    year: 2027,
    version: 'vn-2027-tb-1',
    daysOff: [{ date: '2027-01-01', name: 'Tết Dương lịch' }],
    workedDays: [{ date: '2027-02-20', reason: 'Làm bù ngày 05/02/2027' }],
  },
  answers: {
    200: {
      description: 'The year, or what it would move',
      schema: z.union([calendarPublished, replanPreview]),
    },
  },
  refusals: ['forbidden', 'not_found', 'version_reused', 'year_differs'],
  handle: async (call) => {
    const year = read(call, yearNumber, call.params.year);
    authoriseAdministration(call.principal);
    if (call.body.year !== year)
      throw new Refusal('year_differs', { year: call.body.year }, [
        { pointer: '/year', code: 'year_differs', params: { year: call.body.year } },
      ]);
    const { previewCalendarYear, setCalendarYear } = await administration();
    if (call.query.dryRun) {
      const previews = await previewCalendarYear(call.world, call.principal, commandOf(call));
      return { status: 200, body: viewPreview(previews, await viewpoint(call)) };
    }
    const done = await setCalendarYear(call.world, call.principal, commandOf(call), call.ifMatch);
    return { status: 200, body: { ...done.value, ...followed(done) }, version: done.version };
  },
});

const followed = ({ moved, complete }: { moved: number; complete: boolean }) => ({ moved, complete });

async function viewpoint(call: Call) {
  return viewpointOf(call, await loadContext(call.world, call.at));
}

export const getPolicy = route({
  method: 'GET',
  path: '/v1/policies/{kind}',
  name: 'getPolicy',
  tag,
  summary: 'Read the policy of a kind of duty',
  description:
    'Terms, reminders, urging ladder and hours, with exceptions. A version beginning with `default` is the system’s own (mặc định hệ thống).',
  params: byKind,
  answers: { 200: { description: 'The policy', schema: policyView } },
  refusals: ['not_found'],
  handle: async (call) => {
    const kind: ObligationKind = read(call, obligationKind, call.params.kind);
    const { policies, versions } = await loadSettings(call.world.store, call.at, { fresh: true });
    return { status: 200, body: policies[kind], version: versions.policies.get(kind) ?? 0 };
  },
});

export const putPolicy = route({
  method: 'PUT',
  path: '/v1/policies/{kind}',
  name: 'setPolicy',
  tag,
  summary: 'Set the policy of a kind of duty',
  description:
    'For duties that open from now on: what is open keeps the policy that was frozen on it, unless `applyToOpen` is true. `dryRun=true` lists what that would move. For administrators.',
  params: byKind,
  query: dryRun,
  body: policyInput,
  example: {
    policy: {
      kind: 'confirm',
      version: 'vptu-2026-12',
      due: { workingDays: 2 },
      notice: ['officer', 'head'],
      reminders: [{ before: { workingDays: 0 }, audience: ['officer', 'head'] }],
      ladder: [{ after: { workingDays: 1 }, audience: ['officer', 'head'] }],
      repeat: { workingDays: 5 },
      hours: { morning: '08:00', open: '08:00', close: '17:00' },
      bands: { green: 5, red: 1 },
    },
    overrides: [],
    applyToOpen: false,
  },
  answers: {
    200: {
      description: 'The policy, or what it would move',
      schema: z.union([policyPublished, replanPreview]),
    },
  },
  refusals: ['forbidden', 'not_found', 'version_reused', 'kind_differs'],
  handle: async (call) => {
    const kind = read(call, obligationKind, call.params.kind);
    authoriseAdministration(call.principal);
    const { applyToOpen, ...value } = call.body;
    if (value.policy.kind !== kind)
      throw new Refusal('kind_differs', { kind: value.policy.kind }, [
        { pointer: '/policy/kind', code: 'kind_differs', params: { kind: value.policy.kind } },
      ]);
    const command = { ...commandOf(call), input: { value, applyToOpen } };
    const { previewPolicy, setPolicy } = await administration();
    if (call.query.dryRun) {
      const previews = await previewPolicy(call.world, call.principal, command);
      return { status: 200, body: viewPreview(previews, await viewpoint(call)) };
    }
    const done = await setPolicy(call.world, call.principal, command, call.ifMatch);
    return { status: 200, body: { ...done.value, ...followed(done) }, version: done.version };
  },
});

export const getForecast = route({
  method: 'GET',
  path: '/v1/forecast',
  name: 'forecastMail',
  tag: 'Work lists',
  summary: 'Which mail is to come',
  description:
    'Who will be mailed in the coming days, when, why and at which rung, if nobody acts before: the system’s own decisions, played forward. Only tasks that you may see; with `unitId`, only duties held by that unit and what is below it. Not paged: `next` is always null.',
  query: z.strictObject({
    days: z._default(digits(1, 92), 14).with(z.describe('How many days ahead, today included.')),
    unitId: z.optional(line(100)),
  }),
  answers: { 200: { description: 'Mails to come, soonest first', schema: pageOf(expectedMail) } },
  refusals: ['unit_unknown', 'forecast_too_large'],
  handle: async (call) => {
    const { foresee } = await import('../../../shared/actions/foresee.ts');
    const { expected, context } = await foresee(call.world, call.principal, call.at, call.query);
    const view = viewpointOf(call, context);
    return call.page(
      expected.map((each) => viewExpected(each, view)),
      undefined,
    );
  },
});
