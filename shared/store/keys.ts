import type { Instant, LocalDate } from '../domain/time.ts';

/**
 * Every key of the table, on one page. String keys `pk`/`sk`; sparse indexes `gsi1`..`gsi3`, all attributes projected.
 * A task, its obligations, requests, participants and events share a partition: one query `begins_with(sk, 'A#')` is the aggregate.
 */
export type Key = { pk: string; sk: string };
export type IndexName = 'gsi1' | 'gsi2' | 'gsi3';

/** Where work without a due date is sorted: after everything that has one. */
export const noDue = '9999';

/** Below and above every sort key in use, which are of ASCII letters, digits and `# - _ : .`. */
export const first = '!';
export const last = '~';

/** Busy index partitions are split in this many, by a hash of the id. */
const shardCount = 8;
export const shards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** Stable for ever: 32-bit FNV-1a of the id's UTF-16 units, modulo {@link shardCount}. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return hash % shardCount;
}

/** Sort key of an index ordered by time, then id. */
export const timeAndId = (at: Instant | undefined, id: string) => `${at ?? noDue}#${id}`;
/** The part of {@link timeAndId} before the first `#`, and the rest. */
export function splitTimeAndId(sk: string): { at: string; id: string } {
  const cut = sk.indexOf('#');
  return { at: sk.slice(0, cut), id: sk.slice(cut + 1) };
}

const digits = (n: number) => String(n).padStart(8, '0');
const openness = (open: boolean) => (open ? 'open' : 'closed');

/** `former`: a unit that led the task before it was given to another. */
/** `series` is no unit's role: the pointer puts an occurrence of recurring work into its series. */
export type ParticipantRole = 'coordinating' | 'monitor' | 'former' | 'series';

export const keys = {
  task: (id: string): Key => ({ pk: `TASK#${id}`, sk: 'A#TASK' }),
  participant: (taskId: string, unitId: string, role: ParticipantRole): Key => ({
    pk: `TASK#${taskId}`,
    sk: `A#PART#${unitId}#${role}`,
  }),
  obligation: (taskId: string, id: string): Key => ({ pk: `TASK#${taskId}`, sk: `A#OBL#${id}` }),
  extension: (taskId: string, id: string): Key => ({ pk: `TASK#${taskId}`, sk: `A#EXT#${id}` }),
  proposal: (taskId: string, id: string): Key => ({ pk: `TASK#${taskId}`, sk: `A#PRP#${id}` }),
  contribution: (taskId: string, id: string): Key => ({ pk: `TASK#${taskId}`, sk: `A#CTR#${id}` }),
  rectification: (taskId: string, id: string): Key => ({ pk: `TASK#${taskId}`, sk: `A#RCT#${id}` }),
  /** The kind of a request is in its id. */
  requestNamed: (taskId: string, id: string): Key => (byPrefix[id.slice(0, 4)] ?? keys.proposal)(taskId, id),
  event: (taskId: string, seq: number): Key => ({ pk: `TASK#${taskId}`, sk: `E#${digits(seq)}` }),
  /** What the row is about, so that the same alarm for the same person on the same morning is one row. */
  message: (m: {
    personId: string;
    morning: LocalDate;
    obligationId: string;
    alarm: string;
    step: number;
  }): Key => ({ pk: `MAILBOX#${m.personId}`, sk: `M#${m.morning}#${m.obligationId}#${m.alarm}#${m.step}` }),
  envelope: (personId: string, morning: LocalDate, n: number): Key => ({
    pk: `MAILBOX#${personId}`,
    sk: `V#${morning}#${n}`,
  }),
  directive: (id: string): Key => ({ pk: `DIR#${id}`, sk: 'DIR' }),
  unit: (id: string): Key => ({ pk: 'ORG', sk: `UNIT#${id}` }),
  orgVersion: (): Key => ({ pk: 'ORG', sk: 'VERSION' }),
  unitCode: (code: string): Key => ({ pk: `CODE#${code}`, sk: 'CODE' }),
  memberOfUnit: (unitId: string, userId: string): Key => ({ pk: `UNIT#${unitId}`, sk: `MEMBER#${userId}` }),
  memberOfUser: (unitId: string, userId: string): Key => ({ pk: `USER#${userId}`, sk: `MEMBER#${unitId}` }),
  /** Under the substitute: whose place they hold. */
  standIn: (s: { userId: string; unitId: string; headId: string }): Key => ({
    pk: `USER#${s.userId}`,
    sk: `STANDIN#${s.unitId}#${s.headId}`,
  }),
  /** Between {@link keys.memberOfUser} and {@link keys.standIn}, so that it is read with a person's places. */
  reminders: (userId: string): Key => ({ pk: `USER#${userId}`, sk: 'REMINDERS' }),
  feed: (userId: string, id: string): Key => ({ pk: `USER#${userId}`, sk: `FEED#${id}` }),
  idempotency: (k: { userId: string; route: string; key: string }): Key => ({
    pk: `IDEM#${encodeURIComponent(k.userId)}#${k.route}#${k.key}`,
    sk: 'IDEM',
  }),
  calendar: (year: number): Key => ({ pk: 'SETTINGS', sk: `CALENDAR#${year}` }),
  policy: (kind: string): Key => ({ pk: 'SETTINGS', sk: `POLICY#${kind}` }),
  /** Only who asked for it reads it. */
  job: (id: string): Key => ({ pk: `JOB#${id}`, sk: 'JOB' }),
  /** What became of its rows, some five hundred in one item. */
  jobResults: (id: string, n: number): Key => ({ pk: `JOB#${id}`, sk: `ROWS#${digits(n)}` }),
  /** Taken by the import that registered a directive of this number and day, so that two at a time cannot both. */
  imported: (number: string, issuedOn: LocalDate): Key => ({
    pk: `IMPORTED#${encodeURIComponent(number)}#${issuedOn}`,
    sk: 'IMPORTED',
  }),
  /** The same of a task that no directive carries and that stands under no other. */
  importedAlone: (code: string): Key => ({ pk: `IMPORTED#${encodeURIComponent(code)}`, sk: 'IMPORTED' }),
  access: (at: string, id: string): Key => ({ pk: `ACCESS#${at.slice(0, 7)}`, sk: `${at}#${id}` }),
  succession: (id: string): Key => ({ pk: 'SUCCESSIONS', sk: `SUCCESSION#${id}` }),
  replan: (id: string): Key => ({ pk: 'REPLANS', sk: `REPLAN#${id}` }),
  linkKey: (): Key => ({ pk: 'SETTINGS', sk: 'LINKKEY' }),
  /** One entry of the counts. `day` is `yyyy-mm-dd`; of one commit `n` tells the entries apart. */
  count: (c: { unitId: string; day: LocalDate; taskId: string; seq: number; n: number }): Key => ({
    pk: partitions.counts(c.day.slice(0, 7), shardOf(c.unitId)),
    sk: `${c.unitId}#${c.day}#${c.taskId}#${digits(c.seq)}#${c.n}`,
  }),
  /** What the entries of all months before came to, by dimension, unit and value. */
  opening: (o: { month: string; dimension: string; unitId: string; value: string }): Key => ({
    pk: partitions.openings(o.month, o.dimension, shardOf(o.unitId)),
    sk: `${o.unitId}#${o.value}`,
  }),
  /** Says that every opening of the month is written. */
  opened: (month: string): Key => ({ pk: 'OPENED', sk: month }),
  report: (id: string): Key => ({ pk: `RPT#${id}`, sk: 'RPT' }),
  /** Rows of a report, some fifty units in one item. */
  reportPart: (id: string, n: number): Key => ({ pk: `RPT#${id}`, sk: `ROWS#${digits(n)}` }),
  batch: (id: string): Key => ({ pk: `BATCH#${id}`, sk: 'BATCH' }),
  /** Which tasks and ledger rows a batch wrote, so that finishing finds them. */
  batchPart: (id: string, n: number): Key => ({ pk: `BATCH#${id}`, sk: `PART#${digits(n)}` }),
};

const byPrefix: Record<string, (taskId: string, id: string) => Key> = {
  ext_: keys.extension,
  ctr_: keys.contribution,
  rct_: keys.rectification,
};

/** Beginnings of sort keys, for queries within one partition. */
export const prefixes = {
  aggregate: 'A#',
  event: 'E#',
  message: 'M#',
  envelope: 'V#',
  member: 'MEMBER#',
  standIn: 'STANDIN#',
  feed: 'FEED#',
  unit: 'UNIT#',
  batchPart: 'PART#',
  jobResults: 'ROWS#',
};

/** Partition keys of queries, of the indexes where nothing else is said. Unless said otherwise they are sorted by {@link timeAndId}. */
export const partitions = {
  // the table itself, by month `yyyy-mm`
  counts: (month: string, shard: number) => `COUNTS#${month}#${shard}`,
  openings: (month: string, dimension: string, shard: number) => `OPENING#${month}#${dimension}#${shard}`,
  // gsi1
  lead: (unitId: string, open: boolean) => `LEAD#${unitId}#${openness(open)}`,
  participant: (role: ParticipantRole, unitId: string, open: boolean) =>
    `${role.toUpperCase()}#${unitId}#${openness(open)}`,
  /** The last event of each commit, by month `yyyy-mm` of UTC. */
  chains: (month: string, shard: number) => `CHAINS#${month}#${shard}`,
  series: (seriesId: string) => `SERIES#${seriesId}`,
  holder: (unitId: string) => `HOLDER#${unitId}`,
  messages: (taskId: string) => `MESSAGES#${taskId}`,
  directives: () => 'DIRECTIVES',
  /** Sorted by the last day, then id. */
  reports: () => 'REPORTS',
  // gsi2
  parent: (taskId: string) => `PARENT#${taskId}`,
  directive: (id: string) => `DIR#${id}`,
  /** Tasks that no directive carries and that stand under no other. */
  alone: (shard: number) => `ALONE#${shard}`,
  alarms: (shard: number) => `ALARM#${shard}`,
  planned: (shard: number) => `PLANNED#${shard}`,
  unfinishedBatches: () => 'BATCHES',
  openJobs: () => 'JOBS',
  // gsi3
  tasks: (open: boolean, shard: number) => `TASKS#${openness(open)}#${shard}`,
  obligations: (shard: number) => `OBLIGATIONS#${shard}`,
};

/** Names one envelope in a mail's tag (only letters, digits, `-` and `_` may stand there). */
export function envelopeId(personId: string, morning: LocalDate, n: number): string {
  return Buffer.from(`${morning}#${n}#${personId}`).toString('base64url');
}

/** Undefined for text that {@link envelopeId} did not make. */
export function parseEnvelopeId(id: string): { personId: string; morning: LocalDate; n: number } | undefined {
  const match = /^(\d{4}-\d\d-\d\d)#(\d+)#(.+)$/su.exec(Buffer.from(id, 'base64url').toString());
  const [, morning, n, personId] = match ?? [];
  return morning && n && personId ? { morning, n: Number(n), personId } : undefined;
}
