import type { Instant } from '../domain/time.ts';
import { membershipsOf } from '../store/directory.ts';
import { type Receipt, receipt } from '../store/envelopes.ts';
import { putMember } from '../store/members.ts';
import { untilCommitted } from './act.ts';
import type { World } from './world.ts';

export type MailReceipt = Receipt & {
  envelopeId: string;
  /** The address it is about; compared, never stored or logged. */
  address?: string | undefined;
};

/**
 * Notes what SES reports about a mail. A bounce or complaint closes the address until somebody corrects it. Of what was
 * bounced, called spam or not sent after all, each matter that the mail carried goes to whoever stands next.
 */
export async function recordReceipt(world: World, what: MailReceipt): Promise<void> {
  const rows = await receipt(world.store, what.envelopeId, what);
  const [first] = rows;
  if (what.kind === 'bounced' || what.kind === 'complained') {
    world.log.metric('MailsBounced', 1);
    if (first) await closeAddress(world, first.personId, what.kind, what.address, what.at);
    const { passOn } = await passing();
    for (const row of rows) await passOn(world, row, what.at);
  }
  if (what.kind === 'rejected') {
    world.log.metric('MailsRefused', 1);
    const { passOnRefused } = await passing();
    for (const row of rows) await passOnRefused(world, row, what.at);
  }
}

/** Nearly all mails arrive: what passes a matter on is loaded when one did not. */
const passing = () => import('./pass-on.ts');

/** Somebody may be changing the same place: then it is looked at again, since the new address may be another one. */
async function closeAddress(
  world: World,
  personId: string,
  why: 'bounced' | 'complained',
  address: string | undefined,
  at: Instant,
): Promise<void> {
  await untilCommitted(world, async () => {
    const places = await membershipsOf(world.store, personId, at);
    for (const place of places) {
      if (place.unreachable || (address && place.email.toLowerCase() !== address.toLowerCase())) continue;
      await putMember(world.store, place, { ...place, unreachable: why, version: place.version + 1 });
    }
  });
}
