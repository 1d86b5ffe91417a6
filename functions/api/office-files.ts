import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Context } from '../../shared/domain/decide/context.ts';
import type { Principal } from '../../shared/domain/permissions.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import type { OfficeForm } from '../../shared/files/sheet-frame.ts';
import type { Answer, Call } from './route.ts';

export const csvType = 'text/csv';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What tables can be had as beside JSON. */
export const tableTypes = [csvType, xlsxType] as const;
type TableType = (typeof tableTypes)[number];

/** A gateway's answer holds six megabytes, and bytes travel as text. */
const mostBytes = 4_000_000;

/** The table type that Accept prefers to JSON; the first of several equals wins. */
export function wantedTable(accept: string | undefined): TableType | undefined {
  const ranked = (accept ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((each) => each.trim());
      const q = parameters.find((each) => each.startsWith('q='));
      return { type, q: q ? Number(q.slice(2)) : 1 };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  const known = ['application/json', 'application/*', '*/*', ...tableTypes];
  const first = ranked.find(({ type }) => known.includes(type) || type === 'text/*')?.type;
  return first === 'text/*' ? csvType : tableTypes.find((type) => type === first);
}

/** @throws Refusal `too_much_for_one_file` */
export function fileAnswer(
  call: Pick<Call, 'at'>,
  { calendar }: Context,
  wanted: TableType,
  name: string,
  bytes: Uint8Array,
): Answer {
  if (bytes.length > mostBytes) throw new Refusal('too_much_for_one_file', { limit: mostRows });
  const ending = wanted === csvType ? 'csv' : 'xlsx';
  const type = wanted === csvType ? `${csvType}; charset=utf-8` : wanted;
  return {
    status: 200,
    file: { type, name: `${name}-${localDateOf(calendar, call.at)}.${ending}`, bytes },
  };
}

/** Rows of one file. */
export const mostRows = 5000;

/** In whose name a table is handed in: the person's own body; an administrator without one has an office do it. */
export function frameOf(
  principal: Principal,
  { directory, calendar }: Context,
  at: string,
  { form = 'party', place = 'Hà Nội' }: { form?: OfficeForm | undefined; place?: string | undefined },
) {
  const own = principal.memberships.map((member) => directory.units.get(member.unitId)).find(Boolean);
  const body = own ?? [...directory.units.values()].find((unit) => unit.kind === 'office');
  const superior = body?.parentId && directory.units.get(body.parentId)?.name;
  return {
    form,
    place,
    date: localDateOf(calendar, at),
    ...(body && { body: { name: body.name, code: body.code, ...(superior && { superior }) } }),
  };
}
