import { localDateOf } from '../../../shared/domain/calendar.ts';
import { addDays } from '../../../shared/domain/civil-date.ts';
import { existsOn } from '../../../shared/domain/directory.ts';
import { type Html, html } from '../html.ts';
import { type Field, forms, type OfferName } from './forms.ts';
import type { Offer } from './offered.ts';
import type { View } from './view.ts';

/** More names than this are no help in a list, and make the page heavy. */
const listedUnits = 400;

/** What this person may do now: the most natural step open, the others folded. */
export function offerSection(view: View): Html {
  const { t, offers, refused, place, named } = view;
  // What was refused stays in front of the reader, with everything that was typed.
  const again = refused && offers.find(({ name }) => name === refused.offer);
  const primary = again ?? offers[0];
  const others = offers.filter((each) => each !== primary);
  const units = offers.some(({ name }) => forms[name].fields.some((field) => field.input === 'unit'));
  return html`<section id="act" class="act" aria-labelledby="act-title"><h2 id="act-title">${t.actions.title}</h2>
${place ? html`<p class="quiet">${t.actions.as(place.name, named.unitName(place.unitId))}</p>` : ''}
${primary ? html`<div class="primary"><h3>${t.forms[primary.name].title}</h3>${formOf(view, primary, true)}</div>` : html`<p>${t.actions.none}</p>`}
${others.length > 0 ? html`<h3 class="quiet">${t.actions.other}</h3>` : ''}
${others.map(
  (each) =>
    html`<details><summary>${t.forms[each.name].title}</summary>${formOf(view, each, false)}</details>`,
)}
${units ? unitList(view) : ''}</section>`;
}

function formOf(view: View, { name, request }: Offer, primary: boolean): Html {
  const { t, key, aggregate, late } = view;
  const texts = t.forms[name];
  const fields = forms[name].fields.filter((field) => !field.ifLate || late);
  return html`<form method="post" accept-charset="utf-8"><p id="${name}-effect">${texts.effect}</p>
<input type="hidden" name="action" value="${name}"><input type="hidden" name="key" value="${key}"><input type="hidden" name="version" value="${aggregate.task.version}">${request ? html`<input type="hidden" name="request" value="${request.id}">` : ''}
${fields.map((field) => fieldOf(view, name, field))}
<button type="submit"${attribute('class', primary ? undefined : 'second')} aria-describedby="${name}-effect">${texts.button}</button></form>`;
}

function fieldOf(view: View, name: OfferName, field: Field): Html {
  const { t, refused } = view;
  const { label, hint } = t.forms[name].fields[field.name] ?? { label: field.name };
  const typed = refused?.offer === name ? refused.values[field.name] : prefilled(view, name, field);
  const fault =
    refused?.offer === name ? refused.faults.find((each) => each.field === field.name) : undefined;
  const id = `${name}-${field.name}`;
  // Asked for late work only, so neither a duty nor a choice.
  const mark = field.ifLate ? undefined : field.required ? t.required : t.optional;
  const describedBy = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;
  const shared = html` id="${id}" name="${field.name}" autocomplete="off"${attribute('aria-describedby', describedBy)}${
    fault ? html` aria-invalid="true"` : ''
  }${field.required ? html` required` : ''}`;
  if (field.input === 'check')
    return html`<div class="field check"><input type="checkbox" id="${id}" name="${field.name}" value="1"${typed ? html` checked` : ''}><label for="${id}">${label}</label></div>`;
  return html`<div class="field"><label for="${id}">${label}${mark ? html` <span class="quiet">(${mark})</span>` : ''}</label>
${hint ? html`<p class="hint quiet" id="${id}-hint">${hint}</p>` : ''}${
  fault ? html`<p class="fault" id="${id}-fault">${fault.text}</p>` : ''
}${control(view, field, shared, typed)}</div>`;
}

function control({ context, at }: View, field: Field, shared: Html, typed: string | undefined): Html {
  const longest = attribute('maxlength', String(field.max));
  switch (field.input) {
    case 'area':
      // The first line break after the tag is not part of the text: one is given away for it.
      return html`<textarea rows="3"${shared}${longest}>
${typed}</textarea>`;
    case 'number':
      return html`<input type="text" inputmode="numeric" class="short"${shared}${longest}${attribute('value', typed)}>`;
    case 'url':
      return html`<input type="url" inputmode="url"${shared}${longest}${attribute('value', typed)}>`;
    case 'unit':
      return html`<input type="text" list="units"${shared}${longest}${attribute('value', typed)}>`;
    case 'date': {
      // A date field shows nothing but a date: what was typed in another form stays readable as text.
      const isDate = typed === undefined || /^\d{4}-\d\d-\d\d$/.test(typed);
      const tomorrow = addDays(localDateOf(context.calendar, at), 1);
      const limits = field.at === '/deadline' ? attribute('min', tomorrow) : html``;
      return isDate
        ? html`<input type="date" class="short"${shared}${limits}${attribute('value', typed)}>`
        : html`<input type="text" class="short"${shared}${longest}${attribute('value', typed)}>`;
    }
    default:
      return html`<input type="text"${shared}${longest}${attribute('value', typed)}>`;
  }
}

/** Whoever decides a dispute finds the unit that it suggests. */
function prefilled({ aggregate, named }: View, name: OfferName, field: Field): string | undefined {
  const suggested = aggregate.task.dispute?.suggestedUnitId;
  return name === 'reassign' && field.input === 'unit' && suggested ? named.unitName(suggested) : undefined;
}

function attribute(name: string, value: string | undefined): Html {
  return value === undefined ? html`` : html` ${{ html: name }}="${value}"`;
}

function unitList({ context, at }: View): Html {
  const today = localDateOf(context.calendar, at);
  const units = [...context.directory.units.values()].filter((unit) => existsOn(unit, today));
  if (units.length > listedUnits) return html``;
  return html`<datalist id="units">${units.map((unit) => html`<option value="${unit.name}">${unit.code}</option>`)}</datalist>`;
}
