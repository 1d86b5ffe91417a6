import { type Calendar, localDateOf } from './calendar.ts';
import type { ObligationKind } from './policy-model.ts';
import type { Held } from './timing.ts';

type Locale = 'vi' | 'en';

const doing: Record<Locale, Record<ObligationKind, string>> = {
  vi: {
    accept: 'tiếp nhận nhiệm vụ',
    perform: 'thực hiện nhiệm vụ',
    confirm: 'xác nhận kết quả',
    decide: 'quyết định về ý kiến không tiếp nhận',
    answer: 'trả lời kiến nghị mà thiếu thì không thể làm tiếp',
    contribute: 'gửi nội dung phối hợp',
    rectify: 'chấn chỉnh',
    report: 'báo cáo tình hình',
  },
  en: {
    accept: 'to take on the task',
    perform: 'to do the work',
    confirm: 'to confirm the result',
    decide: 'to decide the dispute',
    answer: 'to answer a proposal without which work could not go on',
    contribute: 'to contribute',
    rectify: 'to correct a shortcoming',
    report: 'to report',
  },
};

/** One stretch as a sentence: whose days they were, and what for. */
export function explainHeld(calendar: Calendar, span: Held, unitName: string, locale: Locale): string {
  const [from, to] = [span.from, span.to].map((at) =>
    localDateOf(calendar, at).split('-').reverse().join('/'),
  );
  const what = doing[locale][span.kind];
  return locale === 'vi'
    ? `Từ ${from} đến ${to}: ${span.days} ngày làm việc tính cho ${unitName} (${what}).`
    : `From ${from} to ${to}: ${span.days} working ${span.days === 1 ? 'day' : 'days'} charged to ${unitName} (${what}).`;
}
