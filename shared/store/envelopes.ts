import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Message } from '../domain/message.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { envelopeId, keys, last, parseEnvelopeId, prefixes } from './keys.ts';
import { markRows, moveRows, rowsOf } from './ledger.ts';
import { getItem, queryAll, sent } from './reads.ts';
import { type Envelope, storedEnvelope } from './stored-envelope.ts';
import { type TransactItem, transact } from './transact.ts';

export type ClaimRequest = {
  personId: string;
  /** The local day of sending. */
  morning: LocalDate;
  /** Who wants to send: the queue message's id. A repeat of it waits for the lease like everybody else. */
  owner: string;
  at: Instant;
  /** After this moment the attempt is surely over, and the next one may take over. */
  leaseUntil: Instant;
  /** What is to be sent: planned, checked, not suppressed. */
  rows: Message[];
};

export type Claim =
  /** Send exactly these rows, then `recordSent`, then `markRows`. `again`: an attempt before may have sent them. */
  | { outcome: 'claimed'; envelope: Envelope; rows: Message[]; again: boolean }
  /** This person had a mail today and none of these rows is urgent: postpone them. */
  | { outcome: 'sentToday'; rows: Message[] }
  /** Another attempt is sending: try again after that moment. */
  | { outcome: 'busy'; until: Instant }
  /** All of it was sent before; what a crash had left unmarked is marked now. */
  | { outcome: 'nothing' };

/**
 * Claims the right to send one mail to a person. The first claim fixes the rows of the envelope, so that whoever takes
 * it over after a crash sends the same matters, and a late receipt of the first attempt is right about them too.
 */
export async function claimEnvelope(store: Store, request: ClaimRequest): Promise<Claim> {
  const { personId, morning, owner, at, leaseUntil } = request;
  // Earlier mornings too: a row may have been sent in a mail of its own morning and not been marked.
  const since = [morning, ...request.rows.map((row) => row.morning)].sort()[0] ?? morning;
  const range = { from: prefixes.envelope + since, to: prefixes.envelope + morning + last };
  const items = await queryAll(store, { pk: keys.envelope(personId, morning, 0).pk, range });
  const all = items.map((item) => storedEnvelope.parse(item));
  const envelopes = all.filter((each) => each.morning === morning);
  const isIn = (envelope: Envelope) => (row: Message) => envelope.rows.includes(keys.message(row).sk);

  const gone = all.filter((each) => each.state === 'sent');
  const sentToday = gone.some((each) => each.morning === morning);
  for (const each of gone) if (request.rows.some(isIn(each))) await markRows(store, each);
  const rows = request.rows.filter((row) => !gone.some((each) => isIn(each)(row)));
  if (rows.length === 0) return { outcome: 'nothing' };

  const begun = envelopes.find((each) => each.state === 'claimed');
  // Whoever it is: a queue may deliver one message twice at the same time.
  if (begun && begun.leaseUntil > at) return { outcome: 'busy', until: begun.leaseUntil };
  const resumed = begun ? rows.filter(isIn(begun)) : [];
  if (resumed.length === 0 && sentToday && !rows.some((row) => row.urgent)) {
    if (begun) await replace(store, begun, { ...begun, state: 'void' });
    return { outcome: 'sentToday', rows };
  }

  const claim = { owner, claimedAt: at, leaseUntil };
  const writes: TransactItem[] = [];
  const n = Math.max(-1, ...envelopes.map((each) => each.n)) + 1;
  const fresh: Envelope = {
    ...{ id: envelopeId(personId, morning, n), personId, morning, n, state: 'claimed', ...claim },
    rows: rows.map((row) => keys.message(row).sk),
  };
  const envelope = begun && resumed.length > 0 ? { ...begun, ...claim } : fresh;
  if (begun && resumed.length > 0) writes.push(replacing(begun, envelope));
  else {
    writes.push({ put: item(fresh), condition: 'attribute_not_exists(pk)' });
    if (begun) writes.push(replacing(begun, { ...begun, state: 'void' }));
  }
  try {
    await transact(store, writes);
  } catch (error) {
    if (error instanceof CommitConflict) return { outcome: 'busy', until: leaseUntil };
    throw error;
  }
  const again = resumed.length > 0;
  return { outcome: 'claimed', envelope, rows: again ? resumed : rows, again };
}

const item = (envelope: Envelope) => ({
  ...envelope,
  ...keys.envelope(envelope.personId, envelope.morning, envelope.n),
  type: 'ENVELOPE',
});

/** On condition that nobody else has touched it. */
const replacing = (before: Envelope, after: Envelope): TransactItem => ({
  put: item(after),
  condition: '#state = :state AND #owner = :owner AND leaseUntil = :lease',
  names: { '#state': 'state', '#owner': 'owner' },
  values: { ':state': before.state, ':owner': before.owner, ':lease': before.leaseUntil },
});

const replace = (store: Store, before: Envelope, after: Envelope) =>
  transact(store, [replacing(before, after)]);

/**
 * Records that the mail went out, whoever sent it: it is a fact, even if the lease has passed on. Harmless to repeat;
 * the first record stands. Returns the envelope for `markRows`.
 */
export async function recordSent(
  store: Store,
  envelope: Envelope,
  what: { sesId?: string | undefined; at: Instant },
): Promise<Envelope> {
  const { sesId, at } = what;
  const command = new UpdateCommand({
    TableName: store.table,
    Key: keys.envelope(envelope.personId, envelope.morning, envelope.n),
    UpdateExpression: `SET #state = :sent, sentAt = if_not_exists(sentAt, :at)${sesId ? ', sesId = if_not_exists(sesId, :ses)' : ''}`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':sent': 'sent', ':at': at, ...(sesId && { ':ses': sesId }) },
    ReturnValues: 'ALL_NEW',
  });
  const { Attributes } = await sent(() => store.doc.send(command));
  return storedEnvelope.parse(Attributes);
}

export type Receipt = {
  /**
   * What the mail service tells: it took the mail, has not yet got rid of it, delivered it, would not send it after all,
   * it came back for good, it was called spam.
   */
  kind: 'send' | 'delayed' | 'delivered' | 'rejected' | 'bounced' | 'complained';
  at: Instant;
  sesId?: string | undefined;
  diagnosis?: string | undefined;
};

/** Receipts come in any order, and late ones change nothing. */
const lower: Record<Exclude<Receipt['kind'], 'send'>, Message['state'][]> = {
  delayed: ['planned', 'sent'],
  delivered: ['planned', 'sent'],
  rejected: ['planned', 'sent', 'delivered'],
  bounced: ['planned', 'sent', 'delivered', 'rejected'],
  complained: ['planned', 'sent', 'delivered', 'rejected', 'bounced'],
};

/**
 * Notes a receipt on every row of the envelope and returns these rows as they now stand; empty for an envelope of
 * another system. Any receipt proves that the mail was sent, so it also repairs what a crash between the mail service's
 * answer and `recordSent` has lost. Repeating it is harmless and gives the same answer.
 */
export async function receipt(store: Store, id: string, what: Receipt): Promise<Message[]> {
  const place = parseEnvelopeId(id);
  const stored = place && (await getItem(store, keys.envelope(place.personId, place.morning, place.n)));
  if (!stored) return [];
  const known = storedEnvelope.parse(stored);
  const { kind, diagnosis } = what;
  // Nearly every mail: what it was sent with is recorded already, and its rows are marked by whoever sent it.
  if (kind === 'send' && known.state === 'sent') return [];
  const envelope = known.state === 'sent' ? known : await recordSent(store, known, what);
  if (kind === 'send') await markRows(store, envelope);
  else {
    // A delay is no state: whatever comes of the mail is told by a later receipt.
    const state = kind === 'delayed' ? 'sent' : kind;
    await moveRows(store, envelope, { state, from: lower[kind], reason: diagnosis });
  }
  return rowsOf(store, envelope);
}
