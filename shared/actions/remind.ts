import type { StartLadder } from '../clients/escalations.ts';
import type { AlarmMessage } from '../clients/queues.ts';
import type { Command } from '../domain/change.ts';
import { type AlarmPointer, decideAlarm, expected } from '../domain/decide/alarm.ts';
import type { Instant } from '../domain/time.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext, staffFor } from './context.ts';
import type { World } from './world.ts';

export type RemindWorld = World & { startLadder: StartLadder };
export type AlarmOutcome = 'stale' | 'reminded' | 'deadline';

/**
 * Handles one alarm, however often and late it arrives: the obligation as it now stands decides. At the deadline the
 * ladder is started before the commit; after a crash in between the repeated alarm starts the same ladder, which is none.
 */
export async function remind(world: RemindWorld, alarm: AlarmMessage, at: Instant): Promise<AlarmOutcome> {
  const command: Command<AlarmPointer> = {
    actor: { kind: 'system' },
    at,
    id: `${alarm.obligationId}@${alarm.at}`,
    input: { obligationId: alarm.obligationId, at: alarm.at },
  };
  return untilCommitted(world, async () => {
    const before = await loadTask(world.store, alarm.taskId);
    if (!before || !expected(before, command.input)) return stale(world);
    const context = await loadContext(world, at);
    const staff = await staffFor(world, before, context, at);
    const decision = decideAlarm(before, command, { ...context, staff });
    if (decision.answer === 'stale') return stale(world);
    if (decision.answer === 'escalate' && decision.obligation.due) {
      const { id: obligationId, taskId, due, attempt } = decision.obligation;
      await world.startLadder({ taskId, obligationId, due: due.at, attempt });
    }
    await commit(world.store, { before, change: decision.change, command });
    world.log.metric('AlarmLateness', Math.max(0, Date.parse(at) - Date.parse(alarm.at)), 'Milliseconds');
    if (decision.change.messages.length > 0)
      world.log.metric('RemindersPlanned', decision.change.messages.length);
    return decision.answer === 'escalate' ? 'deadline' : 'reminded';
  });
}

function stale(world: World): AlarmOutcome {
  world.log.metric('StaleAlarms', 1);
  return 'stale';
}
