import type { FigureName, PercentageName } from '../domain/figures.ts';
import { type Report, reportText } from '../domain/period.ts';
import type { GroupBy, Summary, SummaryRow } from '../domain/report.ts';
import { writeCsv } from './csv.ts';
import { type Frame, framed, signed } from './sheet-frame.ts';
import { dayText } from './vietnamese.ts';
import { type Cell, heightFor, type Row, type StyleName, writeXlsx } from './xlsx.ts';

type Column = {
  /** Over several columns that belong together. */
  group?: string;
  heading: string;
} & ({ figure: FigureName } | { percentage: PercentageName } | { longest: true } | { charged: true });

const columns: readonly Column[] = [
  { heading: 'Kỳ trước chuyển sang', figure: 'carriedOver' },
  { heading: 'Giao trong kỳ', figure: 'assigned' },
  { heading: 'Nhận chuyển đến', figure: 'movedIn' },
  { heading: 'Chuyển đi', figure: 'movedOut' },
  { heading: 'Tổng số', figure: 'total' },
  { group: 'Đã hoàn thành', heading: 'Đúng hạn', figure: 'doneOnTime' },
  { group: 'Đã hoàn thành', heading: 'Trễ hạn', figure: 'doneLate' },
  { group: 'Đã hoàn thành', heading: 'Không hạn', figure: 'doneNoDeadline' },
  { group: 'Đang thực hiện', heading: 'Trong hạn', figure: 'openInTime' },
  { group: 'Đang thực hiện', heading: 'Quá hạn', figure: 'openOverdue' },
  { group: 'Đang thực hiện', heading: 'Không hạn', figure: 'openNoDeadline' },
  { heading: 'Tạm dừng', figure: 'suspended' },
  { heading: 'Hủy', figure: 'cancelled' },
  { group: 'Tỷ lệ (%)', heading: 'Hoàn thành / đến hạn', percentage: 'doneOfDue' },
  { group: 'Tỷ lệ (%)', heading: 'Hoàn thành / tổng số', percentage: 'doneOfAll' },
  { group: 'Tỷ lệ (%)', heading: 'Đúng hạn / đến hạn', percentage: 'onTimeOfDue' },
  { group: 'Tỷ lệ (%)', heading: 'Cập nhật đúng kỳ', percentage: 'updatedOnSchedule' },
  { group: 'Gia hạn', heading: 'Đề nghị', figure: 'extensionsAsked' },
  { group: 'Gia hạn', heading: 'Được duyệt', figure: 'extensionsGranted' },
  { heading: 'Lượt đôn đốc', figure: 'urgings' },
  { heading: 'Quá hạn lâu nhất (ngày)', longest: true },
  { group: 'Kiến nghị', heading: 'Chưa trả lời', figure: 'proposalsOpen' },
  { group: 'Kiến nghị', heading: 'Trả lời chậm', figure: 'proposalsLate' },
  { heading: 'Số ngày làm việc tính cho các bên', charged: true },
];

const rowNames: Record<GroupBy, string> = {
  unit: 'Đơn vị',
  field: 'Lĩnh vực',
  directive: 'Văn bản chỉ đạo',
  monitor: 'Ban theo dõi',
  month: 'Tháng',
};

const notes = [
  'Tổng số = kỳ trước chuyển sang + giao trong kỳ + nhận chuyển đến − chuyển đi = đã hoàn thành + đang thực hiện + tạm dừng + hủy.',
  'Hoàn thành / đến hạn = (đúng hạn + trễ hạn) / (đúng hạn + trễ hạn + đang thực hiện quá hạn). Hoàn thành / tổng số = đã hoàn thành / tổng số.',
  'Đúng hạn / đến hạn = hoàn thành đúng hạn / (đúng hạn + trễ hạn + đang thực hiện quá hạn). Cập nhật đúng kỳ = (số phải cập nhật − số chậm) / số phải cập nhật.',
];

function figureIn(column: Column, row: SummaryRow): number | undefined {
  if ('figure' in column) return row.figures[column.figure];
  if ('percentage' in column) return row.percentages[column.percentage].value;
  if ('longest' in column) return row.longestOverdue?.workingDays;
  return Object.values(row.chargedDays).reduce((sum, days) => sum + days, 0);
}

const nameOf = (row: SummaryRow) => row.label || 'Không phân loại';

/** The report as figures to reckon with: one line per row, the total last. */
export function summaryCsv(summary: Summary): Buffer {
  const heading = columns.map(({ group, heading: own }) => (group ? `${group}: ${own}` : own));
  const line = (name: string, row: SummaryRow) => [name, ...columns.map((column) => figureIn(column, row))];
  return writeCsv([
    [rowNames[summary.groupBy], ...heading],
    ...summary.rows.map((row) => line(nameOf(row), row)),
    line('Tổng cộng', summary.total),
  ]);
}

type Titles = { title: string; subtitles: string[] };

function summaryTitle({ from, to, unit }: Summary): Titles {
  return {
    title: 'Báo cáo tổng hợp tình hình thực hiện nhiệm vụ',
    subtitles: [
      `Kỳ báo cáo: từ ngày ${dayText(from)} đến ngày ${dayText(to)}`,
      ...(unit ? [`Phạm vi: ${unit.name} và các đơn vị trực thuộc`] : []),
    ],
  };
}

/** How a frozen report is headed: by its period, its number and the day on which it was closed. */
export function frozenTitle(report: Report): Titles {
  const { from, to, closing, number } = report;
  return {
    title: `${reportText(report)} về tình hình thực hiện nhiệm vụ`,
    subtitles: [
      `Kỳ báo cáo: từ ngày ${dayText(from)} đến ngày ${dayText(to)}`,
      `Báo cáo số ${number}, chốt số liệu ngày ${dayText(closing)}`,
    ],
  };
}

/** The report as an office hands it in. */
export function summaryXlsx(
  summary: Summary,
  frame: Omit<Frame, 'title' | 'subtitles' | 'notes'>,
  titles: Titles = summaryTitle(summary),
): Buffer {
  const whole = { ...frame, ...titles, notes };
  const width = columns.length + 2;
  const top = framed(whole, width);
  const widths = [4.5, 27, ...columns.map(() => 6.9)];
  const line = (n: string, name: string, row: SummaryRow, total: boolean): Row => {
    const cells: Cell[] = [
      { value: n, style: total ? 'totalText' : 'centred' },
      { value: name, style: total ? 'totalText' : 'text' },
      ...columns.map((column): Cell => {
        const [style, bold]: StyleName[] =
          'percentage' in column ? ['percent', 'totalPercent'] : ['count', 'totalCount'];
        return { value: figureIn(column, row), style: (total ? bold : style) ?? 'count' };
      }),
    ];
    return { cells, height: heightFor(cells, widths) };
  };
  const rows = [
    ...top,
    ...headingRows(rowNames[summary.groupBy]),
    ...summary.rows.map((row, i) => line(String(i + 1), nameOf(row), row, false)),
    line('', 'Tổng cộng', summary.total, true),
    ...signed(whole, width),
  ];
  return writeXlsx({
    name: 'Tổng hợp',
    title: whole.title,
    widths,
    rows,
    heading: [top.length + 1, top.length + 3],
  });
}

function headingRows(name: string): Row[] {
  const upper: (Cell | undefined)[] = [
    { value: 'TT', style: 'heading', down: 2 },
    { value: name, style: 'heading', down: 2 },
  ];
  const lower: (Cell | undefined)[] = [{ style: 'heading' }, { style: 'heading' }];
  columns.forEach(({ group, heading }, i) => {
    const across = columns.filter((each) => each.group === group).length;
    const starts = columns[i - 1]?.group !== group;
    if (!group) {
      upper.push({ value: heading, style: 'heading', down: 2 });
      lower.push({ style: 'heading' });
    } else {
      upper.push(starts ? { value: group, style: 'heading', across } : { style: 'heading' });
      lower.push({ value: heading, style: 'heading' });
    }
  });
  const numbers = ['A', 'B', ...columns.map((_, i) => String(i + 1))];
  return [
    { cells: upper, height: 30 },
    { cells: lower, height: 70 },
    { cells: numbers.map((value): Cell => ({ value, style: 'numbering' })) },
  ];
}
