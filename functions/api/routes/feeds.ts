import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { closeFeed, openFeed, readFeed } from '../../../shared/actions/feeds.ts';
import { feedsOf } from '../../../shared/store/feeds.ts';
import { openRoute, type Route, route } from '../route.ts';
import { idOf, pageOf } from '../schemas/common.ts';
import { moment, momentIn } from '../views/moment.ts';
import { commandOf } from './units.ts';

const tag = 'Work lists';
const feedFields = { id: z.string(), unitId: z.nullable(z.string()), createdAt: moment };
const feedView = z.object(feedFields).register(z.globalRegistry, { id: 'Feed' });
const newFeedView = z
  .object({ ...feedFields, url: z.url().with(z.describe('The secret address. It is shown this once.')) })
  .register(z.globalRegistry, { id: 'NewFeed' });
const newFeed = z
  .strictObject({ unitId: z.optional(idOf('the unit to follow; what your own units owe unless given')) })
  .register(z.globalRegistry, { id: 'FeedInput' });

/** Calendar feeds (iCalendar, RFC 5545) of due dates, for Google Calendar, Outlook, Thunderbird and their like. */
export const feeds: Route[] = [
  route({
    method: 'POST',
    path: '/v1/me/feeds',
    name: 'openFeed',
    tag,
    summary: 'Open a calendar feed',
    description:
      'A secret address under which calendar programs find what falls due, as all-day entries, the 500 that fall due first. Repeating the request opens another feed: the address cannot be shown twice.',
    body: newFeed,
    example: {},
    answers: { 201: { description: 'The feed with its address', schema: newFeedView } },
    refusals: ['forbidden', 'unit_unknown', 'too_many_feeds'],
    handle: async (call) => {
      const secret = randomBytes(24).toString('base64url');
      const { feed, token } = await openFeed(call.world, call.principal, commandOf(call), secret);
      return {
        status: 201,
        body: {
          id: feed.id,
          unitId: feed.unitId ?? null,
          createdAt: momentIn(call.world.settings.timeZone, feed.createdAt),
          url: `${call.publicUrl}/feeds/${token}.ics`,
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/me/feeds',
    name: 'listFeeds',
    tag,
    summary: 'Your calendar feeds',
    description: 'Without their addresses, which are kept nowhere.',
    answers: { 200: { description: 'Feeds', schema: pageOf(feedView) } },
    handle: async (call) => {
      const found = await feedsOf(call.world.store, call.principal.userId);
      const items = found.map(({ id, unitId, createdAt }) => ({
        ...{ id, unitId: unitId ?? null },
        createdAt: momentIn(call.world.settings.timeZone, createdAt),
      }));
      return call.page(items, undefined);
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/me/feeds/{id}',
    name: 'closeFeed',
    tag,
    summary: 'Revoke a calendar feed',
    description: 'Its address answers 404 from now on.',
    params: z.strictObject({ id: idOf('the feed') }),
    answers: { 204: { description: 'Revoked' } },
    refusals: ['feed_not_found'],
    handle: async (call) => {
      await closeFeed(call.world, call.principal, call.params.id);
      return { status: 204 };
    },
  }),
  openRoute({
    method: 'GET',
    path: '/feeds/{file}',
    name: 'readFeed',
    tag,
    summary: 'A calendar feed',
    description:
      'What `POST /v1/me/feeds` gave the address of. The address is the only key; nobody signs in here.',
    params: z.strictObject({ file: z.string().check(z.maxLength(600)) }),
    // Calendar programs append parameters of their own.
    query: z.object({}),
    answers: { 200: { description: 'iCalendar stream', type: 'text/calendar' } },
    refusals: ['feed_not_found'],
    handle: async (call) => {
      const token = call.params.file.replace(/\.ics$/, '');
      const { text, principal, ids } = await readFeed(call.world, token, call.publicUrl, call.at);
      await call.showing(principal, ids);
      return {
        status: 200,
        body: text,
        headers: {
          'content-type': 'text/calendar; charset=utf-8',
          'cache-control': 'private, max-age=300',
          'referrer-policy': 'no-referrer',
        },
      };
    },
  }),
];
