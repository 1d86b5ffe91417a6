import type { LocalDate } from '../domain/time.ts';
import { type Layout, type Margins, mm, paragraph, rule, run, table, writeDocx } from './docx.ts';
import { capitals, countText, dayText, longDayText } from './vietnamese.ts';

export type DispatchForm = 'party' | 'state';

export type DispatchTask = {
  content: string;
  /** The document that assigned it, as it is cited. */
  source?: string;
  due: LocalDate;
  /** Working days. */
  daysLate: number;
  /** Days of the earlier urgings, oldest first. */
  urged: LocalDate[];
};

/** What one letter says. Names are as the directory has them; capitals are made here. */
export type Dispatch = {
  sender: { name: string; code: string; superior?: string };
  /** Whoever the letter goes to. */
  unit: string;
  place: string;
  date: LocalDate;
  replyBy?: LocalDate;
  tasks: DispatchTask[];
  /** `insteadOf`: the title of the head for whom a deputy signs. */
  signer: { title: string; insteadOf?: string; name?: string };
  /** Further recipients, each with its purpose in brackets where it has one. */
  copies: string[];
};

const margins: Margins = { top: mm(20), bottom: mm(20), left: mm(30), right: mm(20) };
const pageWidth = mm(160);

/** Room for a number that the registry gives when the letter is signed. */
const blank = '\u00a0'.repeat(8);

const subject = 'V/v đôn đốc thực hiện các nhiệm\u00a0vụ\u00a0quá\u00a0hạn';

/** Lengths of the two mottoes in their bold face, in ems: a rule is as long as the words above it. */
const partyMotto = { text: 'ĐẢNG CỘNG SẢN VIỆT NAM', ems: 13.78 };
const stateMotto = { text: 'Độc lập - Tự do - Hạnh phúc', ems: 12.3 };
const centred: Layout = { align: 'center' };

/** Guidance 36-HD/VPTW of 2018, appendix 3. */
function partyHead({ sender, place, date }: Dispatch): string {
  const columns = [mm(74), pageWidth - mm(74)];
  const left = [
    ...(sender.superior ? [paragraph(run(capitals(sender.superior)), centred)] : []),
    paragraph(run(capitals(sender.name), { bold: true }), centred),
    paragraph(run('*'), centred),
    paragraph(run(`Số${blank}-CV/${sender.code}`), centred),
    paragraph(run(subject, { size: 12, italic: true }), centred),
  ];
  const right = [
    paragraph(run(partyMotto.text, { size: 15, bold: true }), centred),
    rule(partyMotto.ems * 15 * 20, columns[1] ?? 0),
    paragraph(run(`${place}, ${longDayText(date)}`, { italic: true }), { ...centred, before: 16 }),
  ];
  return table(columns, [[left.join(''), right.join('')]], { borders: false });
}

/** Decree 30/2020/NĐ-CP, appendix I. */
function stateHead({ sender, place, date }: Dispatch): string {
  const columns = [mm(66), pageWidth - mm(66)];
  const left = [
    ...(sender.superior ? [paragraph(run(capitals(sender.superior), { size: 13 }), centred)] : []),
    paragraph(run(capitals(sender.name), { size: 13, bold: true }), centred),
    rule(mm(22), columns[0] ?? 0),
    paragraph(run(`Số:${blank}/${sender.code}`, { size: 13 }), { ...centred, before: 8 }),
    paragraph(run(subject, { size: 12 }), centred),
  ];
  const right = [
    paragraph(run('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 12, bold: true }), centred),
    paragraph(run(stateMotto.text, { size: 13, bold: true }), centred),
    rule(stateMotto.ems * 13 * 20, columns[1] ?? 0),
    paragraph(run(`${place}, ${longDayText(date)}`, { size: 13, italic: true }), { ...centred, before: 8 }),
  ];
  return table(columns, [[left.join(''), right.join('')]], { borders: false });
}

function taskTable(tasks: readonly DispatchTask[]): string {
  const widths = [540, 3740, 1290, 1220];
  const cell = (text: string, layout: Layout = centred, bold = false) =>
    paragraph(run(text, { size: 12, bold }), { before: 2, after: 2, ...layout });
  const headings = ['TT', 'Nhiệm vụ', 'Thời hạn', 'Quá hạn (ngày làm việc)', 'Các lần đã đôn đốc'];
  const rows = tasks.map(({ content, source, due, daysLate, urged }, i) => [
    cell(String(i + 1)),
    [
      cell(content, { align: 'both' }),
      ...(source ? [paragraph(run(source, { size: 11, italic: true }), { after: 2 })] : []),
    ].join(''),
    cell(dayText(due)),
    cell(String(daysLate)),
    urged.length > 0
      ? urged
          .map((date, n) => cell(`Lần ${n + 1}: ${dayText(date)}`, { before: n === 0 ? 2 : 0, after: 0 }))
          .join('')
      : cell('Chưa đôn đốc'),
  ]);
  return table(
    [...widths, pageWidth - widths.reduce((a, b) => a + b, 0)],
    [headings.map((heading) => cell(heading, centred, true)), ...rows],
    { borders: true, header: true },
  );
}

function bodyOf(dispatch: Dispatch): string[] {
  const { sender, unit, date, replyBy, tasks } = dispatch;
  const text: Layout = { align: 'both', first: mm(12.7), before: 3, after: 3, line: 1.15 };
  const urged = tasks.filter((task) => task.urged.length > 0).length;
  const before = urged > 0 ? `, trong đó ${countText(urged)} nhiệm vụ đã được đôn đốc` : '';
  const answer = replyBy
    ? `trước ngày ${dayText(replyBy)}`
    : `trước ngày${blank}/${blank}/${date.slice(0, 4)}`;
  return [
    paragraph(run(`Kính gửi: ${unit}`), { ...centred, before: 18, after: 12 }),
    paragraph(
      run(
        `Qua theo dõi tình hình thực hiện các nhiệm vụ được giao, tính đến ngày ${dayText(date)}, ${unit} còn ${countText(tasks.length)} nhiệm vụ quá hạn chưa hoàn thành${before}. Cụ thể như sau:`,
      ),
      { ...text, after: 6 },
    ),
    taskTable(tasks),
    paragraph(run(`${sender.name} đề nghị ${unit}:`), { ...text, before: 8 }),
    paragraph(
      run(
        `1. Khẩn trương chỉ đạo hoàn thành dứt điểm các nhiệm vụ nêu trên; báo cáo kết quả kèm theo sản phẩm về ${sender.name} ${answer}.`,
      ),
      text,
    ),
    paragraph(
      run(
        '2. Đối với từng nhiệm vụ, làm rõ nguyên nhân chậm, trách nhiệm của tập thể, cá nhân có liên quan và thời gian cần thêm để hoàn thành.',
      ),
      { ...text, keepNext: true },
    ),
    paragraph(run(`${sender.name} đề nghị ${unit} quan tâm, phối hợp thực hiện./.`), {
      ...{ ...text, after: 12 },
      keepNext: true,
    }),
  ];
}

/** Recipients to the left, signer to the right; the block stays on one page, and never on one of its own. */
function foot(dispatch: Dispatch, form: DispatchForm): string {
  const { sender, signer, copies } = dispatch;
  const party = form === 'party';
  const size = party ? 12 : 11;
  const closing = party ? ',' : ';';
  const list = ['Như trên', ...copies].map((each) => `- ${each}${closing}`);
  list.push(party ? `- Lưu ${sender.name}.` : `- Lưu: VT, ${sender.code}.`);
  const heading = party
    ? run('Nơi nhận:', { size: 14, underline: true })
    : run('Nơi nhận:', { size: 12, bold: true, italic: true });
  const left = [paragraph(heading), ...list.map((each) => paragraph(run(each, { size })))];
  const forHead = party ? 'K/T' : 'KT.';
  const right = [
    ...(signer.insteadOf
      ? [paragraph(run(`${forHead} ${capitals(signer.insteadOf)}`, { bold: true }), centred)]
      : []),
    paragraph(run(capitals(signer.title), { bold: true }), centred),
    ...Array.from({ length: 5 }, () => paragraph(run(''), centred)),
    paragraph(run(signer.name ?? '', { bold: true }), centred),
  ];
  const columns = [mm(80), pageWidth - mm(80)];
  return table(columns, [[left.join(''), right.join('')]], { borders: false, keep: true });
}

/** Draft urging dispatches (công văn đôn đốc), one letter per unit, as one Word document. */
export function writeDispatches(dispatches: readonly Dispatch[], form: DispatchForm): Buffer {
  const head = form === 'party' ? partyHead : stateHead;
  const letters = dispatches.map((each) => [head(each), ...bodyOf(each), foot(each, form)].join(''));
  return writeDocx(letters, margins, 'Công văn đôn đốc (dự thảo)');
}
