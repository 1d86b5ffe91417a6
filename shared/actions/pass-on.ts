import type { Command } from '../domain/change.ts';
import { undelivered } from '../domain/decide/undelivered.ts';
import type { Message } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import { AlreadyDone } from '../store/errors.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext, staffFor } from './context.ts';
import type { World } from './world.ts';

/**
 * Gives the matter of a ledger row that did not reach its person to whoever stands next. Each row is passed on once:
 * the record that is committed with it answers a repeat.
 */
export async function passOn(world: World, row: Message, at: Instant): Promise<void> {
  const command: Command<{ row: Message }> = {
    actor: { kind: 'system' },
    at,
    id: `undelivered/${row.id}`,
    input: { row },
  };
  await untilCommitted(world, async () => {
    const before = await loadTask(world.store, row.taskId);
    if (!before) return;
    const context = await loadContext(world, at);
    const staff = await staffFor(world, before, context, at);
    const change = undelivered(before, command, { ...context, staff });
    if (!change) return;
    const once = { userId: 'system', route: 'undelivered', key: row.id };
    try {
      await commit(world.store, {
        before,
        change,
        command,
        idempotency: { ...once, fingerprint: '', status: 200, body: '', headers: {} },
      });
    } catch (error) {
      if (!(error instanceof AlreadyDone)) throw error;
    }
  });
}

/**
 * The same for a mail that SES would not take: its address may be well. What is itself about undelivered mail ends here, or
 * it would go round in a circle when nothing at all can be sent.
 */
export async function passOnRefused(world: World, row: Message, at: Instant): Promise<void> {
  if (row.alarm !== 'undelivered') await passOn(world, row, at);
}
