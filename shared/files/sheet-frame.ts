import type { LocalDate } from '../domain/time.ts';
import { capitals, longDayText } from './vietnamese.ts';
import type { Cell, Row, StyleName } from './xlsx.ts';

export type OfficeForm = 'party' | 'state';

/** What stands around the table of a sheet that an office hands in. */
export type Frame = {
  form: OfficeForm;
  /** The body that hands it in; absent for an administrator without a place in one. */
  body?: { name: string; code: string; superior?: string };
  place: string;
  date: LocalDate;
  title: string;
  subtitles: string[];
  notes: string[];
};

/** A row of cells over the whole width, each with how many columns it takes. */
export function spread(...cells: [value: string, style: StyleName, across: number][]): Row {
  return {
    height: 18,
    cells: cells.flatMap(([value, style, across]): (Cell | undefined)[] => [
      { value, style, across },
      ...Array.from({ length: across - 1 }, () => undefined),
    ]),
  };
}

const empty: Row = { cells: [] };

/** Title block in the form of the body, title and period: the rows above the table. */
export function framed({ form, body, place, date, title, subtitles }: Frame, columns: number): Row[] {
  const left = Math.floor(columns * 0.4);
  const right = columns - left;
  const pair = (a: [string, StyleName], b: [string, StyleName]) => spread([...a, left], [...b, right]);
  const name = capitals(body?.name ?? '');
  const superior = capitals(body?.superior ?? '');
  const number = body ? `-BC/${body.code}` : '';
  const dated = `${place}, ${longDayText(date)}`;
  const gap = '\u00a0'.repeat(8);
  const upper: [string, StyleName][] = [
    ...(superior ? [[superior, 'body'] as [string, StyleName]] : []),
    [name, 'bodyBold'],
    ...(form === 'party' ? [['*', 'body'] as [string, StyleName]] : []),
    [form === 'party' ? `Số${gap}${number}` : `Số:${gap}/BC-${body?.code ?? ''}`, 'body'],
  ];
  const motto: [string, StyleName][] =
    form === 'party'
      ? [
          ['ĐẢNG CỘNG SẢN VIỆT NAM', 'mottoLine'],
          ['', 'body'],
          [dated, 'placeAndDate'],
        ]
      : [
          ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'motto'],
          ['Độc lập - Tự do - Hạnh phúc', 'mottoLine'],
          [dated, 'placeAndDate'],
        ];
  const blank: [string, StyleName] = ['', 'body'];
  const head = Array.from({ length: Math.max(upper.length, motto.length) }, (_, i) =>
    pair(upper[i] ?? blank, motto[i] ?? blank),
  );
  return [
    ...head,
    empty,
    { ...spread([capitals(title), 'title', columns]), height: 22 },
    ...subtitles.map((each) => spread([each, 'subtitle', columns])),
    empty,
  ];
}

/** Notes and the lines to sign on: the rows below the table. */
export function signed({ notes }: Frame, columns: number): Row[] {
  const left = Math.floor(columns / 2);
  const right = columns - left;
  return [
    ...notes.map((each) => spread([each, 'note', columns])),
    empty,
    spread(['NGƯỜI LẬP BIỂU', 'bodyBold', left], ['THỦ TRƯỞNG CƠ QUAN', 'bodyBold', right]),
    spread(['(Ký, ghi rõ họ tên)', 'subtitle', left], ['(Ký, đóng dấu, ghi rõ họ tên)', 'subtitle', right]),
    ...Array.from({ length: 4 }, () => empty),
  ];
}
