import type { Rich } from '../blocks.ts';
import { daysLate, isLate, isUrging } from '../facts.ts';
import type { Matter } from '../letter.ts';
import { shorten } from '../words.ts';
import { dutyVi } from './ask.ts';
import { dayVi, plainDayVi, shortDayVi } from './format.ts';
import { outcomeTitleVi } from './outcome.ts';

/** Predicate of the first sentence: "đến hạn …", "đã quá hạn …". */
function timing(matter: Matter): Rich {
  const { due, workingDaysLeft: left } = matter;
  if (!due) return ['không ấn định thời hạn'];
  const late = daysLate(matter);
  if (late > 0) return [{ b: `đã quá hạn ${late} ngày làm việc` }, ` (thời hạn: ${dayVi(due.date)})`];
  if (isLate(matter)) return [{ b: 'đã quá hạn' }, ` (thời hạn: ${dayVi(due.date)})`];
  if (left === 0) return [{ b: 'đến hạn hôm nay' }, `, ${dayVi(due.date)}`];
  return [{ b: `đến hạn ${dayVi(due.date)}` }, left === undefined ? '' : ` (còn ${left} ngày làm việc)`];
}

export function leadVi(matter: Matter): Rich {
  const { task, holder, undelivered } = matter;
  const code = { b: shorten(task.code, 40) };
  const what = ` “${shorten(task.content, 140).replace(/[.;]$/, '')}”`;
  const from = `${what} do ${task.assignerName} giao`;
  const when = timing(matter);
  if (matter.alarm === 'undelivered' && undelivered) {
    const to = `${undelivered.personName} (${undelivered.unitName}) ngày ${plainDayVi(undelivered.date)}`;
    return [
      `${matter.urging ? `Thư đôn đốc lần ${matter.urging}` : 'Thư'} về nhiệm vụ `,
      code,
      `${from}, gửi ${to}, `,
      { b: 'không đến được người nhận' },
      '; nhiệm vụ ',
      ...when,
      '.',
    ];
  }
  switch (matter.obligationKind) {
    case 'accept':
      return [
        { b: task.assignerName },
        ` giao ${holder.name} chủ trì nhiệm vụ `,
        code,
        `${what}; việc xác nhận tiếp nhận `,
        ...when,
        '.',
      ];
    case 'perform':
      return ['Nhiệm vụ ', code, `${from}, ${holder.name} chủ trì, `, ...when, '.'];
    case 'confirm': {
      const on = matter.submission ? ` ngày ${plainDayVi(matter.submission.date)}` : '';
      return [
        `${task.leadUnit.name} đã báo cáo hoàn thành${on} nhiệm vụ `,
        code,
        `${from}; việc xác nhận của ${holder.name} `,
        ...when,
        '.',
      ];
    }
    case 'decide': {
      const request = matter.extension
        ? [`${task.leadUnit.name} đề nghị gia hạn nhiệm vụ `, code, from]
        : matter.dispute
          ? [`${task.leadUnit.name} có ý kiến không tiếp nhận nhiệm vụ `, code, from]
          : ['Nhiệm vụ ', code, `${from} có đề nghị chờ quyết định`];
      return [...request, `; việc quyết định của ${holder.name} `, ...when, '.'];
    }
    case 'answer':
      return [
        `${matter.proposal?.byUnitName ?? task.leadUnit.name} có kiến nghị trong quá trình thực hiện nhiệm vụ `,
        code,
        `${from}; việc trả lời của ${holder.name} `,
        ...when,
        '.',
      ];
    case 'contribute':
      return [
        `${matter.contribution?.byUnitName ?? task.leadUnit.name} đề nghị ${holder.name} phối hợp thực hiện nhiệm vụ `,
        code,
        `${from}; việc gửi nội dung phối hợp `,
        ...when,
        '.',
      ];
    case 'rectify':
      return [
        `${matter.rectification?.byUnitName ?? task.assignerName} yêu cầu ${holder.name} chấn chỉnh việc thực hiện nhiệm vụ `,
        code,
        `${from}; việc chấn chỉnh `,
        ...when,
        '.',
      ];
    case 'report': {
      const period = matter.period ? ` kỳ ${matter.period}` : '';
      return [
        'Nhiệm vụ ',
        code,
        `${from}, ${holder.name} chủ trì, đến kỳ báo cáo; việc báo cáo tình hình${period} `,
        ...when,
        '.',
      ];
    }
  }
}

export function subjectOfVi(matter: Matter): string {
  const tag = {
    accept: 'tiếp nhận',
    perform: '',
    confirm: 'xác nhận',
    decide: 'quyết định',
    answer: 'trả lời',
    contribute: 'phối hợp',
    rectify: 'chấn chỉnh',
    report: 'báo cáo',
  }[matter.obligationKind];
  const from = matter.inherited && `nhận từ ${shorten(matter.inherited.fromCode, 12)}`;
  const start = from ? `${from}, ` : tag ? `${tag}, ` : '';
  if (matter.alarm === 'undelivered')
    return matter.urging ? `thư đôn đốc lần ${matter.urging} KHÔNG ĐẾN` : 'thư KHÔNG ĐẾN';
  const late = daysLate(matter);
  const nth = isUrging(matter) && matter.urging ? ` (lần ${matter.urging})` : '';
  if (late > 0) return `${start}QUÁ HẠN ${late} ngày làm việc${nth}`;
  if (isLate(matter)) return `${start}QUÁ HẠN${nth}`;
  const again = nth && `, đôn đốc${nth}`;
  if (!matter.due) return `${from ?? (tag || 'không ấn định thời hạn')}${again}`;
  const left = matter.workingDaysLeft;
  if (left === 0) return `${start}hạn HÔM NAY ${shortDayVi(matter.due.date)}${again}`;
  const rest = left === undefined || from ? '' : ` (còn ${left} ngày làm việc)`;
  return `${start}hạn ${shortDayVi(matter.due.date)}${rest}${again}`;
}

const titles = {
  notice: {
    accept: 'Giao nhiệm vụ mới',
    perform: 'Thông báo thời hạn thực hiện nhiệm vụ',
    confirm: 'Báo cáo hoàn thành chờ xác nhận',
    decide: 'Đề nghị chờ quyết định',
    answer: 'Kiến nghị chờ trả lời',
    contribute: 'Đề nghị phối hợp',
    rectify: 'Yêu cầu chấn chỉnh',
    report: 'Đến kỳ báo cáo tình hình',
  },
  reminder: {
    accept: 'Nhắc xác nhận tiếp nhận nhiệm vụ',
    perform: 'Nhắc thời hạn thực hiện nhiệm vụ',
    confirm: 'Nhắc xác nhận kết quả',
    decide: 'Nhắc quyết định đề nghị',
    answer: 'Nhắc trả lời kiến nghị',
    contribute: 'Nhắc gửi nội dung phối hợp',
    rectify: 'Nhắc việc chấn chỉnh',
    report: 'Nhắc báo cáo tình hình',
  },
} as const;

export function titleVi(matter: Matter): string {
  const { alarm, obligationKind: kind } = matter;
  if (alarm === 'undelivered') return 'Thư không đến được người nhận';
  if (alarm === 'inherited') return 'Nhận bàn giao công việc do sắp xếp tổ chức';
  if (alarm === 'rung' || alarm === 'urge') {
    const about = kind === 'perform' ? 'thực hiện nhiệm vụ' : dutyVi[kind];
    return `Đôn đốc${matter.urging ? ` lần ${matter.urging}` : ''}: ${about}`;
  }
  if (matter.outcome) return outcomeTitleVi(matter.outcome);
  if (alarm === 'notice' && matter.returned) return 'Yêu cầu thực hiện lại nhiệm vụ';
  return titles[alarm][kind];
}

export function statusVi(matter: Matter): string {
  const late = daysLate(matter);
  if (late > 0) return `Quá hạn ${late} ngày làm việc`;
  if (isLate(matter)) return 'Quá hạn';
  if (!matter.due) return 'Không ấn định thời hạn';
  if (matter.workingDaysLeft === 0) return 'Đến hạn hôm nay';
  if (matter.workingDaysLeft === undefined) return `Hạn ${plainDayVi(matter.due.date)}`;
  return `Còn ${matter.workingDaysLeft} ngày làm việc`;
}
