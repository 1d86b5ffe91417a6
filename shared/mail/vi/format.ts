import type { Audience } from '../../domain/policy-model.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Matter } from '../letter.ts';
import { dateParts } from '../words.ts';

const weekdays = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];

export function plainDayVi(date: LocalDate): string {
  const { dd, MM, yyyy } = dateParts(date);
  return `${dd}/${MM}/${yyyy}`;
}

export function shortDayVi(date: LocalDate): string {
  const { dd, MM } = dateParts(date);
  return `${dd}/${MM}`;
}

export function dayVi(date: LocalDate): string {
  return `${weekdays[dateParts(date).weekday]}, ngày ${plainDayVi(date)}`;
}

export function longDayVi(date: LocalDate): string {
  const { dd, MM, yyyy } = dateParts(date);
  // The presentation rules write day and month below 10 with a zero, except months from 3 on.
  const month = Number(MM) < 3 ? MM : String(Number(MM));
  return `ngày ${dd} tháng ${month} năm ${yyyy}`;
}

export function listVi(items: string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} và ${items.at(-1)}`;
}

export const audienceVi: Record<Audience, string> = {
  officer: 'cán bộ phụ trách',
  head: 'người đứng đầu đơn vị',
  monitor: 'ban theo dõi',
  office: 'Văn phòng',
  authority: 'cơ quan giao nhiệm vụ',
  parentHead: 'người đứng đầu cấp trên trực tiếp',
};

export function earlierVi(urgings: Matter['earlierUrgings']): string {
  const shown = urgings.length > 5 ? urgings.slice(-3) : urgings;
  const dates = shown.map(({ number, date }) => `lần ${number} ngày ${plainDayVi(date)}`).join('; ');
  return shown.length < urgings.length ? `${urgings.length} lần, gần nhất: ${dates}` : dates;
}

export function agendaVi(on: LocalDate, body: string | undefined): string {
  return `đã đưa vào danh mục trình ${body ?? agendaBodyVi} từ ngày ${plainDayVi(on)}`;
}

/** The body that takes up what stays unresolved, where the deployment gives it no name. */
export const agendaBodyVi = 'Thường trực cấp ủy';
