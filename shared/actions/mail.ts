import type { Post } from '../clients/post.ts';
import type { MailMessage } from '../clients/queues.ts';
import { addWorkingDays, instantAt, localDateOf, nextOpening } from '../domain/calendar.ts';
import type { Aggregate } from '../domain/change.ts';
import type { Context } from '../domain/decide/context.ts';
import { type Message, matterAlarm } from '../domain/message.ts';
import { defaultPolicies } from '../domain/policy.ts';
import type { Instant } from '../domain/time.ts';
import type { Member } from '../domain/unit.ts';
import { signLink, signReminderLink } from '../links.ts';
import { membershipsOf, remindersOff } from '../store/directory.ts';
import { type Claim, claimEnvelope, recordSent } from '../store/envelopes.ts';
import { Held } from '../store/errors.ts';
import { markRows, plannedFor, postpone, suppress } from '../store/ledger.ts';
import { linkKey } from '../store/link-key.ts';
import { loadTask } from '../store/tasks.ts';
import type { Gathered } from './compose.ts';
import type { GatheredNotice } from './compose-notice.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

export type MailWorld = World & {
  post: Post;
  from: string;
  publicUrl: string;
  /** Outside production: the only addresses (or @domains) that are written to. Empty: everyone. */
  allowList: readonly string[];
  /** Random text that becomes the link key, should there be none yet. */
  newSecret: () => string;
};

export type MailOutcome = 'sent' | 'nothing' | 'postponed' | 'closed' | 'refused';

/** Longer than the function may run, so that a lease only passes on from an attempt that is surely over. */
const leaseMs = 5 * 60_000;
/** Reasons that say nothing about the matter: it waits as before, and somebody else must hear of it. */
const emptyPost = ['no_longer_member', 'unreachable'];
/** How long the page that a mail links to stays open. */
const linkDays = 45;

/**
 * The only place from which mail goes out. Gathers what one person is to be told this morning, checks each matter
 * against the table once more, and sends the rest as one mail. Everything before and after the sending itself may be
 * repeated; the claimed envelope keeps two attempts from sending twice.
 * @throws Held while another attempt holds the envelope, and whatever keeps SES from answering; the queue tries again
 */
export async function mail(
  world: MailWorld,
  job: MailMessage,
  at: Instant,
  owner: string,
): Promise<MailOutcome> {
  const context = await loadContext(world, at);
  const { calendar } = context;
  const { hours } = defaultPolicies.perform.policy;
  // The one send gate: outside working hours nothing leaves, whatever path it came by. The rows stay planned.
  if (nextOpening(calendar, hours, at) > at) return 'closed';
  const morning = localDateOf(calendar, at);
  const planned = await plannedFor(world.store, job.personId, morning, at, job.morning);
  const gathered = await gather(world, context, planned, at);
  if (gathered.length === 0) return 'nothing';

  // Where every hour is open there are no mornings to wait for, so each row counts as urgent.
  const anyTime = calendar.mode === 'always-open';
  const claim = await claimEnvelope(world.store, {
    personId: job.personId,
    morning,
    owner,
    at,
    leaseUntil: new Date(Date.parse(at) + leaseMs).toISOString(),
    rows: gathered.map(({ row }) => ({ ...row, urgent: row.urgent || anyTime })),
  });
  if (claim.outcome === 'nothing') return 'nothing';
  if (claim.outcome === 'busy') throw new Held(`another attempt holds this envelope until ${claim.until}`);
  if (claim.outcome === 'sentToday') {
    const tomorrow = addWorkingDays(calendar, morning, 1);
    await postpone(world.store, claim.rows, instantAt(calendar, tomorrow, hours.morning));
    return 'postponed';
  }
  const claimed = new Set(claim.rows.map((row) => row.id));
  const carried = gathered.filter(({ row }) => claimed.has(row.id));
  // The one case in which a mail may be doubled: the attempt before died without a receipt for what it sent, if it did.
  if (claim.again && carried.length > 0) world.log.metric('MailsPerhapsDoubled', 1);
  return send(world, context, claim, carried, at);
}

/** Writes the mail of a claimed envelope, hands it to SES and records what SES said. */
async function send(
  world: MailWorld,
  context: Context,
  { envelope, rows }: Extract<Claim, { outcome: 'claimed' }>,
  carried: readonly (Gathered | GatheredNotice)[],
  at: Instant,
): Promise<MailOutcome> {
  const [head] = carried;
  if (!head) return 'nothing';
  const matters = carried.filter((each) => 'aggregate' in each);
  const notices = carried.flatMap((each) => ('notice' in each ? [each.notice] : []));
  const settings = await letterSettings(world, head.member.userId, matters, at);
  // Of the orders of a morning one for each person finds something to send: what writes a mail is loaded for those.
  const { composeLetter } = await import('./compose.ts');
  const { renderLetter } = await import('../mail/letter.ts');
  const letter = composeLetter(context, head.member, matters, notices, at, settings);
  const posted = await world.post({
    to: head.member.email,
    ...renderLetter(letter),
    envelopeId: envelope.id,
  });
  if ('refused' in posted) {
    const { passOnRefused } = await import('./pass-on.ts');
    for (const row of rows) {
      await passOnRefused(world, row, at);
      await suppress(world.store, row, `refused: ${posted.refused}`);
    }
    world.log.metric('MailsRefused', 1);
    return 'refused';
  }
  await markRows(world.store, await recordSent(world.store, envelope, { sesId: posted.id, at }));
  world.log.metric('MailsSent', 1);
  return 'sent';
}

/** Few mails find a post empty: what it takes is loaded when it is needed. */
async function passOn(world: MailWorld, row: Message, at: Instant): Promise<void> {
  const passing = await import('./pass-on.ts');
  await passing.passOn(world, row, at);
}

/** The planned rows that are still true; the others are suppressed, each with its reason. */
async function gather(
  world: MailWorld,
  context: Context,
  planned: readonly Message[],
  at: Instant,
): Promise<(Gathered | GatheredNotice)[]> {
  const ids = [...new Set(planned.filter(isMatter).map((row) => row.taskId))];
  const loaded = await Promise.all(ids.map(async (id) => [id, await loadTask(world.store, id)] as const));
  const tasks = new Map(loaded);
  const [personId] = planned.map((row) => row.personId);
  const places = personId ? await membershipsOf(world.store, personId, at) : [];
  const quiet = personId !== undefined && (await remindersOff(world.store, personId, at));
  const whetherTrue = async (row: Message) => {
    if (row.alarm === 'reminder' && quiet) return { reason: 'reminders_off' };
    if (isMatter(row)) return check(world, context, row, tasks.get(row.taskId), places);
    return checkNotice(world, context, row, places, at);
  };
  const kept: (Gathered | GatheredNotice)[] = [];
  for (const row of planned) {
    const checked = await whetherTrue(row);
    if ('reason' in checked) {
      // First, since after a crash in between the row is found planned and all of this is done again.
      if (emptyPost.includes(checked.reason)) await passOn(world, row, at);
      await suppress(world.store, row, checked.reason);
      world.log.metric('MailsSuppressed', 1);
    } else kept.push(checked);
  }
  return kept;
}

const isMatter = (row: Message): row is Gathered['row'] => matterAlarm.safeParse(row.alarm).success;

function check(
  world: MailWorld,
  context: Context,
  row: Gathered['row'],
  aggregate: Aggregate | undefined,
  places: readonly Member[],
): Gathered | { reason: string } {
  const obligation = aggregate?.obligations.find((each) => each.id === row.obligationId);
  if (!aggregate || !obligation) return { reason: 'gone' };
  if (obligation.state === 'closed') return { reason: obligation.outcome ?? 'closed' };
  if (row.alarm === 'inherited') {
    // Whoever holds it now was told by a later succession. That it came holds true whatever becomes of its date.
    if (obligation.formerHolders?.length !== row.step) return { reason: 'handed_on' };
  } else if (obligation.due?.at !== row.dueAt) return { reason: 'date_moved' };
  const found = memberOf(world, context, row, places);
  return 'reason' in found ? found : { row, aggregate, obligation, member: found.member };
}

function memberOf(
  world: MailWorld,
  context: Context,
  row: Message,
  places: readonly Member[],
): { member: Member } | { reason: string } {
  const member = places.find((each) => each.unitId === row.unitId);
  if (!member || !context.directory.units.has(row.unitId)) return { reason: 'no_longer_member' };
  if (member.unreachable) return { reason: 'unreachable' };
  if (!allowed(world.allowList, member.email)) return { reason: 'not_on_allow_list' };
  return { member };
}

async function checkNotice(
  world: MailWorld,
  context: Context,
  row: Message,
  places: readonly Member[],
  at: Instant,
): Promise<GatheredNotice | { reason: string }> {
  const found = memberOf(world, context, row, places);
  if ('reason' in found) return found;
  // Few mails carry one: what it takes is loaded when it is needed.
  const { noticeOf } = await import('./compose-notice.ts');
  const { pageOf } = await pagesOf(world, found.member.userId, at);
  const notice = await noticeOf(world, context, row, found.member, at, pageOf);
  return notice ? { row, member: found.member, notice } : { reason: 'nothing_to_tell' };
}

function allowed(list: readonly string[], address: string): boolean {
  const known = address.toLowerCase();
  return (
    list.length === 0 ||
    list.some(
      (each) => known === each.toLowerCase() || (each.startsWith('@') && known.endsWith(each.toLowerCase())),
    )
  );
}

/** Names of the people who are mentioned, and the signed address of each task's page. */
async function letterSettings(world: MailWorld, userId: string, gathered: readonly Gathered[], at: Instant) {
  const mentioned = gathered.flatMap(({ aggregate, obligation, row }) => [
    ...(row.undelivered ? [row.undelivered.personId] : []),
    ...(aggregate.task.headId ? [aggregate.task.headId] : []),
    ...obligation.urgings.flatMap((each) => [...(each.byUserId ? [each.byUserId] : []), ...each.bounced]),
  ]);
  const names = await Promise.all(
    [...new Set(mentioned)].map(
      async (id) => [id, (await membershipsOf(world.store, id, at))[0]?.name] as const,
    ),
  );
  const byId = new Map(names);
  return {
    from: world.from,
    publicUrl: world.publicUrl,
    nameOf: (id: string) => byId.get(id),
    ...(await pagesOf(world, userId, at)),
  };
}

/** Signed addresses of the pages that a person's mail links to. */
async function pagesOf(world: MailWorld, userId: string, at: Instant) {
  const key = await linkKey(world.store, world.newSecret());
  const expires = new Date(Date.parse(at) + linkDays * 24 * 60 * 60_000).toISOString();
  return {
    pageOf: (taskId: string) => `${world.publicUrl}/m/${signLink(key, { userId, taskId, expires })}`,
    remindersPage: `${world.publicUrl}/m/${signReminderLink(key, { userId, expires })}`,
  };
}
