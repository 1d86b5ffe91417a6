import * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import { changeUnit, createUnit } from '../../../shared/actions/organisation.ts';
import { mayReadDirectory } from '../../../shared/domain/administration.ts';
import { existsOn, inSubtree } from '../../../shared/domain/directory.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import type { Unit } from '../../../shared/domain/unit.ts';
import { loadDirectory } from '../../../shared/store/directory.ts';
import { type Answer, type Call, route } from '../route.ts';
import { idOf, pageOf } from '../schemas/common.ts';
import { newUnit, unitPatch, unitQuery } from '../schemas/organisation.ts';
import { meView, unitView, viewMe, viewUnit } from '../views/organisation.ts';

const byId = z.strictObject({ id: idOf('the unit') });

/** The action's command: the body of the request, signed by the caller. */
export function commandOf<B>(call: Call<unknown, unknown, B>) {
  const actor = { kind: 'user' as const, userId: call.principal.userId };
  return { actor, at: call.at, id: call.id, input: call.body };
}

const said =
  (status: number, call: Pick<Call, 'request'>) =>
  ({ unit }: { unit: Unit }): Answer => ({
    status,
    body: viewUnit(unit),
    version: unit.version,
    ...(status === 201 ? { headers: { location: `${call.request.path}/${unit.id}` } } : {}),
  });

export const me = route({
  method: 'GET',
  path: '/v1/me',
  name: 'getMe',
  tag: 'Organisation',
  summary: 'Who am I',
  description:
    'The caller as the directory knows them: places and roles. Somebody unknown has none and sees nothing.',
  answers: { 200: { description: 'The caller', schema: meView } },
  handle: async (call) => {
    const { directory } = await loadContext(call.world, call.at);
    return { status: 200, body: viewMe(call.principal, directory) };
  },
});

export const postUnit = route({
  method: 'POST',
  path: '/v1/units',
  name: 'createUnit',
  tag: 'Organisation',
  summary: 'Register a unit',
  description: 'Adds a body to the organisation tree. For administrators.',
  body: newUnit,
  example: { code: 'STC', name: 'Sở Tài chính', kind: 'unit', fields: ['tài chính'] },
  answers: { 201: { description: 'The unit', schema: unitView } },
  refusals: ['forbidden', 'parent_unknown', 'unit_code_taken'],
  handle: (call) =>
    call.commit(
      (options) => createUnit(call.world, call.principal, commandOf(call), options),
      said(201, call),
    ),
});

export const getUnits = route({
  method: 'GET',
  path: '/v1/units',
  name: 'listUnits',
  tag: 'Organisation',
  summary: 'List units',
  description: 'Units in the order of their ids, which is the order of registration.',
  query: unitQuery,
  answers: { 200: { description: 'Units', schema: pageOf(unitView) } },
  handle: async (call) => {
    const { limit, under, kind, code, validOn } = call.query;
    const directory = await loadDirectory(call.world.store, call.at);
    const units = [...directory.units.values()]
      .filter((unit) => mayReadDirectory(call.principal) && unit.id > (call.position ?? ''))
      .filter((unit) => !under || (directory.units.has(under) && inSubtree(directory, under, unit.id)))
      .filter((unit) => (!kind || unit.kind === kind) && (!code || unit.code === code))
      .filter((unit) => !validOn || existsOn(unit, validOn))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = units.slice(0, limit);
    return call.page(items.map(viewUnit), units.length > limit ? items.at(-1)?.id : undefined);
  },
});

/** A unit that the caller may see, also one that another container has just registered. */
export async function readUnit(call: Call, id: string): Promise<Unit> {
  if (!mayReadDirectory(call.principal)) throw new Refusal('unit_not_found', { unitId: id });
  const known = (await loadDirectory(call.world.store, call.at)).units.get(id);
  const unit = known ?? (await loadDirectory(call.world.store, call.at, { fresh: true })).units.get(id);
  if (!unit) throw new Refusal('unit_not_found', { unitId: id });
  return unit;
}

export const getUnit = route({
  method: 'GET',
  path: '/v1/units/{id}',
  name: 'getUnit',
  tag: 'Organisation',
  summary: 'Read a unit',
  description:
    'One unit. May be up to a minute behind a change made elsewhere; a change is always checked against the latest.',
  params: byId,
  answers: { 200: { description: 'The unit', schema: unitView } },
  refusals: ['unit_not_found'],
  handle: async (call) => said(200, call)({ unit: await readUnit(call, call.params.id) }),
});

export const patchUnit = route({
  method: 'PATCH',
  path: '/v1/units/{id}',
  name: 'changeUnit',
  tag: 'Organisation',
  summary: 'Change a unit',
  description:
    'Fields left out stay as they are, null takes away. Moving a unit moves everything below it. For administrators.',
  params: byId,
  body: unitPatch,
  example: { name: 'Sở Tài chính và Kế hoạch' },
  answers: { 200: { description: 'The unit', schema: unitView } },
  refusals: [
    'forbidden',
    'unit_not_found',
    'parent_unknown',
    'own_descendant',
    'ends_before_it_begins',
    'unit_code_taken',
  ],
  handle: (call) =>
    call.commit(
      (options) => changeUnit(call.world, call.principal, commandOf(call), call.params.id, options),
      said(200, call),
    ),
});
