import type { ObligationKind } from '../../domain/policy-model.ts';
import type { Rich } from '../blocks.ts';
import { isOwn, isSuperiorDuty } from '../facts.ts';
import type { Matter } from '../letter.ts';
import type { Case, Texts } from '../texts.ts';
import { agendaBodyVi, audienceVi, dayVi, earlierVi, listVi } from './format.ts';
import { outcomeAskVi } from './outcome.ts';

/** The duty as a short phrase, for titles. */
export const dutyVi: Record<ObligationKind, string> = {
  accept: 'tiếp nhận nhiệm vụ',
  perform: 'thực hiện nhiệm vụ',
  confirm: 'xác nhận kết quả',
  decide: 'quyết định đề nghị',
  answer: 'trả lời kiến nghị',
  contribute: 'gửi nội dung phối hợp',
  report: 'báo cáo tình hình',
  rectify: 'chấn chỉnh',
};

/** What is to be done, after "đề nghị …"; or, `done`, after "nếu đã …". */
export function actVi(matter: Matter, form: 'ask' | 'done' = 'ask'): string {
  const period = matter.period ? ` kỳ ${matter.period}` : '';
  if (form === 'done') {
    const done = {
      ...dutyVi,
      accept: 'có ý kiến về việc tiếp nhận',
      decide: 'quyết định',
      report: `báo cáo tình hình${period}`,
    };
    return done[matter.obligationKind];
  }
  switch (matter.obligationKind) {
    case 'accept':
      return 'xác nhận tiếp nhận nhiệm vụ, hoặc nêu rõ ý kiến nếu nhiệm vụ không thuộc thẩm quyền';
    case 'perform':
      return 'hoàn thành nhiệm vụ và báo cáo kết quả';
    case 'confirm':
      return 'xem xét, xác nhận kết quả hoặc yêu cầu thực hiện lại (nêu rõ lý do, thời hạn mới)';
    case 'decide':
      if (matter.extension)
        return 'quyết định về đề nghị gia hạn, ấn định ngày cụ thể hoặc nêu lý do không đồng ý';
      if (matter.dispute) return 'quyết định giao đơn vị khác hoặc giữ nguyên đơn vị chủ trì';
      return 'xem xét, quyết định';
    case 'answer':
      return 'trả lời kiến nghị (có thể trả lời bước đầu)';
    case 'contribute':
      return 'gửi nội dung phối hợp cho đơn vị chủ trì';
    case 'rectify':
      return 'khắc phục thiếu sót và báo cáo kết quả chấn chỉnh';
    case 'report':
      return `báo cáo tình hình thực hiện nhiệm vụ${period}`;
  }
}

/** What the record lacks, after "chưa có …". */
function missingVi({ obligationKind, holder, period }: Matter): string {
  const thing = {
    accept: 'ý kiến tiếp nhận',
    perform: 'báo cáo hoàn thành',
    confirm: 'ý kiến xác nhận',
    decide: 'quyết định',
    answer: 'ý kiến trả lời',
    contribute: 'nội dung phối hợp',
    rectify: 'kết quả chấn chỉnh',
    report: `báo cáo tình hình${period ? ` kỳ ${period}` : ''}`,
  }[obligationKind];
  return `${thing} của ${holder.name}`;
}

/** Whose clock runs while the superior side is awaited. */
function waiting({ obligationKind, holder, task, proposal, extension }: Matter): string {
  if (obligationKind === 'confirm' || (obligationKind === 'answer' && proposal?.blocking))
    return ` Thời gian chờ được tính cho ${holder.name}, không tính cho ${task.leadUnit.name}.`;
  if (obligationKind === 'decide' && extension)
    return ` Trong khi chờ quyết định, thời hạn của ${task.leadUnit.name} vẫn tiếp tục được tính.`;
  return '';
}

function agenda({ letter, matter }: Case): string {
  const body = letter.agendaBodyName ?? agendaBodyVi;
  return matter.agendaOn
    ? ` Nhiệm vụ đã được đưa vào danh mục trình ${body} xem xét tại phiên họp gần nhất.`
    : '';
}

function notice(matter: Matter): Rich {
  const who = matter.holder.name;
  const inTime = matter.due ? ' trong thời hạn trên' : '';
  if (matter.obligationKind === 'accept')
    return [
      `Đề nghị ${who} xác nhận tiếp nhận nhiệm vụ${inTime}; nếu thấy nhiệm vụ không thuộc thẩm quyền hoặc nội dung chưa rõ, đề nghị nêu ý kiến.`,
    ];
  if (matter.obligationKind !== 'perform')
    return [
      `${isSuperiorDuty(matter.obligationKind) ? 'Kính đề nghị' : 'Đề nghị'} ${who} ${actVi(matter)}${inTime}.${waiting(matter)}`,
    ];
  if (matter.outcome) return outcomeAskVi(matter, matter.outcome);
  if (matter.returned)
    return [
      `Báo cáo hoàn thành chưa được chấp nhận. Đề nghị ${who} thực hiện lại theo ý kiến dưới đây và báo cáo kết quả${matter.due ? ' trong thời hạn mới' : ''}.`,
    ];
  return [`Đề nghị ${who} tổ chức thực hiện, cập nhật tiến độ trên hệ thống và báo cáo kết quả${inTime}.`];
}

function reminder(matter: Matter): Rich {
  const who = matter.holder.name;
  const please = isSuperiorDuty(matter.obligationKind) ? 'Kính đề nghị' : 'Đề nghị';
  const left = matter.workingDaysLeft ?? 99;
  if (matter.obligationKind !== 'perform') {
    const inTime = matter.due ? ' trong thời hạn trên' : '';
    const when = left === 0 ? ' trong hôm nay' : left === 1 ? ', chậm nhất vào ngày làm việc tới' : inTime;
    return [`${please} ${who} ${actVi(matter)}${when}.${waiting(matter)}`];
  }
  if (left === 0)
    return [
      { b: 'Hôm nay là ngày cuối của thời hạn.' },
      ` Dù đã hoàn thành hay chưa, đề nghị ${who} báo cáo trong ngày; nếu chưa hoàn thành, nêu rõ lý do, phần việc còn lại và thời gian cần thêm.`,
    ];
  if (left === 1)
    return [
      `Thời hạn chỉ còn một ngày làm việc. Đề nghị ${who} hoàn tất và gửi báo cáo kết quả; trường hợp không kịp, báo cáo rõ lý do trước khi hết hạn.`,
    ];
  if (left <= 3)
    return [
      `Đề nghị ${who} tập trung hoàn thành đúng hạn. Trường hợp dự kiến không kịp, đề nghị xin gia hạn ngay, nêu rõ lý do và thời hạn mới.`,
    ];
  return [`Đề nghị ${who} chủ động rà soát tiến độ để hoàn thành và báo cáo đúng hạn.`];
}

/** To whoever owes it from now on, since the unit that did is no more, or does other work. */
function inherited(matter: Matter, { fromName }: NonNullable<Matter['inherited']>): Rich {
  const who = matter.holder.name;
  return [
    'Việc này trước do ',
    { b: fromName },
    ` đảm nhận, nay chuyển cho ${who} do sắp xếp tổ chức. Nội dung, thời hạn, các lần nhắc và đôn đốc giữ nguyên. Đề nghị ${who} ${actVi(matter)}.`,
  ];
}

/** To whoever must act. The number of the urging decides how firm; from the fourth on, three texts take turns. */
function urging(c: Case): Rich {
  const { letter, matter } = c;
  const who = matter.holder.name;
  const body = letter.agendaBodyName ?? agendaBodyVi;
  const n = matter.urging ?? 1;
  const before = matter.earlierUrgings.length;
  const earlier = before ? ` (${earlierVi(matter.earlierUrgings)})` : '';
  const missing = missingVi(matter);
  if (isSuperiorDuty(matter.obligationKind)) {
    if (n <= 1)
      return [`Đến nay chưa có ${missing}. Kính đề nghị ${who} ${actVi(matter)}.${waiting(matter)}`];
    if (n === 2)
      return [
        `Sau lần đôn đốc thứ nhất${earlier}, đến nay vẫn chưa có ${missing}. Kính đề nghị đồng chí người đứng đầu ${who} quan tâm, chỉ đạo ${actVi(matter)}.${waiting(matter)}`,
      ];
    return [
      `Đây là lần đôn đốc thứ ${n}${earlier}; đến nay vẫn chưa có ${missing}. Kính đề nghị ${who} ${actVi(matter)} ngay, đồng thời thông tin lý do chậm để ${letter.senderName} tổng hợp, báo cáo ${body}.${agenda(c)}${waiting(matter)}`,
    ];
  }
  if (n <= 1) {
    const unfinished =
      matter.obligationKind === 'perform'
        ? '; trường hợp chưa hoàn thành, nêu rõ lý do và thời gian cần thêm'
        : '';
    return [`Đến nay, hệ thống chưa ghi nhận ${missing}. Đề nghị ${who} ${actVi(matter)}${unfinished}.`];
  }
  if (n === 2)
    return [
      `Đã đôn đốc một lần${earlier} nhưng vẫn chưa có ${missing}. Đề nghị `,
      { b: `người đứng đầu ${who} trực tiếp chỉ đạo` },
      ` ${actVi(matter)}; báo cáo rõ nguyên nhân chậm và ngày hoàn thành cụ thể.`,
    ];
  if (n === 3)
    return [
      `Đã đôn đốc ${before || 2} lần${earlier} nhưng đến nay vẫn chưa có ${missing}. ${letter.senderName} yêu cầu `,
      { b: `người đứng đầu ${who} trực tiếp chịu trách nhiệm` },
      `: ${actVi(matter)}, không để chậm thêm; đồng thời giải trình bằng văn bản nguyên nhân và trách nhiệm của tập thể, cá nhân liên quan.${agenda(c)}`,
    ];
  const past = before ? ` (trước đó: ${earlierVi(matter.earlierUrgings)})` : '';
  const weekly = [
    `Đây là lần đôn đốc thứ ${n}${past}.${agenda(c)} Yêu cầu người đứng đầu ${who} báo cáo trực tiếp ${body} về kết quả, nguyên nhân chậm và ngày hoàn thành.`,
    `Qua ${before || n - 1} lần đôn đốc${earlier}, vẫn chưa có ${missing}. Việc chậm thực hiện được tổng hợp vào báo cáo trình ${body}. Yêu cầu người đứng đầu ${who} báo cáo ngay biện pháp khắc phục.${agenda(c)}`,
    `Nhiệm vụ tiếp tục chậm, nay đôn đốc lần thứ ${n}${past}. Yêu cầu ${who} ${actVi(matter)} trong tuần này; người đứng đầu báo cáo ${body} về trách nhiệm và biện pháp khắc phục.${agenda(c)}`,
  ];
  return [weekly[n % 3] ?? ''];
}

/** To those who watch: what has been done so far, and what is expected of them. */
function watcher(c: Case): Rich {
  const { letter, matter } = c;
  const unit = letter.person.unitName;
  const who = matter.holder.name;
  const n = matter.urging ?? 1;
  const earlier = matter.earlierUrgings.length ? `, các lần trước: ${earlierVi(matter.earlierUrgings)}` : '';
  const state = `${who} đã được đôn đốc lần ${n}${earlier}; đến nay chưa có ${missingVi(matter)}.${agenda(c)} `;
  switch (matter.reason) {
    case 'monitor':
      return [
        `${state}Đề nghị ${unit}, với trách nhiệm theo dõi, đôn đốc ${who} và chấn chỉnh trong phạm vi thẩm quyền.`,
      ];
    case 'office':
      return [
        `${state}Đề nghị ${unit} tham mưu biện pháp xử lý${matter.draftDispatch ? '; dự thảo công văn đôn đốc đã có trên hệ thống để trình ký' : ''}.`,
      ];
    case 'authority':
      return [`${state}Kính trình ${unit} xem xét, cho ý kiến chỉ đạo.`];
    case 'superior':
      return [`${state}Đề nghị đồng chí chỉ đạo ${who} ${actVi(matter)}.`];
    default:
      return [`${state}Thư gửi để đồng chí nắm thông tin.`];
  }
}

export const askVi: Texts['ask'] = (c) => {
  const { letter, matter } = c;
  if (matter.alarm === 'undelivered') {
    const said = matter.undelivered?.diagnosis ? ` Hệ thống thư báo: “${matter.undelivered.diagnosis}”.` : '';
    return [
      `${matter.urging ? 'Lần đôn đốc này không được tính là đã gửi tới người đó.' : 'Người đó chưa được báo về việc này.'}${said} Đề nghị ${letter.person.unitName} thông báo trực tiếp cho người nhận và cập nhật địa chỉ thư trong danh bạ.`,
    ];
  }
  if (matter.inherited) return inherited(matter, matter.inherited);
  if (matter.alarm === 'rung' || matter.alarm === 'urge') return isOwn(matter) ? urging(c) : watcher(c);
  if (!isOwn(matter)) return [`Gửi ${letter.person.unitName} để biết và theo dõi; không cần phản hồi.`];
  return matter.alarm === 'notice' ? notice(matter) : reminder(matter);
};

export const nextVi: Texts['next'] = (step, { letter, matter }) => {
  const day = dayVi(step.at);
  const missing = missingVi(matter);
  const body = letter.agendaBodyName ?? agendaBodyVi;
  const nth = step.urging ? ` lần ${step.urging}` : '';
  const whom = step.whom?.length ? ` tới ${listVi(step.whom.map((who) => audienceVi[who]))}` : '';
  switch (step.what) {
    case 'reminder':
      return `Nếu chưa có ${missing}, hệ thống nhắc lại vào ${day}.`;
    case 'due':
      return `Thời hạn kết thúc ${day}. Sau đó, nếu chưa có ${missing}, hệ thống bắt đầu đôn đốc.`;
    case 'silence':
      return `Hết ${day} mà không có ý kiến, nhiệm vụ được coi là đã tiếp nhận và được ghi chú là “tiếp nhận do không có ý kiến”.`;
    case 'rung':
      return `Nếu đến ${day} vẫn chưa có ${missing}, thư đôn đốc${nth} được gửi${whom}.`;
    case 'agenda':
      return `Nếu đến ${day} vẫn chưa có ${missing}, nhiệm vụ được đưa vào danh mục trình ${body} xem xét tại phiên họp gần nhất.`;
    case 'weekly':
      return `Việc đôn đốc tiếp tục hằng tuần cho đến khi có ${missing}; thư đôn đốc${nth} được gửi${whom} vào ${day}.`;
  }
};
