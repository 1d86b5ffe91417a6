import * as z from 'zod/mini';
import { placeMember, removeMember } from '../../../shared/actions/organisation.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { membersOf } from '../../../shared/store/directory.ts';
import { getMember as findMember } from '../../../shared/store/members.ts';
import { route } from '../route.ts';
import { idOf, pageOf } from '../schemas/common.ts';
import { memberInput, userId } from '../schemas/organisation.ts';
import { memberView, viewMember } from '../views/organisation.ts';
import { commandOf, readUnit } from './units.ts';

const place = z.strictObject({ id: idOf('the unit'), userId });
const tag = 'Organisation';

export const putMember = route({
  method: 'PUT',
  path: '/v1/units/{id}/members/{userId}',
  name: 'placeMember',
  tag,
  summary: 'Give a person a place',
  description:
    'Creates or replaces a person’s place in a unit: name, address, roles, language of mail. `If-None-Match: *` creates only. For administrators.',
  params: place,
  body: memberInput,
  example: { name: 'Nguyễn Văn A', email: 'a@example.org', roles: ['head'], locale: 'vi' },
  answers: {
    200: { description: 'The place, replaced', schema: memberView },
    201: { description: 'The place, new', schema: memberView },
  },
  refusals: ['forbidden', 'unit_not_found'],
  handle: async (call) => {
    const { member, created } = await placeMember(
      call.world,
      call.principal,
      commandOf(call),
      { unitId: call.params.id, userId: call.params.userId },
      { ...call.ifMatch, onlyNew: call.request.headers['if-none-match']?.trim() === '*' },
    );
    return { status: created ? 201 : 200, body: viewMember(member), version: member.version };
  },
});

export const getMembers = route({
  method: 'GET',
  path: '/v1/units/{id}/members',
  name: 'listMembers',
  tag,
  summary: 'List the people of a unit',
  description: 'Everybody with a place in this very unit. Not paged: `next` is always null.',
  params: z.strictObject({ id: idOf('the unit') }),
  answers: { 200: { description: 'Places', schema: pageOf(memberView) } },
  refusals: ['unit_not_found'],
  handle: async (call) => {
    const unit = await readUnit(call, call.params.id);
    const members = (await membersOf(call.world.store, [unit.id], call.at)).get(unit.id) ?? [];
    return call.page(members.map(viewMember), undefined);
  },
});

export const getMember = route({
  method: 'GET',
  path: '/v1/units/{id}/members/{userId}',
  name: 'getMember',
  tag,
  summary: 'Read a place',
  description: 'One person’s place in one unit.',
  params: place,
  answers: { 200: { description: 'The place', schema: memberView } },
  refusals: ['unit_not_found', 'member_not_found'],
  handle: async (call) => {
    const unit = await readUnit(call, call.params.id);
    const member = await findMember(call.world.store, unit.id, call.params.userId);
    if (!member) throw new Refusal('member_not_found', { unitId: unit.id, userId: call.params.userId });
    return { status: 200, body: viewMember(member), version: member.version };
  },
});

export const deleteMember = route({
  method: 'DELETE',
  path: '/v1/units/{id}/members/{userId}',
  name: 'removeMember',
  tag,
  summary: 'Take a place away',
  description: 'The person keeps places in other units; what they did stays on record. For administrators.',
  params: place,
  answers: { 204: { description: 'Gone' } },
  refusals: ['forbidden', 'member_not_found'],
  handle: async (call) => {
    const { id: unitId, userId: person } = call.params;
    await removeMember(call.world, call.principal, { unitId, userId: person }, call.ifMatch);
    return { status: 204 };
  },
});
