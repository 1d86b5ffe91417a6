import { createHash, timingSafeEqual } from 'node:crypto';
import { localDateOf } from '../domain/calendar.ts';
import type { Command } from '../domain/change.ts';
import type { Context } from '../domain/decide/context.ts';
import { ancestorsOf, unitOf, watches } from '../domain/directory.ts';
import type { Feed } from '../domain/feed.ts';
import { type CalendarEntry, renderCalendar } from '../domain/ical.ts';
import { idFrom } from '../domain/ids.ts';
import type { Obligation } from '../domain/obligation.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Task } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import { deleteFeed, feedsOf, getFeed, putFeed } from '../store/feeds.ts';
import { listObligations } from '../store/lists.ts';
import { getTasks } from '../store/tasks.ts';
import { loadContext } from './context.ts';
import { principalOf } from './principal.ts';
import type { World } from './world.ts';

/** More would be a leak or a mistake, not a wish. */
const mostFeeds = 20;
/** What a calendar program can still show. */
const mostEntries = 500;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** Whether a person may follow what a unit owes: their own unit, one below it, or one that their unit watches. */
function mayFollow(context: Context, principal: Principal, unitId: string): boolean {
  if (principal.administrator) return true;
  const above = new Set([unitId, ...ancestorsOf(context.directory, unitId).map((unit) => unit.id)]);
  return principal.memberships.some((member) => {
    const unit = context.directory.units.get(member.unitId);
    return unit && (above.has(unit.id) || (unit.kind !== 'unit' && watches(context.directory, unit, unitId)));
  });
}

/**
 * Opens a calendar feed. `secret` is random text from the edge; the token that is returned is the only way to the feed and
 * cannot be shown again.
 * @throws Refusal `unit_unknown`, `forbidden`, `too_many_feeds`
 */
export async function openFeed(
  world: World,
  principal: Principal,
  command: Command<{ unitId?: string | undefined }>,
  secret: string,
): Promise<{ feed: Feed; token: string }> {
  const { unitId } = command.input;
  const context = await loadContext(world, command.at);
  if (unitId !== undefined) {
    unitOf(context.directory, unitId);
    if (!mayFollow(context, principal, unitId)) throw new Refusal('forbidden', { action: 'follow' });
  }
  const { userId } = principal;
  if ((await feedsOf(world.store, userId)).length >= mostFeeds)
    throw new Refusal('too_many_feeds', { limit: mostFeeds });
  const id = idFrom('fed', command.at, `${userId}/${command.id}`);
  const feed: Feed = {
    ...{ id, userId, secretHash: hashOf(secret), createdAt: command.at },
    ...(unitId !== undefined && { unitId }),
  };
  await putFeed(world.store, feed);
  return { feed, token: `${Buffer.from(userId).toString('base64url')}.${id}.${secret}` };
}

/** Its address answers nothing from now on. @throws Refusal `feed_not_found` */
export async function closeFeed(world: World, principal: Principal, id: string): Promise<void> {
  if (!(await getFeed(world.store, principal.userId, id)))
    throw new Refusal('feed_not_found', { feedId: id });
  await deleteFeed(world.store, principal.userId, id);
}

/** A calendar, who reads it, and the feed and tasks that it shows. */
export type ReadFeed = { text: string; principal: Principal; ids: string[] };

/** The calendar behind an address. @throws Refusal `feed_not_found` for every address that is not, or no longer, one */
export async function readFeed(
  world: World,
  token: string,
  publicUrl: string,
  at: Instant,
): Promise<ReadFeed> {
  const [user = '', id = '', secret = ''] = token.split('.');
  const userId = Buffer.from(user, 'base64url').toString();
  const feed = userId && id && secret ? await getFeed(world.store, userId, id) : undefined;
  const right = feed && timingSafeEqual(Buffer.from(feed.secretHash), Buffer.from(hashOf(secret)));
  if (!feed || !right) throw new Refusal('feed_not_found');
  const [context, principal] = await Promise.all([loadContext(world, at), principalOf(world, userId, at)]);
  // Whoever lost their place loses what it showed, though the address is still known.
  const held = feed.unitId
    ? [feed.unitId].filter((unitId) => mayFollow(context, principal, unitId))
    : principal.memberships.map((member) => member.unitId);
  const found =
    held.length > 0 ? await listObligations(world.store, held, {}, { limit: mostEntries }) : { items: [] };
  const due = found.items.filter((each) => each.due);
  const tasks = await getTasks(
    world.store,
    due.map((each) => each.taskId),
  );
  const name = feed.unitId ? unitOf(context.directory, feed.unitId).name : 'Đôn Đốc';
  const entries = due.flatMap((each) => {
    const task = tasks.get(each.taskId);
    return task ? [entryOf(context, each, task, publicUrl, at)] : [];
  });
  const text = renderCalendar(feed.unitId ? `Đôn Đốc – ${name}` : name, entries);
  return { text, principal, ids: [feed.id, ...tasks.keys()] };
}

const duty: Record<Obligation['kind'], string> = {
  accept: 'Tiếp nhận',
  perform: 'Hoàn thành',
  confirm: 'Xác nhận',
  decide: 'Quyết định',
  answer: 'Trả lời',
  contribute: 'Cho ý kiến',
  rectify: 'Chấn chỉnh',
  report: 'Báo cáo tiến độ',
};

function entryOf(
  context: Context,
  obligation: Obligation,
  task: Task,
  publicUrl: string,
  at: Instant,
): CalendarEntry {
  const { due, kind, urgings, since } = obligation;
  const day = due?.date ?? localDateOf(context.calendar, since);
  const late = due !== undefined && due.at <= at;
  const moments = [task.updatedAt, ...(late ? [due.at] : []), ...urgings.map((each) => each.at)];
  const holder = context.directory.units.get(obligation.holderUnitId)?.name ?? obligation.holderUnitId;
  const facts = [
    task.content,
    `Đơn vị: ${holder}`,
    ...(task.directive ? [`Văn bản: ${task.directive.number}`] : []),
    ...(urgings.length > 0 ? [`Đã đôn đốc ${urgings.length} lần`] : []),
  ];
  return {
    uid: `${obligation.id}@${new URL(publicUrl).hostname}`,
    day,
    // Grows with all that the entry shows: a moved date, which makes it early again, counts for more than having been late.
    sequence: 2 * task.version + urgings.length + (late ? 1 : 0),
    changedAt: moments.sort().at(-1) ?? task.updatedAt,
    summary: `${late ? 'QUÁ HẠN: ' : ''}${duty[kind]} ${task.code}`,
    description: facts.join('\n'),
    categories: [duty[kind], ...(late ? ['Quá hạn'] : [])],
  };
}
