import { createHash } from 'node:crypto';
import type { World } from '../../../shared/actions/world.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { Busy, CommitConflict } from '../../../shared/store/errors.ts';
import { findRecord } from '../../../shared/store/idempotency.ts';
import { canonicalJson } from '../request.ts';
import { forms } from './forms.ts';
import type { Sent } from './sent.ts';
import type { Visit } from './visit.ts';

/** The commands of one page differ by form, so that two forms of the same page are two acts. */
export const commandId = ({ key, offer }: Pick<Sent, 'key' | 'offer'>) => `${key}.${offer}`;

/**
 * Does what the form says, as the API would do it for this person, and marks the record as done from the mail. The same
 * form sent again is the same act and changes nothing.
 * @throws Refusal as the deed does; `busy` when trying again is all that is needed
 */
export async function carryOut(world: World, visit: Visit, sent: Sent): Promise<void> {
  const { principal, claim, at, context } = visit;
  const mark = {
    userId: principal.userId,
    route: 'POST /m/{token}',
    key: commandId(sent),
    fingerprint: createHash('sha256')
      .update(canonicalJson([claim.taskId, sent.offer, sent.requestId ?? '', sent.values]))
      .digest('base64url'),
  };
  const actor = { kind: 'user' as const, userId: principal.userId, via: 'mail' as const };
  try {
    checkOffered(visit, sent);
    await forms[sent.offer].run(sent.values, {
      ...{ world, principal, directory: context.directory, taskId: claim.taskId },
      requestId: sent.requestId,
      command: { actor, at, id: mark.key },
      options: {
        ifMatch: [sent.version],
        idempotency: mark,
        answer: () => ({ status: 303, headers: {}, body: '' }),
      },
    });
  } catch (error) {
    if (error instanceof Busy || error instanceof CommitConflict) throw new Refusal('busy');
    if (!(error instanceof Refusal)) throw error;
    // The first try may have changed what this one is refused for.
    const stored = await findRecord(world.store, mark, at);
    if (!stored) throw error;
    if (stored.fingerprint !== mark.fingerprint) throw new Refusal('idempotency_key_reused');
  }
}

/** The version that the action itself insists on is the one looked at here, so the state is the one in which it acts. */
function checkOffered({ aggregate: { task } }: Visit, { offer, version }: Sent): void {
  const { action, onlyWhen } = forms[offer];
  if (onlyWhen === undefined) return;
  if (task.version !== version) throw new Refusal('version_mismatch', { version: task.version });
  if (task.status !== onlyWhen)
    throw new Refusal('wrong_state', { action, status: task.status, allowed: onlyWhen });
}
