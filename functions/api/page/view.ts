import { localDateOf } from '../../../shared/domain/calendar.ts';
import { openObligations } from '../../../shared/domain/decide/context.ts';
import { nearestOfKind } from '../../../shared/domain/directory.ts';
import type { Obligation } from '../../../shared/domain/obligation.ts';
import { permittedActions } from '../../../shared/domain/permitted.ts';
import { workingDaysLeft } from '../../../shared/domain/timing.ts';
import type { Tone } from '../../../shared/mail/palette.ts';
import { forms, type OfferName, offerNames, type Values } from './forms.ts';
import { type Happened, happened, type Named } from './happened.ts';
import { type PageTexts, pageTexts } from './texts.ts';
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
  offers: OfferName[];
  /** Of this showing of the page: makes a form that is sent twice one act. */
  key: string;
  done: Happened | undefined;
  refused: Refused | undefined;
  history: Happened[];
  earlier: boolean;
  waiting: Obligation[];
  late: boolean;
  tone: Tone;
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
  const permitted = permittedActions(
    directory,
    principal,
    task,
    offerNames.map((name) => forms[name].action),
  );
  const waiting = openObligations(obligations);
  const [first] = waiting;
  const late = waiting.some((each) => isOver(each, at));
  const history = record.events.map((each) => happened(each, named)).filter((each) => each !== undefined);
  return {
    ...visit,
    ...{ t, lang, named, key, refused, history, waiting, late },
    zone: calendar.timeZone,
    sender: speaker?.name ?? named.unitName(task.assignerUnitId),
    offers: offerNames.filter((name) => {
      const { action, onlyWhen } = forms[name];
      return permitted.includes(action) && (onlyWhen ?? task.status) === task.status;
    }),
    done: doneId ? history.find(({ event }) => event.commandId === doneId) : undefined,
    earlier: record.earlier,
    tone: late ? 'late' : first ? toneOf(first, visit) : 'plain',
  };
}

export function isOver(obligation: Obligation, at: string): boolean {
  return obligation.due !== undefined && at >= obligation.due.at;
}

/** The same steps as in our mails. */
function toneOf({ due }: Obligation, { context, at }: Visit): Tone {
  if (!due) return 'plain';
  return workingDaysLeft(context.calendar, due, at) <= 3 ? 'soon' : 'calm';
}
