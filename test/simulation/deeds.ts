import { deeds } from '../../shared/actions/deeds.ts';
import { addWorkingDays, localDateOf } from '../../shared/domain/calendar.ts';
import type { Aggregate } from '../../shared/domain/change.ts';
import { openObligations } from '../../shared/domain/decide/context.ts';
import type { Directory } from '../../shared/domain/directory.ts';
import { authorise, type Principal, permissions, type TaskAction } from '../../shared/domain/permissions.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import type { Loop } from '../support/loop.ts';
import type { Random } from '../support/random.ts';

type Choice = { loop: Loop; random: Random; who: string; aggregate: Aggregate; unitIds: string[] };
type Possible = { action: TaskAction; weight: number; take: (choice: Choice) => Promise<unknown> };

const soon = ({ loop, random }: Choice) => ({
  kind: 'date' as const,
  date: addWorkingDays(loop.calendar, localDateOf(loop.calendar, loop.now()), random.between(1, 25)),
});
const idOf = ({ aggregate }: Choice) => aggregate.task.id;
const request = ({ aggregate }: Choice, kind: string) =>
  aggregate.requests.find((each) => each.kind === kind && each.state === 'open')?.id ?? 'none';

/** What people do, and how often of a hundred times when all of it is possible. */
const all: Possible[] = [
  { action: 'accept', weight: 60, take: (c) => c.loop.act(c.who, idOf(c), deeds.accept, {}) },
  { action: 'dispute', weight: 8, take: (c) => c.loop.act(c.who, idOf(c), deeds.dispute, { reason: 'r' }) },
  {
    action: 'decideDispute',
    weight: 30,
    take: (c) => c.loop.act(c.who, idOf(c), deeds.upholdAssignment, { reason: 'r' }),
  },
  { action: 'progress', weight: 10, take: (c) => c.loop.act(c.who, idOf(c), deeds.progress, { note: 'n' }) },
  { action: 'submit', weight: 30, take: (c) => c.loop.act(c.who, idOf(c), deeds.submit, {}) },
  { action: 'confirm', weight: 40, take: (c) => c.loop.act(c.who, idOf(c), deeds.confirm, {}) },
  {
    action: 'return',
    weight: 10,
    take: (c) => c.loop.act(c.who, idOf(c), deeds.returnSubmission, { reason: 'r', deadline: soon(c) }),
  },
  { action: 'urge', weight: 10, take: (c) => c.loop.act(c.who, idOf(c), deeds.urge, { note: 'n' }) },
  { action: 'suspend', weight: 3, take: (c) => c.loop.act(c.who, idOf(c), deeds.suspend, { reason: 'r' }) },
  { action: 'resume', weight: 20, take: (c) => c.loop.act(c.who, idOf(c), deeds.resume, {}) },
  { action: 'cancel', weight: 1, take: (c) => c.loop.act(c.who, idOf(c), deeds.cancel, { reason: 'r' }) },
  {
    action: 'reassign',
    weight: 2,
    take: (c) =>
      c.loop.act(c.who, idOf(c), deeds.reassign, { leadUnitId: c.random.pick(c.unitIds), reason: 'r' }),
  },
  {
    action: 'change',
    weight: 6,
    take: (c) => c.loop.act(c.who, idOf(c), deeds.change, { reason: 'r', deadline: soon(c) }),
  },
  {
    action: 'requestExtension',
    weight: 5,
    take: (c) => c.loop.act(c.who, idOf(c), deeds.requestExtension, { reason: 'r', deadline: soon(c) }),
  },
  {
    action: 'decideExtension',
    weight: 30,
    take: (c) => {
      const decision = c.random.chance(0.6) ? { approved: true } : { approved: false, reason: 'r' };
      const input = { extensionId: request(c, 'extension'), ...decision };
      return c.loop.act(c.who, idOf(c), deeds.decideExtension, input);
    },
  },
  {
    action: 'raiseProposal',
    weight: 4,
    take: (c) =>
      c.loop.act(c.who, idOf(c), deeds.raiseProposal, { text: 't', blocking: c.random.chance(0.5) }),
  },
  {
    action: 'answerProposal',
    weight: 20,
    take: (c) => {
      const input = { proposalId: request(c, 'proposal'), text: 't', interim: c.random.chance(0.2) };
      return c.loop.act(c.who, idOf(c), deeds.answerProposal, input);
    },
  },
];

/** Whether the rules permit this; a request needs one that is open. */
function permitted(
  directory: Directory,
  principal: Principal,
  action: TaskAction,
  aggregate: Aggregate,
): boolean {
  // Before anything throws: most deeds are of other states.
  if (!permissions[action].from.includes(aggregate.task.status)) return false;
  const kind = action === 'decideExtension' ? 'decide' : action === 'answerProposal' ? 'answer' : undefined;
  const [duty] = kind ? openObligations(aggregate.obligations, kind) : [];
  if (kind && !duty) return false;
  try {
    authorise(directory, principal, action, aggregate.task, () => duty?.holderUnitId);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * One thing that one of the people may do to the task now, or nothing when nobody may do anything. What a decision
 * refuses for reasons of its own stays undone.
 */
export async function actByChance(
  loop: Loop,
  random: Random,
  directory: Directory,
  principals: readonly Principal[],
  aggregate: Aggregate,
): Promise<void> {
  const possible = all.flatMap((each) => {
    const who = principals.filter((one) => permitted(directory, one, each.action, aggregate));
    return who.length > 0 ? [{ ...each, who }] : [];
  });
  let left =
    random.next() *
    Math.max(
      100,
      possible.reduce((sum, { weight }) => sum + weight, 0),
    );
  const chosen = possible.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  if (!chosen) return;
  const unitIds = [...directory.units.values()].filter(({ kind }) => kind === 'unit').map(({ id }) => id);
  try {
    await chosen.take({ loop, random, who: random.pick(chosen.who).userId, aggregate, unitIds });
  } catch (error) {
    if (error instanceof Refusal) return;
    const tolerated = ['InjectedFault', 'functions are down', 'CommitConflict'];
    if (!tolerated.some((name) => String(error).includes(name))) throw error;
  }
}
