import { wallClock } from '../../../shared/domain/zone.ts';
import { dayVi, listVi, plainDayVi } from '../../../shared/mail/vi/format.ts';
import { wallTime } from '../../../shared/mail/words.ts';
import { formsVi } from './forms-vi.ts';
import { refusalsVi } from './refusals-vi.ts';
import type { PageTexts } from './texts.ts';

const late = (days: number) => `trễ hạn ${days} ngày làm việc`;
const duty: PageTexts['duty'] = {
  accept: 'tiếp nhận nhiệm vụ',
  perform: 'thực hiện nhiệm vụ',
  confirm: 'xác nhận kết quả',
  decide: 'quyết định đề nghị',
  extension: 'quyết định đề nghị gia hạn',
  dispute: 'quyết định về ý kiến không tiếp nhận',
  answer: 'trả lời kiến nghị',
  contribute: 'gửi nội dung phối hợp',
  rectify: 'chấn chỉnh',
  report: 'báo cáo tình hình',
};

export const textsVi: PageTexts = {
  day: dayVi,
  date: plainDayVi,
  moment: (at, timeZone) => `${wallTime(at, timeZone).time} ngày ${plainDayVi(wallClock(timeZone, at).date)}`,
  endOf: ({ date, at }, timeZone) => {
    const { time } = wallTime(at, timeZone);
    return time === '00:00' ? `hết ${dayVi(date)}` : `${time}, ${dayVi(date)}`;
  },
  list: listVi,
  workingDays: (count) => `${count} ngày làm việc`,

  task: (code) => `Nhiệm vụ ${code}`,
  source: (assigner, leads, document) =>
    `${assigner} giao ${leads} chủ trì${document ? `, theo ${document}` : ''}.`,
  status: {
    assigned: 'Đã giao, chờ tiếp nhận',
    disputed: 'Có ý kiến không tiếp nhận',
    accepted: 'Đã tiếp nhận',
    in_progress: 'Đang thực hiện',
    submitted: 'Đã báo cáo, chờ xác nhận',
    returned: 'Yêu cầu thực hiện lại',
    suspended: 'Tạm dừng',
    completed: 'Đã hoàn thành',
    cancelled: 'Đã hủy',
  },
  timing: {
    on_track: 'trong hạn',
    due_soon: 'trong hạn, sắp đến hạn',
    overdue: 'quá hạn',
    on_time: 'đúng hạn',
    late: 'trễ hạn',
    none: 'không ấn định thời hạn',
  },
  left: (days, over) => {
    if (over) return days < 0 ? `Quá hạn ${-days} ngày làm việc` : 'Quá hạn';
    return days === 0 ? 'Đến hạn hôm nay' : `Còn ${days} ngày làm việc`;
  },
  waiting: (unit, kind) => `Đang chờ ${unit} ${duty[kind]}`,
  duty,
  by: (due) => `hạn ${due}`,
  defaultTerm: 'theo mức mặc định hệ thống',
  suspended: (since) =>
    `Nhiệm vụ tạm dừng từ ngày ${since}. Không tính ngày cho đơn vị nào đến khi được tiếp tục.`,
  closed: {
    completed: (on, verdict) =>
      `Đã hoàn thành, được xác nhận ngày ${on}: ${verdict}. Không còn việc phải làm.`,
    cancelled: (on) => `Nhiệm vụ đã hủy ngày ${on}. Không còn việc phải làm.`,
  },
  verdict: (timing, days) =>
    timing === 'on_time' ? 'đúng hạn' : timing === 'late' ? late(days) : 'không ấn định thời hạn',
  againstOriginal: (verdict) => `so với thời hạn ban đầu: ${verdict}`,

  facts: {
    title: 'Thông tin nhiệm vụ',
    content: 'Nội dung',
    directive: 'Căn cứ',
    clause: 'Điểm giao việc',
    assigner: 'Cơ quan giao',
    lead: 'Đơn vị chủ trì',
    head: 'Người đứng đầu chịu trách nhiệm',
    coordinating: 'Đơn vị phối hợp',
    monitor: 'Cơ quan theo dõi',
    product: 'Sản phẩm phải có',
    deadline: 'Thời hạn',
    progress: 'Cập nhật gần nhất',
    agenda: 'Danh mục trình',
  },
  directive: (number, date) => `${number} ngày ${date}`,
  vacant: 'chưa có người đứng đầu',
  noProgress: 'chưa có',
  percent: (percent) => `đạt ${percent}%`,
  noDeadline: 'không ấn định ngày',
  onAgenda: (since) => `đã đưa vào danh mục trình phiên họp từ ngày ${since}`,

  quotes: {
    submission: (on, by) => `Báo cáo hoàn thành ngày ${on}, ${by}`,
    products: 'Sản phẩm',
    lateReason: 'Lý do chậm',
    none: 'Không kèm ý kiến.',
    returned: (on, by) => `Yêu cầu thực hiện lại ngày ${on}, ${by}`,
    newDate: (day) => `Thời hạn mới: ${day}`,
    dispute: (on, by) => `Ý kiến không tiếp nhận ngày ${on}, ${by}`,
    suggests: (unit) => `Đề nghị giao: ${unit}`,
    open: 'mở tài liệu',
  },

  actions: {
    title: 'Xử lý nhiệm vụ',
    as: (name, unit) => `Đồng chí ${name}, ${unit}`,
    other: 'Việc khác',
    none: 'Hiện nay đồng chí không có việc phải xử lý trên nhiệm vụ này; trang này để theo dõi.',
  },
  forms: formsVi,
  optional: 'không bắt buộc',
  required: 'bắt buộc',

  requests: {
    title: 'Gia hạn và kiến nghị trước đây',
    extension: (number, on, by, isLate) =>
      `Đề nghị gia hạn lần ${number}, ngày ${on}, ${by}${isLate ? ' (đề nghị muộn)' : ''}`,
    requested: (day, from) => `Thời hạn đề nghị: ${day} (thời hạn khi đề nghị: ${from}).`,
    decided: (on, by, date) =>
      date ? `Đồng ý gia hạn đến ${date} (${by}, ngày ${on}).` : `Không đồng ý (${by}, ngày ${on}).`,
    proposal: (on, by, to, blocking) =>
      `Kiến nghị ngày ${on}, ${by} gửi ${to}${blocking ? ' (chưa trả lời thì không thể tiếp tục)' : ''}`,
    answered: (on, by, interim) => `${interim ? 'Trả lời bước đầu' : 'Trả lời'} (${by}, ngày ${on}):`,
    contribution: (on, from, to) => `${from} đề nghị ${to} phối hợp, ngày ${on}`,
    rectification: (on, from, by) => `${from} yêu cầu chấn chỉnh ngày ${on}, hạn ${by}`,
    appealed: (on, from) => `Đưa lên cấp trên của ${from} ngày ${on}:`,
    superseded: 'Không còn cần trả lời.',
  },

  deadline: {
    title: 'Thời hạn được tính như thế nào',
    asWritten: 'Văn bản ghi',
    current: 'Thời hạn hiện nay',
    original: 'Thời hạn ban đầu',
    extended: (count) => `đã gia hạn ${count} lần`,
    how: 'Cách tính',
    rules:
      'Thời hạn tiếp nhận, xác nhận và các mốc nhắc việc, đôn đốc theo mức mặc định hệ thống, trừ khi Văn phòng đã quy định khác.',
  },
  held: {
    title: 'Số ngày mỗi đơn vị giữ việc',
    unit: 'Đơn vị',
    days: 'Ngày làm việc',
    now: 'đang giữ',
    explained:
      'Tính từ ngày sau khi việc đến đơn vị. Thời gian chờ xác nhận tính cho cơ quan xác nhận, không tính cho đơn vị chủ trì.',
  },
  urgings: {
    title: 'Đôn đốc',
    none: 'Chưa đôn đốc lần nào.',
    entry: (number, day, by, unit, what) =>
      `Lần ${number}, ngày ${day}: ${by ? `đồng chí ${by}` : 'hệ thống'} đôn đốc ${unit} ${what}.`,
    to: (names) => `Gửi: ${names}.`,
    lost: 'Thư không đến được người nhận nên không tính là một lần đôn đốc.',
  },
  history: {
    title: 'Quá trình xử lý',
    system: 'Hệ thống',
    standIn: (head) => `, thay ${head}`,
    fromMail: 'từ liên kết trong thư',
    earlier: 'Các việc trước đó không hiển thị ở đây.',
    unnamed: 'Người dùng',
  },
  events: {
    registered: () => 'đăng ký và giao nhiệm vụ',
    accepted: () => 'tiếp nhận nhiệm vụ',
    accepted_by_silence: () => 'ghi nhận đã tiếp nhận do đơn vị không có ý kiến trong thời hạn',
    disputed: ({ to }) => `nêu ý kiến không tiếp nhận${to ? `, đề nghị giao ${to}` : ''}`,
    assignment_upheld: () => 'quyết định giữ nguyên đơn vị chủ trì',
    progress_reported: ({ percent }) => `cập nhật tiến độ${percent === undefined ? '' : `, đạt ${percent}%`}`,
    submitted: () => 'báo cáo hoàn thành',
    confirmed: ({ verdict }) =>
      `xác nhận hoàn thành${verdict && verdict.againstCurrent !== 'none' ? `: ${verdict.againstCurrent === 'late' ? late(verdict.daysLateCurrent) : 'đúng hạn'}` : ''}`,
    returned: ({ date }) => `yêu cầu thực hiện lại${date ? `, thời hạn mới ${plainDayVi(date)}` : ''}`,
    suspended: () => 'tạm dừng nhiệm vụ',
    resumed: ({ date }) => `cho tiếp tục nhiệm vụ${date ? `, thời hạn ${plainDayVi(date)}` : ''}`,
    cancelled: () => 'hủy nhiệm vụ',
    reassigned: ({ to }) => `chuyển nhiệm vụ cho ${to} chủ trì`,
    succeeded: ({ to }) => `chuyển cho ${to} kế thừa nhiệm vụ của đơn vị đã kết thúc`,
    changed: ({ date }) => `điều chỉnh nhiệm vụ${date ? `, thời hạn mới ${plainDayVi(date)}` : ''}`,
    notified: ({ recipients }) => `gửi thông báo: ${listVi(recipients) || 'không có người nhận'}`,
    reminded: ({ recipients }) => `gửi thư nhắc: ${listVi(recipients) || 'không có người nhận'}`,
    deadline_passed: ({ duty: kind }) => `ghi nhận hết thời hạn ${kind ? duty[kind] : ''}`,
    urged: ({ number, duty: kind }) => `đôn đốc lần ${number} việc ${kind ? duty[kind] : ''}`,
    put_on_agenda: () => 'đưa vào danh mục trình phiên họp',
    extension_requested: ({ number, date }) =>
      `đề nghị gia hạn lần ${number}${date ? ` đến ${plainDayVi(date)}` : ''}`,
    extension_approved: ({ date }) => `đồng ý gia hạn${date ? ` đến ${plainDayVi(date)}` : ''}`,
    extension_refused: () => 'không đồng ý gia hạn',
    proposal_raised: ({ to }) => `nêu kiến nghị${to ? ` với ${to}` : ''}`,
    proposal_answered: () => 'trả lời kiến nghị',
    proposal_answered_for_now: () => 'trả lời bước đầu về kiến nghị',
    proposal_appealed: ({ to }) => `đưa kiến nghị lên ${to ?? 'cấp trên'}`,
    replanned: () => 'tính lại các mốc thời gian theo lịch làm việc hoặc quy định mới',
    occurrence_opened: ({ date }) => `mở kỳ tiếp theo${date ? `, thời hạn ${plainDayVi(date)}` : ''}`,
    next_occurrence_opened: ({ date }) =>
      `ghi nhận kỳ sau đã mở${date ? `, thời hạn ${plainDayVi(date)}` : ''}`,
    contribution_asked: () => 'đề nghị các đơn vị phối hợp gửi nội dung',
    contributed: () => 'gửi nội dung phối hợp',
    inspection_concluded: () => 'ghi kết luận kiểm tra',
    rectification_demanded: ({ date }) => `yêu cầu chấn chỉnh${date ? `, thời hạn ${plainDayVi(date)}` : ''}`,
    rectified: () => 'báo cáo kết quả chấn chỉnh',
    cascaded: () => 'giao các nhiệm vụ con',
    rolled_up: () => 'ghi nhận mọi nhiệm vụ con đã kết thúc',
    cancelled_with_parent: () => 'hủy cùng với nhiệm vụ cấp trên',
    cancelled_with_lead: () => 'hủy vì nhiệm vụ cấp trên được giao đơn vị khác chủ trì',
    deadline_followed: ({ date }) =>
      `điều chỉnh thời hạn theo nhiệm vụ cấp trên${date ? `: ${plainDayVi(date)}` : ''}`,
    requests_superseded: () => 'kết thúc các đề nghị, kiến nghị không còn cần trả lời',
    undelivered: ({ person }) => `ghi nhận thư không đến được ${person}`,
  },
  otherEvent: 'cập nhật hồ sơ nhiệm vụ',

  ...refusalsVi,
  done: 'Đã ghi nhận',
  recorded: (moment, what) =>
    `Lúc ${moment}, đồng chí đã ${what}. Việc nhắc và đôn đốc theo trạng thái mới của nhiệm vụ.`,
  since: (moment, who, what) => `Gần nhất, lúc ${moment}: ${who} ${what}.`,
  typed: 'Nội dung đồng chí đã nhập (chưa được ghi nhận)',
  nothingRecorded: 'Chưa có gì được ghi nhận.',

  footer: {
    person: (name, unit) => `Trang riêng của đồng chí ${name}, ${unit}.`,
    personal: (until) =>
      `Liên kết có hiệu lực đến ${until}. Đề nghị không chuyển tiếp: người có liên kết này xử lý được thay đồng chí, và mọi việc làm từ đây được ghi tên đồng chí.`,
    automatic: (sender) => `Đôn Đốc, hệ thống theo dõi, đôn đốc nhiệm vụ, thay mặt ${sender}.`,
  },
  reminders: {
    title: 'Thư nhắc trước hạn',
    on: (name) => `Đồng chí ${name} đang nhận thư nhắc trước khi việc đến hạn.`,
    off: (name) => `Đồng chí ${name} không nhận thư nhắc trước khi việc đến hạn.`,
    turnOff: 'Ngừng nhận thư nhắc trước hạn',
    turnOn: 'Nhận lại thư nhắc trước hạn',
    duty: 'Thư giao việc, đôn đốc và báo cáo luôn được gửi theo quy chế.',
  },
  request: (id) => `Mã yêu cầu để báo lỗi: ${id}`,
};
