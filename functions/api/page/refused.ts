import type { Fault, Refusal } from '../../../shared/domain/refusal.ts';
import { problemOf } from '../problem.ts';
import { type Field, forms } from './forms.ts';
import type { Sent } from './sent.ts';
import type { PageTexts } from './texts.ts';
import type { Refused } from './view.ts';

/** The field that a rule speaks of without naming it. */
const subject: Record<string, Field['input']> = {
  deadline_unreadable: 'date',
  date_required: 'date',
  deadline_past: 'date',
  not_later: 'date',
  not_a_superior: 'unit',
  same_lead: 'unit',
  unit_unknown: 'unit',
  unit_not_valid: 'unit',
};

/** A refusal as the page tells it. `since` is what has happened on the task meanwhile, in words. */
export function refusedOf(
  refusal: Refusal,
  { offer, values }: Pick<Sent, 'offer' | 'values'>,
  {
    t,
    lang,
    requestId,
    since,
  }: { t: PageTexts; lang: 'vi' | 'en'; requestId: string; since?: string | undefined },
): Refused & { status: number } {
  const { status, title, detail } = problemOf(refusal, { id: requestId, language: lang }, '');
  const said = t.refused[refusal.code] ?? { title, detail };
  const overtaken = refusal.code === 'wrong_state' || refusal.code === 'version_mismatch';
  const { fields } = forms[offer];
  const named = refusal.faults.flatMap((fault) => {
    const field = fields.find(({ at }) => fault.pointer === at || fault.pointer.startsWith(`${at}/`));
    return field ? [{ field: field.name, text: sentence(fault, field, t) }] : [];
  });
  const about = fields.find(({ input }) => input === subject[refusal.code]);
  const faults = about ? [{ field: about.name, text: said.detail }] : named;
  const first = faults.filter((each, i) => faults.findIndex(({ field }) => field === each.field) === i);
  return {
    ...{ offer, values, status, title: said.title, faults: first },
    detail: [...(overtaken && since ? [since] : []), ...(about ? [] : [said.detail])],
  };
}

function sentence({ code, params }: Fault, { input, required }: Field, t: PageTexts): string {
  if (code === 'too_long') return t.faults.long(Number(params?.limit));
  if (required && ['required', 'empty', 'reason_required'].includes(code)) return t.faults.missing;
  return input === 'area' || input === 'text' || input === 'check' ? t.faults.other : t.faults[input];
}
