import { localDateOf, nextOpening } from '../../shared/domain/calendar.ts';
import type { Event } from '../../shared/domain/event.ts';
import { verifyChain } from '../../shared/domain/event-chain.ts';
import type { Message } from '../../shared/domain/message.ts';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import { keys } from '../../shared/store/keys.ts';
import { type Contents, contentsOf } from '../support/outcome.ts';
import { expectedWithin, standAt, standsOf, termsOf } from './history.ts';
import type { Year } from './year.ts';

const iso = (at: number) => new Date(at).toISOString();
const rowKey = (row: Parameters<typeof keys.message>[0]) => `${keys.message(row).pk} ${keys.message(row).sk}`;

/** Every sentence about what is not as it must be; none when all is well. */
export async function faultsOf(year: Year): Promise<string[]> {
  const contents = await contentsOf(year.loop.store);
  return [
    ...chains(contents),
    ...urgings(contents),
    ...(await lost(year, contents)),
    ...rowsOfEvents(contents),
    ...mails(year, contents),
    ...(await afterClosing(year, contents)),
  ];
}

function chains({ tasks, events }: Contents): string[] {
  return tasks.flatMap(({ id, chain }) => {
    const check = verifyChain(
      events.filter((each) => each.taskId === id),
      chain,
    );
    return check.ok ? [] : [`the record of ${id} is ${check.reason} at ${check.seq}`];
  });
}

/** Numbered 1, 2, 3 ... per unit and kind of duty; a number that reached nobody may be given again or left out. */
function urgings({ obligations }: Contents): string[] {
  const groups = new Map<string, { numbers: number[]; bounced: boolean }>();
  for (const { taskId, kind, holderUnitId, urgings: some } of obligations) {
    const name = `${taskId} ${kind} ${holderUnitId}`;
    const group = groups.get(name) ?? { numbers: [], bounced: false };
    groups.set(name, group);
    for (const { number, recipients, bounced } of some) {
      if (recipients.some((each) => !bounced.includes(each))) group.numbers.push(number);
      else group.bounced = true;
    }
  }
  return [...groups].flatMap(([name, { numbers, bounced }]) => {
    const sorted = numbers.sort((a, b) => a - b);
    const distinct = new Set(sorted).size === sorted.length;
    const whole = sorted.every((number, i) => number === i + 1);
    return distinct && (whole || bounced) ? [] : [`urgings of ${name} are numbered ${sorted}`];
  });
}

/**
 * Every alarm and rung whose moment came while the duty stood unmoved was acted upon, at the latest after the second
 * sweep: itself, or a later one that an outage let overtake it.
 */
async function lost({ loop }: Year, { events }: Contents): Promise<string[]> {
  const faults: string[] = [];
  const byDuty = Map.groupBy(events, ({ data }) => String(data.obligationId));
  const now = loop.agenda.now();
  for (const [id, stands] of await standsOf(loop.engine)) {
    for (const [i, term] of termsOf(stands).entries()) {
      const end = term.to ?? now;
      for (const each of expectedWithin(loop.calendar, term, i === 0, iso(end))) {
        const mended = mendedBy(loop.swept, Date.parse(each.at));
        if (mended === undefined || mended >= end) continue;
        const acted = (byDuty.get(id) ?? []).some(
          ({ at, actor }) => actor.kind === 'system' && at >= each.at && Date.parse(at) <= mended,
        );
        if (!acted)
          faults.push(`${each.alarm} ${each.step} of ${id} at ${each.at} was lost until ${iso(mended)}`);
      }
    }
  }
  return faults;
}

/** When the second sweep after a moment has had two hours to show its effect. */
function mendedBy(swept: readonly { at: string }[], at: number): number | undefined {
  const [, second] = swept.filter((each) => Date.parse(each.at) >= at + 10 * 60_000);
  return second && Date.parse(second.at) + 2 * 3_600_000;
}

/** Whoever an event says was written to has a row in the ledger for it. */
function rowsOfEvents({ events, messages }: Contents): string[] {
  const occasion = ({ type, actor, data }: Event): [Message['alarm'], unknown] | undefined => {
    if (type === 'notified') return ['notice', 0];
    if (type === 'reminded') return ['reminder', data.step];
    if (type === 'urged') return actor.kind === 'system' ? ['rung', data.rung] : ['urge', data.number];
    return undefined;
  };
  const known = new Set(
    messages.map(({ personId, obligationId, alarm, step }) => `${personId} ${obligationId} ${alarm} ${step}`),
  );
  return events.flatMap((event) => {
    const [alarm, step] = occasion(event) ?? [];
    const people = alarm && Array.isArray(event.data.recipients) ? event.data.recipients : [];
    return people
      .map((person) => `${person} ${event.data.obligationId} ${alarm} ${step}`)
      .filter((name) => !known.has(name))
      .map((name) => `no row for ${name}`);
  });
}

/** Each row in one mail at most, each envelope sent once, within hours, one a day unless something in it is urgent. */
function mails({ loop }: Year, { messages, envelopes }: Contents): string[] {
  const faults: string[] = [];
  const { hours } = defaultPolicies.perform.policy;
  const envelopeOf = new Map(envelopes.map((each) => [each.id, each]));
  const rowOf = new Map(messages.map((row) => [rowKey(row), row]));
  const seen = new Set<string>();
  const days = new Map<string, string>();
  for (const { envelopeId, at } of loop.mails) {
    const envelope = envelopeOf.get(envelopeId);
    if (envelope?.state !== 'sent') {
      faults.push(`mail ${at} has no sent envelope`);
      continue;
    }
    const name = `mail ${at} to ${envelope.personId}`;
    if (nextOpening(loop.calendar, hours, at) !== at) faults.push(`${name} is outside hours`);
    const rows = envelope.rows.map((sk) => rowOf.get(`MAILBOX#${envelope.personId} ${sk}`));
    const carried = rows.filter((row) => row?.envelopeId === envelopeId);
    if (carried.length === 0) faults.push(`${name} carries nothing`);
    for (const row of carried) {
      const key = row && rowKey(row);
      if (key && seen.has(key)) faults.push(`${key} was sent twice, the second time at ${at}`);
      if (key) seen.add(key);
    }
    const day = `${envelope.personId} ${localDateOf(loop.calendar, at)}`;
    if (days.has(day) && !rows.some((row) => row?.urgent)) faults.push(`${name} is a second one of the day`);
    days.set(day, at);
  }
  const sent = messages.filter(({ state }) => state !== 'planned' && state !== 'suppressed');
  for (const row of sent)
    if (!seen.has(rowKey(row))) faults.push(`${rowKey(row)} is marked and was never sent`);
  return faults;
}

/** Nothing is written about what was closed, or about a date that had moved. */
async function afterClosing({ loop }: Year, { messages, envelopes }: Contents): Promise<string[]> {
  const stands = await standsOf(loop.engine);
  const faults: string[] = [];
  for (const { envelopeId, at } of loop.mails) {
    const envelope = envelopes.find((each) => each.id === envelopeId);
    for (const row of messages.filter((each) => each.envelopeId === envelope?.id)) {
      const stand = standAt(stands.get(row.obligationId) ?? [], Date.parse(at));
      if (stand?.obligation.state !== 'open' || stand.obligation.due?.at !== row.dueAt)
        faults.push(`${rowKey(row)} was sent at ${at} about what was settled`);
    }
  }
  return faults;
}

/** When nothing has been disturbed for some days: every open duty has one next action to come, and something that will see to it. */
export async function leftoversOf({ loop }: Year): Promise<string[]> {
  const { obligations, messages, marked } = await contentsOf(loop.store);
  const now = loop.now();
  const running = [...loop.machine.executions.values()].filter(({ status }) => status === 'running');
  const rung = [...loop.scheduler.waiting.values()];
  const faults = obligations
    .filter(({ state, due, policy }) => state === 'open' && due && (policy.repeat || policy.silence))
    .flatMap(({ id, next, due }) => {
      if (!next) return [`${id} waits for nothing`];
      if (next.at <= now) return [`${id} waits for what was due at ${next.at}`];
      const seers =
        next.by === 'remind'
          ? rung.filter((alarm) => alarm.obligationId === id && alarm.at === next.at)
          : running.filter(({ ladder }) => ladder.obligationId === id && ladder.due === due?.at);
      return seers.length > 0 ? [] : [`nobody will see to ${id} at ${next.at}`];
    });
  for (const row of messages) {
    if (row.state === 'planned' && row.notBefore < new Date(Date.parse(now) - 86_400_000 * 4).toISOString())
      faults.push(`${rowKey(row)} lies since ${row.notBefore}`);
  }
  return marked === 0 ? faults : [...faults, `${marked} items are marked`];
}
