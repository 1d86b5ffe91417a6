import type { Calendar } from '../domain/calendar.ts';
import type { Directory } from '../domain/directory.ts';
import type { Task, TaskStatus, Timing } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import { timingOf, workingDaysLeft } from '../domain/timing.ts';
import { type CsvValue, writeCsv } from './csv.ts';
import { type Frame, framed, signed } from './sheet-frame.ts';
import { dayText } from './vietnamese.ts';
import { type Cell, heightFor, type Row, writeXlsx } from './xlsx.ts';

/** What a list of tasks is read with. */
export type Viewpoint = { directory: Directory; calendar: Calendar; at: Instant };

const statusNames: Record<TaskStatus, string> = {
  assigned: 'Mới giao',
  accepted: 'Đã tiếp nhận',
  in_progress: 'Đang thực hiện',
  submitted: 'Chờ xác nhận',
  returned: 'Yêu cầu thực hiện lại',
  completed: 'Hoàn thành',
  suspended: 'Tạm dừng',
  cancelled: 'Đã hủy',
  disputed: 'Đề nghị giao lại',
};

const timingNames: Record<Timing, string> = {
  on_track: 'Trong hạn',
  due_soon: 'Sắp đến hạn',
  overdue: 'Quá hạn',
  on_time: 'Đúng hạn',
  late: 'Trễ hạn',
  none: 'Không hạn',
};

type Column = { heading: string; width: number; of: (task: Task, view: Viewpoint) => Cell };

const text = (style: 'text' | 'centred', value: CsvValue): Cell => ({ value, style });
const unitNames = ({ directory }: Viewpoint, ids: readonly string[]) =>
  ids.map((id) => directory.units.get(id)?.name ?? id).join('; ');

/** Working days past the deadline: of an open task until now, of a finished one as judged. */
function daysLate(task: Task, { calendar, at }: Viewpoint): number | undefined {
  const due = task.deadline.current;
  const timing = timingOf(calendar, task, at);
  if (timing === 'late') return task.verdict?.daysLateCurrent;
  if (timing !== 'overdue' || !due) return undefined;
  return Math.max(1, -workingDaysLeft(calendar, { date: due.date, at: due.dueAt }, at));
}

const columns: readonly Column[] = [
  { heading: 'Mã nhiệm vụ', width: 15, of: (task) => text('centred', task.code) },
  { heading: 'Nội dung nhiệm vụ', width: 46, of: (task) => text('text', task.content) },
  { heading: 'Sản phẩm', width: 16, of: (task) => text('text', task.product) },
  {
    heading: 'Văn bản giao',
    width: 17,
    of: ({ directive, clause }) =>
      text(
        'text',
        [directive && `${directive.number} ngày ${dayText(directive.issuedOn)}`, clause]
          .filter(Boolean)
          .join(', '),
      ),
  },
  {
    heading: 'Đơn vị chủ trì',
    width: 20,
    of: (task, view) => text('text', unitNames(view, task.leadUnitIds ?? [task.leadUnitId])),
  },
  {
    heading: 'Đơn vị phối hợp',
    width: 20,
    of: (task, view) => text('text', unitNames(view, task.coordinatingUnitIds)),
  },
  {
    heading: 'Thời hạn',
    width: 11.5,
    of: ({ deadline }) =>
      deadline.current ? { date: deadline.current.date, style: 'date' } : text('centred', deadline.raw),
  },
  { heading: 'Trạng thái', width: 13, of: (task) => text('centred', statusNames[task.status]) },
  {
    heading: 'Tiến độ',
    width: 11,
    of: (task, { calendar, at }) => text('centred', timingNames[timingOf(calendar, task, at)]),
  },
  {
    heading: 'Số ngày làm việc quá hạn',
    width: 9.5,
    of: (task, view) => ({ value: daysLate(task, view), style: 'count' }),
  },
  { heading: 'Số lần đôn đốc', width: 8.5, of: (task) => ({ value: task.urgings, style: 'count' }) },
];

const byCode = new Intl.Collator('vi', { numeric: true });

/** By deadline, as lists are; what falls due together stands in the order of its documents. */
function inOrder(tasks: readonly Task[]): Task[] {
  const due = ({ deadline }: Task) => deadline.current?.dueAt ?? '9999';
  return tasks.toSorted((a, b) =>
    due(a) === due(b) ? byCode.compare(a.code, b.code) : due(a) < due(b) ? -1 : 1,
  );
}

/** How many tasks there are, as reports count them: a collective one by its parts where the list has any. */
function sumOf(tasks: readonly Task[], { calendar, at }: Viewpoint): string {
  const whole = new Set(tasks.map(({ parentId }) => parentId));
  const counted = tasks.filter(({ id, collective }) => !(collective && whole.has(id)));
  const overdue = counted.filter((task) => timingOf(calendar, task, at) === 'overdue').length;
  const shared = tasks.length - counted.length;
  const how = shared > 0 ? ` (${shared} nhiệm vụ giao chung tính theo từng đơn vị)` : '';
  return `Tổng số: ${counted.length} nhiệm vụ${how}, trong đó ${overdue} nhiệm vụ đang quá hạn`;
}

export function tasksCsv(tasks: readonly Task[], view: Viewpoint): Buffer {
  const field = ({ value, date }: Cell) => (date ? dayText(date) : value);
  return writeCsv([
    columns.map((column) => column.heading),
    ...inOrder(tasks).map((task) => columns.map((column) => field(column.of(task, view)))),
  ]);
}

/** The list as an office hands it in. `subtitles` say what was chosen. */
export function tasksXlsx(
  tasks: readonly Task[],
  view: Viewpoint,
  frame: Omit<Frame, 'title' | 'subtitles' | 'notes'>,
): Buffer {
  const title = 'Danh mục nhiệm vụ';
  const subtitles = [`Tính đến ngày ${dayText(frame.date)}`];
  const whole = { ...frame, title, subtitles, notes: [] };
  const width = columns.length + 1;
  const top = framed(whole, width);
  const urgings = tasks.reduce((sum, task) => sum + task.urgings, 0);
  const widths = [5, ...columns.map((column) => column.width)];
  const rows: Row[] = [
    ...top,
    {
      height: 48,
      cells: ['TT', ...columns.map((column) => column.heading)].map(
        (value): Cell => ({ value, style: 'heading' }),
      ),
    },
    ...inOrder(tasks).map((task, i) => {
      const cells = [text('centred', String(i + 1)), ...columns.map((column) => column.of(task, view))];
      return { cells, height: heightFor(cells, widths) };
    }),
    {
      height: 18.5,
      cells: [
        { value: sumOf(tasks, view), style: 'totalText', across: width - 1 },
        ...Array.from({ length: width - 2 }, (): Cell => ({ style: 'totalText' })),
        { value: urgings, style: 'totalCount' },
      ],
    },
    ...signed(whole, width),
  ];
  return writeXlsx({
    name: 'Nhiệm vụ',
    title,
    widths,
    rows,
    heading: [top.length + 1, top.length + 1],
  });
}
