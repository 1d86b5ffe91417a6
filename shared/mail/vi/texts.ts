import { isOwn } from '../facts.ts';
import type { Texts } from '../texts.ts';
import { wallTime } from '../words.ts';
import { actVi, askVi, nextVi } from './ask.ts';
import { digestSubjectVi, digestVi } from './digest.ts';
import { agendaVi, dayVi, earlierVi, listVi, longDayVi, plainDayVi } from './format.ts';
import { leadVi, statusVi, subjectOfVi, titleVi } from './lead.ts';
import { outcomeQuoteVi } from './outcome.ts';

export const textsVi: Texts = {
  day: dayVi,
  longDay: longDayVi,
  list: listVi,

  subjectOf: subjectOfVi,
  digestSubject: digestSubjectVi,

  status: statusVi,
  title: titleVi,
  address: ({ person }) =>
    // A shared account is addressed as the body it stands for, a person as comrade.
    /^(lãnh đạo|văn phòng|ban |sở |bộ phận|phòng )/i.test(person.name)
      ? `Kính gửi: ${person.name}${person.name.includes(person.unitName) ? '' : `, ${person.unitName}`}`
      : `Kính gửi: Đồng chí ${person.name}, ${person.unitName}`,
  lead: ({ matter }) => leadVi(matter),
  ask: askVi,
  urgedBy: ({ urgedBy }) => urgedBy && `Đồng chí ${urgedBy.name} (${urgedBy.unitName}) trực tiếp đôn đốc.`,
  lateNotice: (since) =>
    `Thư này lẽ ra được gửi ${dayVi(since)}. Do hệ thống gián đoạn nên gửi chậm và chỉ gửi một lần; số liệu tính đến sáng nay.`,
  nextLabel: 'Bước tiếp theo',
  next: nextVi,
  calmExit: (matter) =>
    matter.obligationKind === 'perform'
      ? 'Nếu nhiệm vụ đã hoàn thành mà hệ thống chưa ghi nhận, đề nghị báo cáo kèm số, ngày văn bản hoặc đường dẫn sản phẩm. Việc nhắc, đôn đốc dừng ngay khi báo cáo được ghi nhận.'
      : `Nếu đã ${actVi(matter, 'done')} mà hệ thống chưa ghi nhận, đề nghị cập nhật trên hệ thống. Việc nhắc, đôn đốc dừng ngay khi được ghi nhận.`,
  otherWays: ({ obligationKind, workingDaysLeft }) =>
    obligationKind === 'perform'
      ? `Trên trang nhiệm vụ, đơn vị có thể cập nhật tiến độ, nêu khó khăn, kiến nghị${(workingDaysLeft ?? 0) < 0 ? ', giải trình lý do chậm' : ''} hoặc đề nghị gia hạn.`
      : undefined,
  why: ({ letter: { person }, matter }) => {
    return {
      holder: `được giao xử lý công việc này của ${person.unitName}`,
      head: `là người đứng đầu ${person.unitName}`,
      substitute: `đang được ủy quyền thay người đứng đầu ${matter.holder.name}`,
      monitor: `thuộc ${person.unitName}, cơ quan theo dõi nhiệm vụ này`,
      office: `thuộc ${person.unitName}, đầu mối theo dõi, đôn đốc nhiệm vụ`,
      authority: `thuộc ${person.unitName}, cơ quan có thẩm quyền giao và quyết định về nhiệm vụ`,
      superior: `là người đứng đầu cấp trên trực tiếp của ${matter.holder.name}`,
      administrator: 'là quản trị viên của hệ thống',
    }[matter.reason];
  },

  because: (reasons) => `Đồng chí nhận thư này vì ${reasons.join('; ')}.`,

  facts: {
    title: 'Thông tin nhiệm vụ',
    content: 'Nội dung',
    directive: 'Căn cứ',
    clause: 'Điểm giao việc',
    assigner: 'Cơ quan giao',
    lead: 'Đơn vị chủ trì',
    coordinating: 'Đơn vị phối hợp',
    head: 'Người đứng đầu chịu trách nhiệm',
    product: 'Sản phẩm',
    holder: {
      accept: 'Đơn vị tiếp nhận',
      perform: 'Đơn vị thực hiện',
      confirm: 'Cơ quan xác nhận',
      decide: 'Cơ quan quyết định',
      answer: 'Cơ quan trả lời',
      contribute: 'Đơn vị được đề nghị',
      rectify: 'Đơn vị phải chấn chỉnh',
      report: 'Đơn vị báo cáo',
    },
    due: {
      accept: 'Hạn tiếp nhận',
      perform: 'Thời hạn',
      confirm: 'Hạn xác nhận',
      decide: 'Hạn quyết định',
      answer: 'Hạn trả lời',
      contribute: 'Hạn phối hợp',
      rectify: 'Hạn chấn chỉnh',
      report: 'Hạn báo cáo',
    },
    original: 'Thời hạn ban đầu',
    asWritten: 'Thời hạn trong văn bản',
    progress: 'Cập nhật gần nhất',
    earlier: 'Đã đôn đốc',
    agenda: 'Danh mục trình',
    dispatch: 'Công văn đôn đốc',
    period: 'Kỳ báo cáo',
  },
  vacant: 'chưa có người đứng đầu',
  directive: ({ number, issuedOn, issuerName, title: about }) =>
    `${number} ngày ${plainDayVi(issuedOn)}${issuerName ? ` của ${issuerName}` : ''}: ${about}`,
  dueValue: ({ date, at }, timeZone) => {
    const { time, offset } = wallTime(at, timeZone);
    return time === '00:00'
      ? `hết ${dayVi(date)} (${offset})`
      : `${time.replace(':', ' giờ ')}, ${dayVi(date)} (${offset})`;
  },
  originalValue: ({ originalDate, extensions }) =>
    `${originalDate ? dayVi(originalDate) : ''}${extensions ? ` (đã gia hạn ${extensions} lần)` : ''}`.trim(),
  progressValue: ({ date, note, percent }) =>
    `${plainDayVi(date)}${percent === undefined ? '' : `, đạt ${percent}%`}: ${note}`,
  noProgress: 'chưa có',
  earlierValue: earlierVi,
  agendaValue: agendaVi,
  dispatchValue: 'dự thảo đã có trên hệ thống',
  quotes: {
    note: ({ urgedBy }) => (urgedBy ? `Ý kiến của đồng chí ${urgedBy.name}` : 'Ý kiến kèm theo'),
    submission: ({ date, note, products, lateReason }) => ({
      label: `Báo cáo hoàn thành ngày ${plainDayVi(date)}`,
      text:
        [
          note,
          products.length ? `Sản phẩm: ${products.join('; ')}` : undefined,
          lateReason && `Lý do chậm: ${lateReason}`,
        ]
          .filter(Boolean)
          .join('\n') || 'Không kèm ý kiến.',
    }),
    returned: ({ date, reason, newDate }) => ({
      label: `Yêu cầu thực hiện lại ngày ${plainDayVi(date)}`,
      text: `${reason}${newDate ? `\nThời hạn mới: ${dayVi(newDate)}` : ''}`,
    }),
    dispute: ({ date, reason }) => ({
      label: `Ý kiến không tiếp nhận ngày ${plainDayVi(date)}`,
      text: reason,
    }),
    extension: ({ date, reason, requestedDate, count, late, pending }) => ({
      label: `Đề nghị gia hạn lần ${count} ngày ${plainDayVi(date)}${late ? ' (đề nghị muộn)' : ''}`,
      text: `${reason}\nThời hạn đề nghị: ${dayVi(requestedDate)}${pending ? '\nĐang chờ quyết định; thời hạn hiện tại vẫn được tính.' : ''}`,
    }),
    proposal: ({ date, text, byUnitName, blocking, interim, appeal }) => ({
      label: `Kiến nghị của ${byUnitName} ngày ${plainDayVi(date)}${blocking ? ' (không thể tiếp tục nếu chưa được trả lời)' : ''}`,
      text: [
        text,
        appeal && `Kiến nghị lên cấp trên sau ${appeal.fromName}: ${appeal.reason}`,
        interim && `Trả lời bước đầu ngày ${plainDayVi(interim.date)}: ${interim.text}`,
      ]
        .filter(Boolean)
        .join('\n'),
    }),
    outcome: outcomeQuoteVi,
    rectification: ({ date, text, byUnitName }) => ({
      label: `${byUnitName} yêu cầu chấn chỉnh ngày ${plainDayVi(date)}`,
      text,
    }),
    contribution: ({ date, text, byUnitName }) => ({
      label: `${byUnitName} đề nghị ngày ${plainDayVi(date)}`,
      text,
    }),
  },

  button: (matter) => {
    if (matter.alarm === 'undelivered' || !isOwn(matter)) return 'Xem nhiệm vụ';
    return {
      accept: 'Xác nhận tiếp nhận',
      perform: 'Báo cáo kết quả',
      confirm: 'Xem và xác nhận',
      decide: 'Xem và quyết định',
      answer: 'Trả lời kiến nghị',
      contribute: 'Gửi nội dung phối hợp',
      rectify: 'Báo cáo kết quả chấn chỉnh',
      report: 'Báo cáo tình hình',
    }[matter.obligationKind];
  },
  explain: 'Thời hạn được tính như thế nào',
  closing: 'Trân trọng.',

  digest: digestVi,

  footer: {
    automatic: ({ systemName, senderName }) =>
      `Hệ thống ${systemName} gửi tự động thay mặt ${senderName}. Đề nghị không trả lời thư này.`,
    contact: (contact) => `Liên hệ: ${contact}`,
    mandatory: 'Thư giao việc, đôn đốc và báo cáo được gửi theo quy chế, không thể tắt.',
    courtesy: 'Thư nhắc trước hạn có thể tắt; thư giao việc, đôn đốc và báo cáo vẫn được gửi.',
    reminders: 'Ngừng hoặc nhận lại thư nhắc trước hạn',
  },
};
