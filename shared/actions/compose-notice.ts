import { localDateOf } from '../domain/calendar.ts';
import type { Context } from '../domain/decide/context.ts';
import { counts } from '../domain/decide/plan-messages.ts';
import { nearestOfKind } from '../domain/directory.ts';
import { percentagesOf } from '../domain/figures.ts';
import type { Message } from '../domain/message.ts';
import type { Principal } from '../domain/permissions.ts';
import { sumOfRows } from '../domain/report.ts';
import { reportScope } from '../domain/report-scope.ts';
import type { Instant } from '../domain/time.ts';
import { workingDaysLeft } from '../domain/timing.ts';
import type { Member } from '../domain/unit.ts';
import type { ComposedNotice } from '../mail/blocks.ts';
import { composeNotice, type Notice } from '../mail/notice.ts';
import { getReport, rowsOfReport } from '../store/reports.ts';
import { agendaOf } from './agenda.ts';
import type { World } from './world.ts';

export type GatheredNotice = { row: Message; member: Member; notice: ComposedNotice };

/** What a row that is about no single duty says to this member now; undefined when there is nothing to say. `pageOf`: their own link to a task. */
export async function noticeOf(
  world: World,
  context: Context,
  row: Message,
  member: Member,
  at: Instant,
  pageOf: (taskId: string) => string,
): Promise<ComposedNotice | undefined> {
  const reader: Principal = { userId: member.userId, administrator: false, memberships: [member] };
  const notice =
    row.alarm === 'agenda'
      ? await agendaNotice(world, context, row, reader, at, pageOf)
      : await reportNotice(world, context, row, member, reader);
  const today = localDateOf(context.calendar, at);
  const own = context.directory.units.get(member.unitId);
  const body =
    own?.kind === 'authority' ? own : nearestOfKind(context.directory, member.unitId, 'authority', today);
  return notice && composeNotice(notice, member.locale, body?.name);
}

/** The part of a frozen report that the member's unit may see. */
async function reportNotice(
  world: World,
  { directory }: Context,
  row: Message,
  member: Member,
  reader: Principal,
): Promise<Notice | undefined> {
  const report = await getReport(world.store, row.obligationId);
  if (!report) return undefined;
  const { units } = reportScope(directory, reader, undefined, 'unit');
  const rows = await rowsOfReport(world.store, report, units);
  const { figures, longestOverdue } = sumOfRows(rows.map((each) => each.counts));
  const late = rows.flatMap((each) => each.late);
  const lateOf = (what: 'assigned' | 'done') => late.filter((each) => each.what === what).length;
  const { kind, month, number, from, to } = report;
  return {
    is: 'report',
    ...{ kind, month, number, from, to, figures },
    unitName: directory.units.get(member.unitId)?.name ?? member.unitId,
    reason: row.reason,
    percentages: percentagesOf(figures),
    late: { assigned: lateOf('assigned'), done: lateOf('done') },
    ...(longestOverdue && { longestOverdue }),
  };
}

async function agendaNotice(
  world: World,
  context: Context,
  row: Message,
  reader: Principal,
  at: Instant,
  pageOf: (taskId: string) => string,
): Promise<Notice | undefined> {
  const { calendar, directory } = context;
  const items = await agendaOf(world, context, reader, at);
  if (items.length === 0) return undefined;
  return {
    is: 'agenda',
    reason: row.reason,
    items: items.map(({ task, obligation: { due, holderUnitId, urgings } }) => ({
      code: task.code,
      content: task.content,
      unitName: directory.units.get(holderUnitId)?.name ?? holderUnitId,
      ...(due && { due: due.date }),
      workingDays: due ? Math.max(1, -workingDaysLeft(calendar, due, at)) : 0,
      urgings: urgings.filter(counts).length,
      page: pageOf(task.id),
    })),
  };
}
