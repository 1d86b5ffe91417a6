import { rungOf } from '../domain/alarms.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Aggregate } from '../domain/change.ts';
import type { Context } from '../domain/decide/context.ts';
import { counts, earlierUrgings } from '../domain/decide/plan-messages.ts';
import { nearestOfKind } from '../domain/directory.ts';
import type { MatterAlarm, Message } from '../domain/message.ts';
import type { NextAction, Obligation } from '../domain/obligation.ts';
import type { Instant } from '../domain/time.ts';
import { workingDaysLeft } from '../domain/timing.ts';
import type { Member } from '../domain/unit.ts';
import type { ComposedNotice } from '../mail/blocks.ts';
import type { Letter, Matter, NextStep } from '../mail/letter.ts';
import { requestsIn } from './compose-request.ts';

/** One ledger row with what it speaks of, as it stands at the moment of sending. */
export type Gathered = {
  row: Message & { alarm: MatterAlarm };
  aggregate: Aggregate;
  obligation: Obligation;
  member: Member;
};

export type LetterSettings = {
  from: string;
  publicUrl: string;
  /** The address of the page on which this person may act on a task. */
  pageOf: (taskId: string) => string;
  /** The address at which this person says whether to be reminded before deadlines. */
  remindersPage: string;
  /** Display names of people who are mentioned, by user id. */
  nameOf: (userId: string) => string | undefined;
};

/** Everything one mail says to a member, from the rows that it carries. */
export function composeLetter(
  context: Context,
  member: Member,
  gathered: readonly Gathered[],
  notices: readonly ComposedNotice[],
  at: Instant,
  settings: LetterSettings,
): Letter {
  const { directory, calendar } = context;
  const today = localDateOf(calendar, at);
  const name = (unitId: string) => directory.units.get(unitId)?.name ?? unitId;
  const office = nearestOfKind(directory, member.unitId, 'office', today);
  const authority = nearestOfKind(directory, member.unitId, 'authority', today);
  return {
    person: { id: member.userId, name: member.name, locale: member.locale, unitName: name(member.unitId) },
    morning: today,
    timeZone: calendar.timeZone,
    systemName: 'Đôn Đốc',
    senderName: office?.name ?? authority?.name ?? name(member.unitId),
    ...(authority && { agendaBodyName: authority.name }),
    mailDomain: /@([^>\s]+)/.exec(settings.from)?.[1] ?? 'localhost',
    matters: gathered.map((each) => matterOf(context, each, at, settings)),
    ...(notices.length > 0 && { notices: [...notices] }),
    links: { reminders: settings.remindersPage },
    ...(office?.email && { contact: office.email }),
  };
}

function matterOf(context: Context, gathered: Gathered, at: Instant, settings: LetterSettings): Matter {
  const { row, aggregate, obligation } = gathered;
  const { task } = aggregate;
  const { calendar, directory } = context;
  const date = (instant: Instant) => localDateOf(calendar, instant);
  const unit = (id: string) => ({
    name: directory.units.get(id)?.name ?? id,
    code: directory.units.get(id)?.code ?? id,
  });
  const { due } = obligation;
  const planned = date(row.notBefore);
  const page = settings.pageOf(task.id);
  const urging = obligation.urgings.find((each) => each.number === row.urging);
  const { deadline, progress, submission, returned, dispute } = task;
  return {
    alarm: row.alarm,
    reason: row.reason,
    obligationKind: obligation.kind,
    task: letterTask(context, aggregate, settings),
    holder: unit(obligation.holderUnitId),
    ...(due && {
      due: {
        ...due,
        // Only the work itself has a deadline that can have been another.
        ...(obligation.kind === 'perform' &&
          deadline.original &&
          deadline.original.date !== due.date && { originalDate: deadline.original.date }),
        ...(obligation.kind === 'perform' && deadline.extensions > 0 && { extensions: deadline.extensions }),
        ...(deadline.raw && { raw: deadline.raw }),
      },
      workingDaysLeft: workingDaysLeft(calendar, due, at),
    }),
    ...(row.urging !== undefined && { urging: row.urging }),
    earlierUrgings: earlierUrgings(aggregate.obligations, obligation)
      .filter((each) => row.urging === undefined || each.number < row.urging)
      .map((each) => ({ number: each.number, date: date(each.at) })),
    ...(task.occurrence && deadline.original && { period: monthOf(deadline.original.date) }),
    rung: obligation.rung,
    ...(obligation.agendaAt && { agendaOn: date(obligation.agendaAt) }),
    ...(row.alarm === 'rung' &&
      row.reason === 'office' &&
      rungOf(obligation, row.step)?.draftDispatch && { draftDispatch: true }),
    ...(row.alarm === 'urge' && urging?.byUserId && urgedBy(urging.byUserId, settings)),
    ...(row.note && { note: row.note }),
    ...(planned < date(at) && { lateSince: planned }),
    ...(obligation.next && { next: nextStep(context, aggregate, obligation, obligation.next) }),
    ...(progress && {
      lastProgress: {
        date: date(progress.at),
        note: progress.note,
        ...(progress.percent !== undefined && { percent: progress.percent }),
      },
    }),
    ...(submission &&
      obligation.kind === 'confirm' && {
        submission: {
          date: date(submission.at),
          ...(submission.note && { note: submission.note }),
          products: submission.products.map((each) =>
            [each.number, each.note, each.url].filter(Boolean).join(' – '),
          ),
          ...(submission.lateReason && { lateReason: submission.lateReason }),
        },
      }),
    ...(returned &&
      obligation.kind === 'perform' && {
        returned: { date: date(returned.at), reason: returned.reason, newDate: returned.date },
      }),
    ...(dispute &&
      obligation.kind === 'decide' &&
      !obligation.requestId && { dispute: { date: date(dispute.at), reason: dispute.reason } }),
    ...requestsIn(context, gathered),
    ...inherited(context, gathered),
    ...undelivered(context, row, settings),
    links: { page, explain: `${page}#deadline` },
  };
}

/** The month in which an occurrence falls due, as people write it: `11/2026`. */
const monthOf = (date: string) => `${date.slice(5, 7)}/${date.slice(0, 4)}`;

function letterTask({ directory }: Context, { task }: Aggregate, settings: LetterSettings): Matter['task'] {
  const name = (id: string) => directory.units.get(id)?.name ?? id;
  const headName = task.headId && settings.nameOf(task.headId);
  return {
    id: task.id,
    code: task.code,
    content: task.content,
    ...(task.directive && {
      directive: { ...task.directive, issuerName: name(task.assignerUnitId) },
    }),
    ...(task.clause && { clause: task.clause }),
    ...(task.product && { product: task.product }),
    leadUnit: {
      name: name(task.leadUnitId),
      code: directory.units.get(task.leadUnitId)?.code ?? task.leadUnitId,
    },
    assignerName: name(task.assignerUnitId),
    coordinatingNames: task.coordinatingUnitIds.map(name),
    ...(headName && { headName }),
  };
}

function urgedBy(userId: string, settings: LetterSettings): Pick<Matter, 'urgedBy'> {
  const name = settings.nameOf(userId);
  return name ? { urgedBy: { name, unitName: '' } } : {};
}

function inherited({ directory }: Context, { row, obligation }: Gathered): Pick<Matter, 'inherited'> {
  const former = row.alarm === 'inherited' && obligation.formerHolders?.[row.step - 1];
  if (!former) return {};
  const unit = directory.units.get(former.unitId);
  return { inherited: { fromName: unit?.name ?? former.unitId, fromCode: unit?.code ?? former.unitId } };
}

function undelivered(
  { directory }: Context,
  { undelivered: lost }: Message,
  settings: LetterSettings,
): Pick<Matter, 'undelivered'> {
  if (!lost) return {};
  const { personId, unitId, morning: date } = lost;
  const unitName = directory.units.get(unitId)?.name ?? unitId;
  return { undelivered: { personName: settings.nameOf(personId) ?? personId, unitName, date } };
}

/** What happens by itself if nobody acts before. */
function nextStep(
  context: Context,
  aggregate: Aggregate,
  obligation: Obligation,
  next: NextAction,
): NextStep {
  const { policy, due } = obligation;
  const at = localDateOf(context.calendar, next.at);
  if (next.alarm === 'deadline') return { what: policy.silence ? 'silence' : 'due', at: due?.date ?? at };
  if (next.alarm !== 'rung') return { what: 'reminder', at };
  const rung = rungOf(obligation, next.step);
  const urging = earlierUrgings(aggregate.obligations, obligation).filter(counts).length + 1;
  const whom = rung?.audience ?? [];
  if (next.step > policy.ladder.length) return { what: 'weekly', at, urging, whom };
  return { what: rung?.agenda ? 'agenda' : 'rung', at, urging, whom };
}
