import { type Calendar, localDateOf } from '../domain/calendar.ts';
import { counts } from '../domain/decide/plan-messages.ts';
import type { Directory } from '../domain/directory.ts';
import type { Obligation } from '../domain/obligation.ts';
import type { ObligationKind } from '../domain/policy-model.ts';
import type { Task } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import { workingDaysLeft } from '../domain/timing.ts';
import { writeCsv } from './csv.ts';
import { type Frame, framed, signed } from './sheet-frame.ts';
import { dayText } from './vietnamese.ts';
import { type Cell, heightFor, type Row, type StyleName, writeXlsx } from './xlsx.ts';

/** One duty urged three times or more, and the task that it belongs to. */
export type AgendaLine = { obligation: Obligation; task: Task };
type View = { directory: Directory; calendar: Calendar; at: Instant };

const duties: Record<ObligationKind, string> = {
  accept: 'Tiếp nhận',
  perform: 'Thực hiện',
  confirm: 'Xác nhận',
  decide: 'Quyết định gia hạn',
  answer: 'Trả lời kiến nghị',
  contribute: 'Phối hợp',
  report: 'Báo cáo',
  rectify: 'Chấn chỉnh',
};

type Column = {
  heading: string;
  width: number;
  style: StyleName;
  of: (line: AgendaLine, view: View) => Cell;
};
const column = (
  heading: string,
  width: number,
  style: StyleName,
  value: (line: AgendaLine, view: View) => string | number | undefined,
): Column => ({ heading, width, style, of: (line, view) => ({ value: value(line, view), style }) });

const nameIn = ({ directory }: View, id: string) => directory.units.get(id)?.name ?? id;

const daysLate = ({ due }: Obligation, { calendar, at }: View) =>
  due ? Math.max(1, -workingDaysLeft(calendar, due, at)) : undefined;
const urgingsOf = ({ urgings }: Obligation) => urgings.filter(counts).length;

const columns: readonly Column[] = [
  column('Mã nhiệm vụ', 15, 'centred', ({ task }) => task.code),
  column('Nội dung nhiệm vụ', 48, 'text', ({ task }) => task.content),
  column('Văn bản giao', 18, 'text', ({ task: { directive } }) =>
    directive ? `${directive.number} ngày ${dayText(directive.issuedOn)}` : undefined,
  ),
  column('Đơn vị chủ trì', 22, 'text', ({ task }, view) => nameIn(view, task.leadUnitId)),
  column('Việc phải làm', 14, 'centred', ({ obligation }) => duties[obligation.kind]),
  column('Đơn vị phải thực hiện', 22, 'text', ({ obligation }, view) =>
    nameIn(view, obligation.holderUnitId),
  ),
  {
    heading: 'Thời hạn',
    width: 11.5,
    style: 'date',
    of: ({ obligation }) => ({ date: obligation.due?.date, style: 'date' }),
  },
  column('Quá hạn (ngày làm việc)', 10, 'count', ({ obligation }, view) => daysLate(obligation, view)),
  column('Số lần đôn đốc', 9, 'count', ({ obligation }) => urgingsOf(obligation)),
  column('Đưa vào chương trình từ ngày', 12, 'centred', ({ obligation }, { calendar, at }) =>
    dayText(localDateOf(calendar, obligation.agendaAt ?? at)),
  ),
];

export function agendaCsv(lines: readonly AgendaLine[], view: View): Buffer {
  const field = ({ value, date }: Cell) => (date ? dayText(date) : value);
  return writeCsv([
    columns.map(({ heading }) => heading),
    ...lines.map((line) => columns.map((each) => field(each.of(line, view)))),
  ]);
}

/** The list that goes before the meeting, as an office hands it in. */
export function agendaXlsx(
  lines: readonly AgendaLine[],
  view: View,
  frame: Omit<Frame, 'title' | 'subtitles' | 'notes'>,
): Buffer {
  const title = 'Danh mục nhiệm vụ đã đôn đốc từ ba lần trở lên mà chưa hoàn thành';
  const whole = { ...frame, title, subtitles: [`Tính đến ngày ${dayText(frame.date)}`], notes: [] };
  const width = columns.length + 1;
  const widths = [5, ...columns.map((each) => each.width)];
  const top = framed(whole, width);
  const urgings = lines.reduce((sum, { obligation }) => sum + urgingsOf(obligation), 0);
  const rows: Row[] = [
    ...top,
    {
      height: 48,
      cells: ['TT', ...columns.map(({ heading }) => heading)].map(
        (value): Cell => ({ value, style: 'heading' }),
      ),
    },
    ...lines.map((line, i): Row => {
      const cells: Cell[] = [
        { value: String(i + 1), style: 'centred' },
        ...columns.map((each) => each.of(line, view)),
      ];
      return { cells, height: heightFor(cells, widths) };
    }),
    {
      height: 18.5,
      cells: [
        { value: `Tổng số: ${lines.length} việc`, style: 'totalText', across: width - 2 },
        ...Array.from({ length: width - 3 }, (): Cell => ({ style: 'totalText' })),
        { value: urgings, style: 'totalCount' },
        { style: 'totalText' },
      ],
    },
    ...signed(whole, width),
  ];
  const heading: [number, number] = [top.length + 1, top.length + 1];
  return writeXlsx({ name: 'Chương trình', title, widths, rows, heading });
}
