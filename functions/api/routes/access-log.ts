import * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import { authoriseAdministration } from '../../../shared/domain/administration.ts';
import { endOfDay, instantAt, localDateOf } from '../../../shared/domain/calendar.ts';
import { addDays } from '../../../shared/domain/civil-date.ts';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { listAccess } from '../../../shared/store/access.ts';
import { route } from '../route.ts';
import { pageOf, paging } from '../schemas/common.ts';
import { userId } from '../schemas/organisation.ts';
import { moment, momentIn } from '../views/moment.ts';
import { unitRef, unitRefOf } from '../views/organisation.ts';

const accessView = z
  .object({
    id: z.string(),
    requestId: z.string().with(z.describe('`X-Request-Id` of the answer.')),
    at: moment,
    userId: z.string(),
    unit: unitRef,
    method: z.string(),
    route: z.string().with(z.describe('The operation’s path with its variables.')),
    ids: z.array(z.string()).with(z.describe('What was asked for by id, then what a list showed.')),
  })
  .register(z.globalRegistry, {
    id: 'Access',
    description: 'One request of an inspector that was answered.',
  });

export const getAccessLog = route({
  method: 'GET',
  path: '/v1/access-log',
  name: 'listAccess',
  tag: 'Organisation',
  summary: 'What inspectors have read',
  description:
    'Every answered request of members of an inspecting body, newest first: who, when, which operation, which ids, and no text; also what they read through a calendar feed or the link in a mail. Entries are written before the answer leaves; nothing changes or deletes them. The last 30 days unless `from` is given. A page looks back over a year at the most, so it may be short, even empty, while `next` is not null. For administrators.',
  query: z.strictObject({
    ...paging,
    from: z.optional(namedDate).with(z.describe('First day.')),
    to: z.optional(namedDate).with(z.describe('Last day, included; today unless given.')),
    userId: z.optional(userId),
  }),
  answers: { 200: { description: 'Entries', schema: pageOf(accessView) } },
  refusals: ['forbidden', 'not_found', 'period_reversed'],
  handle: async (call) => {
    authoriseAdministration(call.principal);
    const { calendar, directory } = await loadContext(call.world, call.at);
    const { limit, userId } = call.query;
    const to = call.query.to ?? localDateOf(calendar, call.at);
    const from = call.query.from ?? addDays(to, -30);
    if (from > to)
      throw new Refusal('period_reversed', { from, to }, [{ pointer: '?from', code: 'period_reversed' }]);
    const bounds = { from: instantAt(calendar, from, '00:00'), to: endOfDay(calendar, to), userId, limit };
    const found = await listAccess(call.world.store, bounds, call.position);
    return call.page(
      found.items.map(({ unitId, ...entry }) => ({
        ...entry,
        at: momentIn(calendar.timeZone, entry.at),
        unit: unitRefOf(directory, unitId),
      })),
      found.next,
    );
  },
});
