import { type Calendar, localDateOf } from '../domain/calendar.ts';
import { type Directory, nearestOfKind, unitOf } from '../domain/directory.ts';
import { isPrincipal, type Obligation } from '../domain/obligation.ts';
import { authorise, mayRead, type Principal } from '../domain/permissions.ts';
import { permits } from '../domain/permitted.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Task, TaskStatus } from '../domain/task.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import { timingOf, workingDaysLeft } from '../domain/timing.ts';
import type { Unit, UnitKind } from '../domain/unit.ts';
import { subtreeIds } from '../domain/visibility.ts';
import type { Dispatch, DispatchTask } from '../files/dispatch.ts';
import { dayText } from '../files/vietnamese.ts';
import { membersOf } from '../store/directory.ts';
import { listTasks } from '../store/lists.ts';
import { inParallel } from '../store/reads.ts';
import { loadTask } from '../store/tasks.ts';
import { headsIn, loadContext } from './context.ts';
import type { World } from './world.ts';

export type DispatchQuery = {
  unitId: string;
  place: string;
  replyBy?: LocalDate | undefined;
  signerTitle?: string | undefined;
  signerName?: string | undefined;
};

/** What waits for the lead unit itself; work that was handed in or disputed waits for others. */
const urged: readonly TaskStatus[] = ['assigned', 'accepted', 'in_progress', 'returned'];

/** Tasks of all letters together, where they are written while somebody waits. */
const mostWhileWaiting = 500;

const titles: Record<UnitKind, string> = {
  office: 'Chánh Văn phòng',
  monitor: 'Trưởng ban',
  inspector: 'Chủ nhiệm',
  authority: 'T/M Thường trực',
  unit: 'Thủ trưởng đơn vị',
};

/**
 * Draft urging dispatches to a unit and those below it: one letter for each that leads overdue work which the person may urge,
 * in the name of the body in which they may, else of the nearest office.
 * @throws Refusal `unit_unknown`, `nothing_overdue`, `forbidden`, `too_much_for_one_file`
 */
export async function draftDispatches(
  world: World,
  principal: Principal,
  query: DispatchQuery,
  at: Instant,
  mostTasks = mostWhileWaiting,
): Promise<Dispatch[]> {
  const { directory, calendar } = await loadContext(world, at);
  const unitIds = subtreeIds(directory, query.unitId);
  const { items, next } = await listTasks(
    world.store,
    { of: 'units', unitIds, roles: ['lead'] },
    {
      statuses: urged,
      where: (task) =>
        !task.collective && timingOf(calendar, task, at) === 'overdue' && mayRead(directory, principal, task),
    },
    { limit: mostTasks },
  );
  if (next) throw new Refusal('too_much_for_one_file', { limit: mostTasks });
  if (items.length === 0) throw new Refusal('nothing_overdue', { unitId: query.unitId });
  const tasks = items.filter((task) => permits(directory, principal, 'urge', task));
  if (tasks.length === 0) throw new Refusal('forbidden', { action: 'urge' });

  const date = localDateOf(calendar, at);
  const obligations = new Map(
    await inParallel(
      tasks,
      async (task) => [task.id, (await loadTask(world.store, task.id))?.obligations ?? []] as const,
      8,
    ),
  );
  const letters = unitIds.flatMap((unitId) => {
    const own = tasks.filter((task) => task.leadUnitId === unitId);
    const [first] = own;
    return first ? [{ unitId, own, sender: senderOf(directory, principal, first, date) }] : [];
  });
  const headOf = await headNames(
    world,
    letters.map(({ sender }) => sender.id),
    at,
  );
  return letters.map(({ unitId, own, sender }) => {
    const superior = sender.parentId && directory.units.get(sender.parentId)?.name;
    return {
      sender: { name: sender.name, code: sender.code, ...(superior && { superior }) },
      unit: unitOf(directory, unitId).name,
      place: query.place,
      date,
      ...(query.replyBy && { replyBy: query.replyBy }),
      tasks: own.map((task) => taskOf(calendar, task, obligations.get(task.id) ?? [], at)),
      signer: signerOf(query, titles[sender.kind], headOf(sender.id)),
      copies: copiesOf(directory, own, [unitId, sender.id]),
    };
  });
}

/** The body in whose name the person may urge; administrators, who have none, draft for the office. */
function senderOf(directory: Directory, principal: Principal, task: Task, date: LocalDate): Unit {
  const { unitId } = authorise(directory, principal, 'urge', task);
  const office = nearestOfKind(directory, task.leadUnitId, 'office', date);
  return unitId ? unitOf(directory, unitId) : (office ?? unitOf(directory, task.assignerUnitId));
}

/** The head signs unless another is named; a deputy signs for the head, and under a name of their own. */
function signerOf(
  { signerTitle, signerName }: DispatchQuery,
  headTitle: string,
  headName: string | undefined,
): Dispatch['signer'] {
  const name = signerName ?? (signerTitle ? undefined : headName);
  const insteadOf = signerTitle?.toLocaleLowerCase('vi').startsWith('phó ') ? headTitle : undefined;
  return { title: signerTitle ?? headTitle, ...(insteadOf && { insteadOf }), ...(name && { name }) };
}

async function headNames(world: World, unitIds: readonly string[], at: Instant) {
  const staff = await membersOf(world.store, [...new Set(unitIds)], at);
  const headOf = headsIn(staff);
  return (unitId: string) => staff.get(unitId)?.find((each) => each.userId === headOf(unitId))?.name;
}

function taskOf(
  calendar: Calendar,
  task: Task,
  obligations: readonly Obligation[],
  at: Instant,
): DispatchTask {
  const { directive, clause, deadline } = task;
  const due = deadline.current ?? { date: localDateOf(calendar, at), dueAt: at };
  const place = clause ? `, ${clause}` : '';
  return {
    content: task.content,
    ...(directive && {
      source: `Văn bản số ${directive.number} ngày ${dayText(directive.issuedOn)}${place}`,
    }),
    due: due.date,
    daysLate: Math.max(1, -workingDaysLeft(calendar, { date: due.date, at: due.dueAt }, at)),
    urged: obligations
      .filter((each) => isPrincipal(each) && each.holderUnitId === task.leadUnitId)
      .flatMap((each) => each.urgings)
      // What reached nobody is no urging.
      .filter(({ recipients, bounced }) => recipients.some((each) => !bounced.includes(each)))
      .map((each) => localDateOf(calendar, each.at))
      .sort(),
  };
}

function copiesOf(directory: Directory, tasks: readonly Task[], others: readonly string[]): string[] {
  const assigners = tasks.map((task) => task.assignerUnitId);
  const monitors = tasks.flatMap((task) => task.monitorUnitId ?? []);
  const name = (id: string) => directory.units.get(id)?.name ?? id;
  const ids = new Set([...assigners, ...monitors].filter((id) => !others.includes(id)));
  return [...ids].map((id) => (assigners.includes(id) ? `${name(id)} (để báo cáo)` : name(id)));
}
