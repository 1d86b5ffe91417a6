import * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import {
  latestSuccession,
  type Ordered,
  orderSuccession,
  previewSuccession,
} from '../../../shared/actions/succession.ts';
import type { Directory } from '../../../shared/domain/directory.ts';
import { type Call, route } from '../route.ts';
import { idOf } from '../schemas/common.ts';
import { successionInput } from '../schemas/organisation.ts';
import { dryRun } from '../schemas/settings.ts';
import { estateView, successionView, viewEstate, viewSuccession } from '../views/succession.ts';
import { commandOf, readUnit } from './units.ts';

const tag = 'Organisation';
const params = z.strictObject({ id: idOf('the unit') });

const seen = (call: Call, directory: Directory) => ({
  directory,
  timeZone: call.world.settings.timeZone,
});

export const postSuccession = route({
  method: 'POST',
  path: '/v1/units/{id}/succession',
  name: 'orderSuccession',
  tag,
  summary: 'Merge, split, rename or dissolve a unit',
  description:
    'From the day named, open tasks, duties with their dates and reminders, people and units below go over to the heirs; nothing begins anew. Closed history keeps the old name and is read by the heir, below which the old unit then stands. Today or past: at once, and by the daily run what one request cannot reach; else by the daily run of that day. With `dryRun=true` nothing changes, and the answer says what the unit owes and where each piece would go. For administrators.',
  params,
  query: dryRun,
  body: successionInput,
  example: {
    kind: 'merge',
    on: '2026-12-01',
    into: [{ code: 'STC-KHDT', name: 'Sở Tài chính và Kế hoạch', kind: 'unit' }],
    reason: 'Nghị quyết về sắp xếp tổ chức bộ máy.',
  },
  answers: {
    200: { description: 'With `dryRun`: what the unit owes', schema: estateView },
    201: { description: 'The succession', schema: successionView },
  },
  refusals: [
    'forbidden',
    'unit_not_found',
    'unit_not_valid',
    'ends_before_it_begins',
    'parent_unknown',
    'successor_required',
    'succession_refused',
    'succession_planned',
    'unit_code_taken',
  ],
  handle: async (call) => {
    const { id } = call.params;
    if (call.query.dryRun) {
      const estate = await previewSuccession(call.world, call.principal, commandOf(call), id);
      const { directory } = await loadContext(call.world, call.at);
      return { status: 200, body: viewEstate(estate, seen(call, directory)) };
    }
    return call.commit(
      (options) => orderSuccession(call.world, call.principal, commandOf(call), id, options),
      ({ succession, directory }: Ordered) => ({
        status: 201,
        body: viewSuccession(succession, seen(call, directory)),
        headers: { location: call.request.path },
      }),
    );
  },
});

export const getSuccession = route({
  method: 'GET',
  path: '/v1/units/{id}/succession',
  name: 'getSuccession',
  tag,
  summary: 'What became of a unit',
  description: 'The succession that was ordered last for this unit, planned or carried out.',
  params,
  answers: { 200: { description: 'The succession', schema: successionView } },
  refusals: ['unit_not_found', 'succession_not_found'],
  handle: async (call) => {
    const unit = await readUnit(call, call.params.id);
    const succession = await latestSuccession(call.world, unit.id);
    const { directory } = await loadContext(call.world, call.at);
    return { status: 200, body: viewSuccession(succession, seen(call, directory)) };
  },
});
