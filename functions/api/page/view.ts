import { localDateOf } from '../../../shared/domain/calendar.ts';
import { openObligations } from '../../../shared/domain/decide/context.ts';
import { nearestOfKind } from '../../../shared/domain/directory.ts';
import { isPrincipal, type Obligation } from '../../../shared/domain/obligation.ts';
import { workingDaysLeft } from '../../../shared/domain/timing.ts';
import type { Tone } from '../../../shared/mail/palette.ts';
import type { OfferName, Values } from './forms.ts';
import { type Happened, happened, type Named } from './happened.ts';
import { type Offer, offersTo } from './offered.ts';
import { type Duty, type PageTexts, pageTexts } from './texts.ts';
import type { History, Visit } from './visit.ts';

/** A form that was sent and refused: shown again as it was. */
export type Refused = {
  offer: OfferName;
  values: Values;
  title: string;
  detail: string[];
  /** What is wrong with which field. */
  faults: { field: string; text: string }[];
};

/** Everything that the page shows. */
export type View = Visit & {
  t: PageTexts;
  lang: 'vi' | 'en';
  named: Named;
  zone: string;
  /** On whose behalf the system speaks. */
  sender: string;
  offers: Offer[];
  /** Of this showing of the page: makes a form that is sent twice one act. */
  key: string;
  done: Happened | undefined;
  refused: Refused | undefined;
  history: Happened[];
  earlier: boolean;
  /** The open duties: first that of the reader's own unit, then the one that the task's state waits for. */
  waiting: Obligation[];
  /** The work itself is overdue. */
  late: boolean;
};

type Showing = { lang: 'vi' | 'en'; key: string; doneId?: string | undefined; refused?: Refused | undefined };

export function viewOf(visit: Visit, record: History, { lang, key, doneId, refused }: Showing): View {
  const { aggregate, context, at, principal, place } = visit;
  const { task, obligations } = aggregate;
  const { directory, calendar } = context;
  const t = pageTexts[lang];
  const named: Named = {
    t,
    unitName: (id) => directory.units.get(id)?.name ?? id,
    personName: (id) => record.nameOf(id) ?? t.history.unnamed,
  };
  const today = localDateOf(calendar, at);
  const from = place?.unitId ?? task.leadUnitId;
  const speaker =
    nearestOfKind(directory, from, 'office', today) ?? nearestOfKind(directory, from, 'authority', today);
  const mine = new Set(principal.memberships.map((each) => each.unitId));
  const rank = (each: Obligation) => (mine.has(each.holderUnitId) ? 0 : isPrincipal(each) ? 1 : 2);
  const waiting = openObligations(obligations).sort((a, b) => rank(a) - rank(b));
  const late = waiting.some((each) => each.kind === 'perform' && isOver(each, at));
  const history = record.events.map((each) => happened(each, named)).filter((each) => each !== undefined);
  return {
    ...visit,
    ...{ t, lang, named, key, refused, history, waiting, late },
    zone: calendar.timeZone,
    sender: speaker?.name ?? named.unitName(task.assignerUnitId),
    offers: offersTo(visit),
    done: history.find(({ event }) => event.commandId === doneId && event.actor.userId === principal.userId),
    earlier: record.earlier,
  };
}

export function dutyOf({ kind, requestId }: Obligation): Duty {
  return kind === 'decide' ? (requestId ? 'extension' : 'dispute') : kind;
}

export function isOver(obligation: Obligation, at: string): boolean {
  return obligation.due !== undefined && at >= obligation.due.at;
}

/** The same steps as in our mails. */
export function toneOf(obligation: Obligation, { context, at }: Visit): Tone {
  const { due } = obligation;
  if (!due) return 'plain';
  if (isOver(obligation, at)) return 'late';
  return workingDaysLeft(context.calendar, due, at) <= 3 ? 'soon' : 'calm';
}
