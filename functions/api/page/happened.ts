import * as z from 'zod/mini';
import type { Aggregate } from '../../../shared/domain/change.ts';
import type { Event } from '../../../shared/domain/event.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { product, verdict } from '../../../shared/domain/task.ts';
import { localDate, oneOf } from '../schemas/domain.ts';
import type { EventFacts, PageTexts } from './texts.ts';

const text = z.catch(z.optional(z.string()), undefined);

/** What events carry, as far as it is told here; what an event lacks, or has in another shape, is left out. */
const told = z.object({
  date: z.catch(z.optional(localDate), undefined),
  number: z.catch(z.optional(z.int()), undefined),
  percent: z.catch(z.optional(z.int()), undefined),
  to: text,
  suggestedUnitId: text,
  addressedToUnitId: text,
  text,
  personId: text,
  recipients: z.catch(z.array(z.string()), []),
  kind: z.catch(z.optional(oneOf(obligationKind)), undefined),
  verdict: z.catch(z.optional(verdict), undefined),
  reason: text,
  note: text,
  lateReason: text,
  products: z.catch(z.array(product), []),
});

/** Repairs of the system's own bookkeeping say nothing to people. */
const silent = new Set(['alarm_restored', 'counts_corrected', 'ladder_restarted']);

export type Named = {
  t: PageTexts;
  unitName: (id: string) => string;
  personName: (id: string) => string;
};

export type Happened = {
  event: Event;
  who: string;
  what: string;
  /** The words of whoever did it. */
  words: string[];
};

/** An event in words; undefined for those that concern nobody. */
export function happened(event: Event, { t, unitName, personName }: Named): Happened | undefined {
  if (silent.has(event.type)) return undefined;
  const { to, suggestedUnitId, addressedToUnitId, personId, kind, ...data } = told.parse(event.data);
  const unit = to ?? suggestedUnitId ?? addressedToUnitId;
  const facts: EventFacts = {
    recipients: data.recipients.map(personName),
    ...(data.date && { date: data.date }),
    ...(data.number !== undefined && { number: data.number }),
    ...(data.percent !== undefined && { percent: data.percent }),
    ...(unit && { to: unitName(unit) }),
    ...(personId && { person: personName(personId) }),
    ...(kind && { duty: kind }),
    ...(data.verdict && { verdict: data.verdict }),
  };
  const { userId, unitId, onBehalfOf } = event.actor;
  const unitPart = unitId ? ` (${unitName(unitId)})` : '';
  const documents = data.products.map(({ number, date, url, note }) =>
    [number, date && t.date(date), note, url].filter(Boolean).join(', '),
  );
  return {
    event,
    who: userId
      ? `${personName(userId)}${unitPart}${onBehalfOf ? t.history.standIn(personName(onBehalfOf)) : ''}`
      : t.history.system,
    what: t.events[event.type]?.(facts) ?? t.otherEvent,
    words: [data.note, data.text, data.reason, ...documents, data.lateReason].filter(
      (each) => each !== undefined,
    ),
  };
}

/** Everybody whom the page names. */
export function peopleIn({ task, obligations, requests }: Aggregate, events: readonly Event[]): string[] {
  const ids = [
    task.headId,
    task.submission?.byUserId,
    task.returned?.byUserId,
    task.dispute?.byUserId,
    ...obligations.flatMap(({ urgings }) => urgings.flatMap((each) => [each.byUserId, ...each.recipients])),
    ...requests.flatMap((each) =>
      each.kind === 'extension'
        ? [each.decision?.byUserId]
        : each.kind === 'contribution' || each.kind === 'rectification'
          ? [each.answer?.byUserId]
          : [each.answer, each.appeal?.against, ...each.interim].map((one) => one?.byUserId),
    ),
    ...events.flatMap(({ actor, data }) => {
      const { personId, recipients } = told.parse(data);
      return [actor.userId, actor.onBehalfOf, personId, ...recipients];
    }),
  ];
  return [...new Set(ids.flatMap((id) => (id ? [id] : [])))];
}
