import * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import { nameSubstitute, recallSubstitute } from '../../../shared/actions/substitutes.ts';
import { localDateOf } from '../../../shared/domain/calendar.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { standInOn } from '../../../shared/domain/substitute.ts';
import type { Member } from '../../../shared/domain/unit.ts';
import { getMember } from '../../../shared/store/members.ts';
import { type Call, route } from '../route.ts';
import { idOf } from '../schemas/common.ts';
import { localDate } from '../schemas/domain.ts';
import { substituteInput, userId } from '../schemas/organisation.ts';
import { commandOf, readUnit } from './units.ts';

const tag = 'Organisation';
const path = '/v1/units/{id}/members/{userId}/substitute';
const params = z.strictObject({ id: idOf('the unit'), userId });
const substituteView = z
  .object({
    unitId: z.string(),
    headId: z.string(),
    userId: z.string(),
    from: localDate,
    to: localDate,
    active: z.boolean().with(z.describe('Whether today is one of these days.')),
  })
  .register(z.globalRegistry, { id: 'Substitute', description: 'Who stands in for a head who is away.' });

async function view(call: Call, member: Member): Promise<z.input<typeof substituteView>> {
  const { substitute } = member;
  if (!substitute)
    throw new Refusal('substitute_not_found', { unitId: member.unitId, userId: member.userId });
  const { calendar } = await loadContext(call.world, call.at);
  return {
    unitId: member.unitId,
    headId: member.userId,
    userId: substitute.userId,
    from: substitute.from,
    to: substitute.to,
    active: standInOn(member, localDateOf(calendar, call.at)) !== undefined,
  };
}

export const putSubstitute = route({
  method: 'PUT',
  path,
  name: 'nameSubstitute',
  tag,
  summary: 'Name who stands in for a head',
  description:
    'For a head who is away from one day to another, both included: mail to the head goes to the substitute, who has the head’s rights in this unit for that time; events name both. It ends by itself. The substitute is a member of the same unit or of the one above. For the head and administrators.',
  params,
  body: substituteInput,
  example: { userId: 'stc.deputy', from: '2026-12-01', to: '2026-12-10' },
  answers: {
    200: { description: 'The substitute, replaced', schema: substituteView },
    201: { description: 'The substitute, new', schema: substituteView },
  },
  refusals: [
    'forbidden',
    'unit_not_found',
    'member_not_found',
    'not_a_head',
    'ends_before_it_begins',
    'period_past',
    'substitute_outside',
  ],
  handle: async (call) => {
    const unit = await readUnit(call, call.params.id);
    const place = { unitId: unit.id, userId: call.params.userId };
    const { member, created } = await nameSubstitute(
      call.world,
      call.principal,
      commandOf(call),
      place,
      call.ifMatch,
    );
    return { status: created ? 201 : 200, body: await view(call, member), version: member.version };
  },
});

export const getSubstitute = route({
  method: 'GET',
  path,
  name: 'getSubstitute',
  tag,
  summary: 'Read who stands in for a head',
  description: 'The substitute last named, also one whose days are over or still to come: see `active`.',
  params,
  answers: { 200: { description: 'The substitute', schema: substituteView } },
  refusals: ['unit_not_found', 'member_not_found', 'substitute_not_found'],
  handle: async (call) => {
    const unit = await readUnit(call, call.params.id);
    const place = { unitId: unit.id, userId: call.params.userId };
    const member = await getMember(call.world.store, place.unitId, place.userId);
    if (!member) throw new Refusal('member_not_found', place);
    return { status: 200, body: await view(call, member), version: member.version, varies: true };
  },
});

export const deleteSubstitute = route({
  method: 'DELETE',
  path,
  name: 'recallSubstitute',
  tag,
  summary: 'The head is back',
  description: 'Ends a substitution before its last day. What was done meanwhile stays on record.',
  params,
  answers: { 204: { description: 'Nobody stands in any more' } },
  refusals: ['forbidden', 'unit_not_found', 'member_not_found', 'substitute_not_found'],
  handle: async (call) => {
    const unit = await readUnit(call, call.params.id);
    const place = { unitId: unit.id, userId: call.params.userId };
    await recallSubstitute(call.world, call.principal, place, call.ifMatch);
    return { status: 204 };
  },
});
