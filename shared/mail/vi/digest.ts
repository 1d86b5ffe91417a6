import { isOwn, isUrging } from '../facts.ts';
import type { Letter, NextStep } from '../letter.ts';
import { subjectOfCounts } from '../subject.ts';
import type { Case, Group, Texts } from '../texts.ts';
import { shorten } from '../words.ts';
import { actVi } from './ask.ts';
import {
  agendaBodyVi,
  agendaVi,
  audienceVi,
  dayVi,
  earlierVi,
  listVi,
  plainDayVi,
  shortDayVi,
} from './format.ts';
import { outcomeQuoteVi } from './outcome.ts';

const names: Record<Group, string> = {
  overdue: 'việc quá hạn',
  undelivered: 'thư đôn đốc không đến',
  decide: 'việc chờ ý kiến',
  inherited: 'việc nhận bàn giao',
  due: 'việc sắp đến hạn',
  news: 'việc mới',
};
const shortNames: Record<Group, string> = {
  overdue: 'QUÁ HẠN',
  undelivered: 'thư không đến',
  decide: 'chờ ý kiến',
  inherited: 'nhận bàn giao',
  due: 'sắp đến hạn',
  news: 'mới',
};
const order: Group[] = ['overdue', 'undelivered', 'decide', 'inherited', 'due', 'news'];

function details({ letter, matter }: Case): string[] {
  const { task, holder, due } = matter;
  const parts = [
    `${holder.name} ${isOwn(matter) ? 'cần' : 'có trách nhiệm'} ${actVi(matter)}`,
    `${task.assignerName} giao`,
  ];
  if (due) parts.push(`hạn ${dayVi(due.date)}`);
  if (due?.originalDate) parts.push(`hạn ban đầu ${plainDayVi(due.originalDate)}`);
  const rows = [`${parts.join('; ')}.`];
  if (matter.outcome) {
    const { label, text } = outcomeQuoteVi(matter.outcome);
    rows.push(`${label}: ${shorten(text, 300)}`);
  }
  if (isUrging(matter) || (matter.alarm === 'undelivered' && matter.urging)) {
    const earlier = matter.earlierUrgings.length ? `; trước đó ${earlierVi(matter.earlierUrgings)}` : '';
    rows.push(`Đôn đốc lần ${matter.urging ?? 1}${earlier}.`);
  }
  if (matter.inherited) {
    const { inherited, earlierUrgings } = matter;
    const urged = earlierUrgings.length ? `; đã đôn đốc ${earlierVi(earlierUrgings)}` : '';
    rows.push(`Nhận bàn giao từ ${inherited.fromName}; thời hạn giữ nguyên${urged}.`);
  }
  if (matter.undelivered) {
    const { personName, unitName, date, diagnosis } = matter.undelivered;
    rows.push(
      `Thư gửi ${personName} (${unitName}) ngày ${plainDayVi(date)} không đến${diagnosis ? `: ${diagnosis}` : ''}. Đề nghị thông báo trực tiếp và cập nhật địa chỉ.`,
    );
  }
  if (matter.agendaOn) rows.push(`${agendaVi(matter.agendaOn, letter.agendaBodyName)}.`.replace(/^đ/, 'Đ'));
  if (matter.lateSince)
    rows.push(`Lẽ ra gửi ngày ${plainDayVi(matter.lateSince)}; gửi chậm do hệ thống gián đoạn.`);
  if (matter.next) rows.push(`Tiếp theo: ${nextIn(matter.next, letter)}.`);
  return rows;
}

/** The next step in a few words: a digest has many. */
function nextIn(step: NextStep, letter: Letter): string {
  const day = plainDayVi(step.at);
  const nth = step.urging ? ` lần ${step.urging}` : '';
  const whom = step.whom?.length ? `, gửi ${listVi(step.whom.map((who) => audienceVi[who]))}` : '';
  return {
    reminder: `nhắc lại ngày ${day}`,
    due: `đôn đốc nếu hết ngày ${day} chưa xong`,
    silence: `hết ngày ${day} mà không có ý kiến thì coi là đã tiếp nhận`,
    rung: `đôn đốc${nth} ngày ${day} nếu chưa xong${whom}`,
    agenda: `đưa vào danh mục trình ${letter.agendaBodyName ?? agendaBodyVi} ngày ${day} nếu chưa xong`,
    weekly: `đôn đốc hằng tuần,${nth} ngày ${day}${whom}`,
  }[step.what];
}

function told(counts: Record<Group, number>, as: Record<Group, string>): string[] {
  const groups = order.filter((group) => counts[group]);
  return groups.map((group) => `${counts[group]} ${as[group]}`);
}

export const digestSubjectVi: Texts['digestSubject'] = (system, morning, counts) => {
  const present = order.filter((group) => counts[group]);
  // "26 mới" alone does not say what is new; among several there is neither room nor need for more.
  const what = told(counts, present.length === 1 ? names : shortNames).map((each) =>
    each.replace('quá hạn', shortNames.overdue),
  );
  return subjectOfCounts(`[${system}] ${shortDayVi(morning)}`, what);
};

export const digestVi: Texts['digest'] = {
  title: (morning) => `Tổng hợp công việc ${dayVi(morning)}`,
  counts: (counts) => told(counts, names).join(', '),
  opening: ({ letter, counts }) => {
    const total = order.reduce((sum, group) => sum + counts[group], 0);
    return [
      `${letter.senderName} gửi đồng chí `,
      { b: `${total} việc` },
      ` cần quan tâm sáng nay: ${digestVi.counts(counts)}.`,
    ];
  },
  group: {
    overdue: 'Quá hạn',
    undelivered: 'Thư đôn đốc không đến',
    decide: 'Chờ ý kiến của đồng chí',
    inherited: 'Nhận bàn giao do sắp xếp tổ chức',
    due: 'Sắp đến hạn',
    news: 'Mới giao, mới phát sinh',
  },
  intro: (group, urging, own) => {
    switch (group) {
      case 'overdue':
        if (!own)
          return [
            urging >= 3 ? { b: `Có việc đã đôn đốc đến lần thứ ${urging}. ` } : '',
            'Đề nghị đồng chí theo dõi, đôn đốc các đơn vị dưới đây theo chức năng, thẩm quyền.',
          ];
        if (urging <= 1)
          return [
            'Đề nghị hoàn thành và báo cáo kết quả; việc nào chưa xong, nêu rõ lý do và thời gian cần thêm.',
          ];
        if (urging === 2)
          return [
            'Có việc đã đôn đốc đến lần thứ hai. Đề nghị người đứng đầu trực tiếp chỉ đạo, báo cáo rõ nguyên nhân chậm và ngày hoàn thành cụ thể.',
          ];
        return [
          { b: `Có việc đã đôn đốc đến lần thứ ${urging}.` },
          ' Yêu cầu người đứng đầu chịu trách nhiệm chỉ đạo hoàn thành dứt điểm và giải trình bằng văn bản.',
        ];
      case 'undelivered':
        return ['Các lần đôn đốc này không được tính là đã gửi.'];
      case 'decide':
        return ['Các đơn vị đang chờ ý kiến xác nhận, quyết định hoặc trả lời.'];
      case 'inherited':
        return [
          'Từ nay đơn vị của đồng chí chịu trách nhiệm về các việc dưới đây. Nội dung, thời hạn, các lần nhắc và đôn đốc giữ nguyên.',
        ];
      case 'due':
        if (!own) return ['Gửi để biết và theo dõi; không cần phản hồi.'];
        return ['Đề nghị rà soát để hoàn thành và báo cáo đúng hạn.'];
      case 'news':
        return ['Gửi để tiếp nhận, tổ chức thực hiện hoặc để biết.'];
    }
  },
  unit: (name, count) => `${name} (${count})`,
  details,
  rest: (count, codes) =>
    `Còn ${count} việc nữa: ${codes.join(', ')}${codes.length < count ? '…' : ''}. Xem đầy đủ trong danh sách việc trên hệ thống.`,
  open: 'Mở nhiệm vụ',
};
