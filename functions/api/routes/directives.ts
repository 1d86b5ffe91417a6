import * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import { type Registered, registerDirective } from '../../../shared/actions/register.ts';
import { mayReadDirectory } from '../../../shared/domain/administration.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { getDirective as findDirective, listDirectives } from '../../../shared/store/directives.ts';
import { route } from '../route.ts';
import { idOf, pageOf } from '../schemas/common.ts';
import { directiveQuery, newDirective } from '../schemas/tasks.ts';
import { directiveView, registeredDirective, viewDirective, viewRegistered } from '../views/record.ts';
import { positionOf, positionText, viewpointOf } from './reading.ts';
import { commandOf } from './units.ts';

const tag = 'Directives';

export const postDirective = route({
  method: 'POST',
  path: '/v1/directives',
  name: 'registerDirective',
  tag,
  summary: 'Register a directive',
  description:
    'The document and, if given, the tasks that it assigns: all of it or nothing, with the faults of every line. A classified document is refused before anything of it is looked at.',
  body: newDirective,
  example: {
    number: '03/NQ-CP',
    issuedOn: '2026-11-20',
    issuerId: 'unt_…',
    title: 'Nghị quyết về chuyển đổi số',
    classification: 'normal',
    tasks: [
      {
        content: 'Xây dựng kế hoạch chuyển đổi số của Thành phố.',
        product: 'Kế hoạch',
        leadUnitIds: ['unt_…'],
        deadline: { raw: 'trước ngày 25/12/2026' },
      },
    ],
  },
  answers: { 201: { description: 'The directive and the ids of its tasks', schema: registeredDirective } },
  refusals: ['forbidden', 'classified', 'unit_unknown', 'unit_not_valid', 'issued_in_future', 'task_refused'],
  handle: (call) =>
    call.commit(
      (options) => registerDirective(call.world, call.principal, commandOf(call), options),
      ({ directive, tasks, context }: Registered) => {
        if (!directive) throw new Error('registered without a directive');
        return {
          status: 201,
          body: viewRegistered(directive, tasks, viewpointOf(call, context)),
          version: directive.version,
          headers: { location: `/v1/directives/${directive.id}` },
        };
      },
    ),
});

export const getDirectives = route({
  method: 'GET',
  path: '/v1/directives',
  name: 'listDirectives',
  tag,
  summary: 'List directives',
  description: 'Newest first by date of issue. Their tasks: `GET /v1/tasks?directiveId=`.',
  query: directiveQuery,
  answers: { 200: { description: 'Directives', schema: pageOf(directiveView) } },
  handle: async (call) => {
    if (!mayReadDirectory(call.principal)) return call.page([], undefined);
    const [context, found] = await Promise.all([
      loadContext(call.world, call.at),
      listDirectives(call.world.store, {
        limit: call.query.limit,
        position: positionOf(call.position),
      }),
    ]);
    const view = viewpointOf(call, context);
    return call.page(
      found.items.map((directive) => viewDirective(directive, view)),
      positionText(found.next),
    );
  },
});

export const getDirective = route({
  method: 'GET',
  path: '/v1/directives/{id}',
  name: 'getDirective',
  tag,
  summary: 'Read a directive',
  description:
    'Directives are open to whoever has a place in the organisation; tasks only to those they concern.',
  params: z.strictObject({ id: idOf('the directive') }),
  answers: { 200: { description: 'The directive', schema: directiveView } },
  refusals: ['directive_not_found'],
  handle: async (call) => {
    const [context, directive] = await Promise.all([
      loadContext(call.world, call.at),
      findDirective(call.world.store, call.params.id),
    ]);
    if (!directive || !mayReadDirectory(call.principal)) {
      throw new Refusal('directive_not_found', { directiveId: call.params.id });
    }
    return {
      status: 200,
      body: viewDirective(directive, viewpointOf(call, context)),
      version: directive.version,
    };
  },
});
