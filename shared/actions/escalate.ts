import type { Ladder } from '../clients/escalations.ts';
import type { Command } from '../domain/change.ts';
import { decideRung, type LadderPointer } from '../domain/decide/escalate.ts';
import type { Instant } from '../domain/time.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext, staffFor } from './context.ts';
import type { World } from './world.ts';

/** What the state machine chooses on. */
export type Step = { status: 'wait'; wakeAt: Instant } | { status: 'done'; reason: string };

/** One step of a ladder. The same step asked again, by a retry or a restarted ladder, writes nothing twice. */
export async function escalate(world: World, ladder: Ladder, at: Instant): Promise<Step> {
  return untilCommitted(world, async () => {
    const before = await loadTask(world.store, ladder.taskId);
    if (!before) return { status: 'done', reason: 'gone' };
    const context = await loadContext(world, at);
    const staff = await staffFor(world, before, context, at);
    const command: Command<LadderPointer> = {
      actor: { kind: 'system' },
      at,
      id: `${ladder.obligationId}/${ladder.due}`,
      input: { obligationId: ladder.obligationId, due: ladder.due, attempt: ladder.attempt },
    };
    const decision = decideRung(before, command, { ...context, staff });
    if (decision.answer === 'done') return { status: 'done', reason: decision.reason };
    if (decision.answer === 'wait') return { status: 'wait', wakeAt: decision.wakeAt };
    await commit(world.store, { before, change: decision.change, command });
    world.log.metric('Rungs', 1);
    const { wakeAt } = decision;
    return wakeAt ? { status: 'wait', wakeAt } : { status: 'done', reason: 'finished' };
  });
}
