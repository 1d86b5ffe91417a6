import type { Notice, NoticeTexts } from '../notice.ts';
import { agendaBodyVi, plainDayVi } from './format.ts';

const roman = ['I', 'II', 'III', 'IV'];

/** "tháng 11/2026", "quý IV/2026", "6 tháng cuối năm 2026", "năm 2026" */
function periodVi({ kind, month }: Extract<Notice, { is: 'report' }>): string {
  const [year, number] = month.split('-');
  const last = Number(number);
  if (kind === 'month') return `tháng ${number}/${year}`;
  if (kind === 'quarter') return `quý ${roman[last / 3 - 1] ?? last / 3}/${year}`;
  return kind === 'half' ? `6 tháng ${last === 6 ? 'đầu' : 'cuối'} năm ${year}` : `năm ${year}`;
}

const number = (count: number) => count.toLocaleString('vi-VN');

export const noticesVi: NoticeTexts = {
  title: (notice) =>
    notice.is === 'report'
      ? `Báo cáo ${periodVi(notice)} (số ${notice.number})`
      : 'Nhiệm vụ đã đôn đốc ba lần chưa hoàn thành',
  subject: (notice) =>
    notice.is === 'report'
      ? `Báo cáo ${periodVi(notice)}: ${number(notice.figures.openOverdue)} nhiệm vụ quá hạn`
      : `${number(notice.items.length)} nhiệm vụ đưa vào phiên họp tới`,
  intro: (notice, body) =>
    notice.is === 'report'
      ? [
          `Số liệu của ${notice.unitName} từ ngày ${plainDayVi(notice.from)} đến hết ngày ${plainDayVi(notice.to)}, đã chốt. `,
          'Việc phát sinh sau khi chốt được tính vào kỳ sau và ghi rõ.',
        ]
      : [
          `Các nhiệm vụ dưới đây đã quá hạn, đã đôn đốc từ ba lần trở lên mà chưa hoàn thành; đề nghị đưa vào phiên họp tới của ${body ?? agendaBodyVi}.`,
        ],
  facts: 'Kết quả trong kỳ',
  figure: {
    carriedOver: 'Kỳ trước chuyển sang',
    assigned: 'Giao trong kỳ',
    total: 'Tổng số',
    doneOnTime: 'Hoàn thành đúng hạn',
    doneLate: 'Hoàn thành trễ hạn',
    openInTime: 'Đang thực hiện, trong hạn hoặc không hạn',
    openOverdue: 'Đang thực hiện, quá hạn',
    stopped: 'Tạm dừng, thôi thực hiện',
    late: 'Trong đó thuộc kỳ trước, ghi nhận muộn',
  },
  percentage: {
    doneOfDue: 'Tỷ lệ hoàn thành trên số đến hạn',
    onTimeOfDone: 'Tỷ lệ đúng hạn trên số hoàn thành',
    onTimeOfDue: 'Tỷ lệ đúng hạn trên số hoàn thành và quá hạn',
    onTimeOfAll: 'Tỷ lệ đúng hạn trên tổng số',
  },
  share: ({ value, numerator, denominator }) =>
    value === undefined
      ? 'không có'
      : `${value.toLocaleString('vi-VN', { minimumFractionDigits: 1 })} % (${number(numerator)}/${number(denominator)})`,
  number,
  longest: 'Quá hạn lâu nhất',
  longestValue: ({ due, workingDays }) => `${workingDays} ngày làm việc (hạn ${plainDayVi(due)})`,
  status: ({ workingDays }) => `QUÁ HẠN ${workingDays} ngày làm việc`,
  details: ({ unitName, due, urgings }) => [
    `${unitName}${due ? `; hạn ${plainDayVi(due)}` : ''}; đã đôn đốc ${urgings} lần.`,
  ],
  open: 'Xem nhiệm vụ',
  rest: (count) => `Còn ${number(count)} nhiệm vụ nữa; xem đầy đủ trong danh mục trên hệ thống.`,
  why: (notice) => {
    if (notice.is === 'agenda') return 'được giao theo dõi, quyết định các nhiệm vụ đã đôn đốc nhiều lần';
    return notice.reason === 'head'
      ? `là người đứng đầu ${notice.unitName}, đơn vị có phần trong báo cáo`
      : 'thuộc cơ quan nhận báo cáo định kỳ';
  },
};
