import { dayNumber, weekday } from './civil-date.ts';
import type { TraceStep } from './deadline-model.ts';
import type { LocalDate } from './time.ts';

type Locale = 'vi' | 'en';
type Words = { date: string; from: string; count: number; note: string; skipped: string };
type Sentence = (words: Words) => string;

const WEEKDAYS = {
  vi: ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};

const dayMonthYear = (date: LocalDate): string => date.split('-').reverse().join('/');

const dayWithName = (date: LocalDate | undefined, locale: Locale): string =>
  date === undefined ? '' : `${WEEKDAYS[locale][weekday(dayNumber(date)) - 1]} ${dayMonthYear(date)}`;

/** Weekend days carry their Vietnamese name in the trace; names of holidays stay as the calendar has them. */
const nameIn = (locale: Locale, name: string): string => WEEKDAYS[locale][WEEKDAYS.vi.indexOf(name)] ?? name;

const SENTENCES: Record<string, Record<Locale, Sentence>> = {
  as_written: {
    vi: ({ note }) => `Văn bản ghi: “${note}”.`,
    en: ({ note }) => `The document says: “${note}”.`,
  },
  given_as_data: {
    vi: () => 'Thời hạn do người đăng ký nhập trực tiếp.',
    en: () => 'The deadline was entered as data by whoever registered the task.',
  },
  read_by_person: {
    vi: ({ note }) => `Văn bản ghi: “${note}”; thời hạn do người đăng ký xác định.`,
    en: ({ note }) => `The document says: “${note}”; whoever registered the task determined what it means.`,
  },
  year_inferred: {
    vi: ({ count, from }) =>
      `Không ghi năm: hiểu là năm ${count}, thời điểm gần nhất kể từ ngày ban hành (${from}).`,
    en: ({ count, from }) =>
      `No year is given: ${count} is taken, the nearest from the date of issue (${from}) on.`,
  },
  receipt_taken_as_issue: {
    vi: ({ date }) => `Tính từ ngày nhận văn bản: coi là nhận trong ngày ban hành (${date}).`,
    en: ({ date }) =>
      `Counted from receipt: the document is taken as received on its date of issue (${date}).`,
  },
  part_of_period: {
    vi: ({ note, date }) => `“${note}” là ${date} (Điều 146 Bộ luật Dân sự 2015).`,
    en: ({ note, date }) => `“${note}” means ${date} (Civil Code 2015, article 146).`,
  },
  date_named: {
    vi: ({ date }) => `Ngày được ấn định: ${date}.`,
    en: ({ date }) => `The day set is ${date}.`,
  },
  before_means_day_before: {
    vi: ({ from, date }) => `“Trước ${from}”: ngày cuối cùng là ${date}.`,
    en: ({ from, date }) => `“Before ${from}”: the last day is ${date}.`,
  },
  before_includes_day: {
    vi: ({ date }) => `“Trước ${date}”: theo thiết lập, tính cả ngày đó.`,
    en: ({ date }) => `“Before ${date}”: by the setting in force, that day still counts.`,
  },
  month_end: {
    vi: ({ date }) => `Thời hạn ghi theo tháng: ngày cuối tháng là ${date}.`,
    en: ({ date }) => `A month is due on its last day: ${date}.`,
  },
  quarter_end: {
    vi: ({ date }) => `Thời hạn ghi theo quý: ngày cuối quý là ${date}.`,
    en: ({ date }) => `A quarter is due on its last day: ${date}.`,
  },
  half_end: {
    vi: ({ date }) => `Thời hạn ghi theo nửa năm: ngày cuối kỳ là ${date}.`,
    en: ({ date }) => `A half-year is due on its last day: ${date}.`,
  },
  year_end: {
    vi: ({ date }) => `Thời hạn ghi theo năm: ngày cuối năm là ${date}.`,
    en: ({ date }) => `A year is due on its last day: ${date}.`,
  },
  range_end: {
    vi: ({ from, date }) => `Khoảng thời gian từ ${from}: đến hạn khi kết thúc, ${date}.`,
    en: ({ from, date }) => `A range from ${from} is due when it ends: ${date}.`,
  },
  counted_from_issue: {
    vi: ({ date }) => `Tính từ ngày ban hành văn bản: ${date}.`,
    en: ({ date }) => `Counted from the document’s date: ${date}.`,
  },
  counted_from_date: {
    vi: ({ date }) => `Tính từ ${date}.`,
    en: ({ date }) => `Counted from ${date}.`,
  },
  first_day_not_counted: {
    vi: ({ date }) => `Không tính ngày đầu tiên, ${date} (Điều 147 Bộ luật Dân sự 2015).`,
    en: ({ date }) => `The first day, ${date}, is not counted (Civil Code 2015, article 147).`,
  },
  working_days_counted: {
    vi: ({ count, date, skipped }) =>
      `Ngày làm việc thứ ${count} là ${date}${skipped && `; ngày nghỉ không tính: ${skipped}`}.`,
    en: ({ count, date, skipped }) =>
      `Working day number ${count} is ${date}${skipped && `; days off not counted: ${skipped}`}.`,
  },
  worked_in_exchange: {
    vi: ({ date, note }) => `${date} là ngày làm việc: ${note}.`,
    en: ({ date, note }) => `${date} is a working day: ${note}.`,
  },
  days_counted: {
    vi: ({ count, date }) => `${count} ngày (kể cả ngày nghỉ) kết thúc vào ${date}.`,
    en: ({ count, date }) => `${count} calendar days end on ${date}.`,
  },
  weeks_counted: {
    vi: ({ count, date }) => `${count} tuần kết thúc vào ${date}.`,
    en: ({ count, date }) => `${count} weeks end on ${date}.`,
  },
  months_counted: {
    vi: ({ count, date }) =>
      `${count} tháng kết thúc vào ngày tương ứng, hoặc ngày cuối của tháng không có ngày đó: ${date} (Điều 148 Bộ luật Dân sự 2015).`,
    en: ({ count, date }) =>
      `${count} months end on the same-numbered day, or the last of a shorter month: ${date} (Civil Code 2015, article 148).`,
  },
  years_counted: {
    vi: ({ count, date }) =>
      `${count} năm kết thúc vào ngày, tháng tương ứng: ${date} (Điều 148 Bộ luật Dân sự 2015).`,
    en: ({ count, date }) =>
      `${count} years end on the corresponding day: ${date} (Civil Code 2015, article 148).`,
  },
  minutes_counted: {
    vi: ({ count, date }) => `${count} phút kể từ lúc đăng ký, đến hạn vào ${date}.`,
    en: ({ count, date }) => `${count} minutes from registration, due on ${date}.`,
  },
  recurs_every_week: { vi: () => 'Lặp lại hằng tuần.', en: () => 'Recurs every week.' },
  recurs_every_month: { vi: () => 'Lặp lại hằng tháng.', en: () => 'Recurs every month.' },
  recurs_every_quarter: { vi: () => 'Lặp lại hằng quý.', en: () => 'Recurs every quarter.' },
  recurs_every_half: { vi: () => 'Lặp lại sáu tháng một lần.', en: () => 'Recurs every half-year.' },
  recurs_every_year: { vi: () => 'Lặp lại hằng năm.', en: () => 'Recurs every year.' },
  recurs_every_dates: {
    vi: ({ note }) => `Lặp lại hằng năm vào các ngày (tháng-ngày): ${note}.`,
    en: ({ note }) => `Recurs every year on (month-day): ${note}.`,
  },
  day_taken_in_last_month: {
    vi: ({ count }) => `Ngày ${count} được hiểu là của tháng cuối kỳ.`,
    en: ({ count }) => `Day ${count} is taken as that of the period’s last month.`,
  },
  next_occurrence: {
    vi: ({ date, from }) => `Kỳ gần nhất sau ${from}: ${date}.`,
    en: ({ date, from }) => `The next occurrence after ${from}: ${date}.`,
  },
  rolled_to_working_day: {
    vi: ({ from, date, skipped }) =>
      `${from} là ngày nghỉ nên hạn kết thúc vào ngày làm việc tiếp theo, ${date} (Điều 148 Bộ luật Dân sự 2015); bỏ qua: ${skipped}.`,
    en: ({ from, date, skipped }) =>
      `${from} is a day off, so the period ends with the next working day, ${date} (Civil Code 2015, article 148); skipped: ${skipped}.`,
  },
  ends_at_24h: {
    vi: ({ date }) => `Hết hạn lúc 24 giờ, ${date}.`,
    en: ({ date }) => `It ends at 24:00 on ${date}.`,
  },
  ends_at_time: {
    vi: ({ date, note }) => `Hết hạn lúc ${note}, ${date}.`,
    en: ({ date, note }) => `It ends at ${note} on ${date}.`,
  },
  counted_by_calendar: {
    vi: ({ note }) => `Tính theo lịch làm việc phiên bản ${note}.`,
    en: ({ note }) => `Counted by calendar version ${note}.`,
  },
  calendar_always_open: {
    vi: () => 'Lịch thử nghiệm: mọi ngày, mọi giờ đều là giờ làm việc.',
    en: () => 'Test calendar: every day and hour is worked.',
  },
  days_off_unknown: {
    vi: ({ count }) => `Lịch chưa có ngày nghỉ lễ của năm ${count}: mới chỉ trừ thứ Bảy, Chủ nhật.`,
    en: ({ count }) => `The calendar has no holidays for ${count} yet: only weekends are left out.`,
  },
  continuous: {
    vi: ({ from }) => `Nhiệm vụ thường xuyên${from && `, bắt đầu từ ${from}`}: không có ngày kết thúc.`,
    en: ({ from }) => `Continuous work${from && `, starting ${from}`}: there is no day by which it ends.`,
  },
  depends_on_event: {
    vi: ({ note }) =>
      `Đến hạn theo một sự việc hoặc quy định khác${note && ` (${note})`}: chưa xác định được ngày.`,
    en: ({ note }) => `Due upon an event or another rule${note && ` (${note})`}: no date is known yet.`,
  },
  returned: {
    vi: ({ date }) => `Báo cáo hoàn thành được trả lại, yêu cầu thực hiện lại: thời hạn mới là ${date}.`,
    en: ({ date }) => `The completion report was returned to be redone: the new deadline is ${date}.`,
  },
  resumed: {
    vi: ({ date }) => `Nhiệm vụ được tiếp tục sau khi tạm dừng: thời hạn chuyển đến ${date}.`,
    en: ({ date }) => `The task was resumed after a suspension: the deadline moved to ${date}.`,
  },
  reassigned: {
    vi: ({ date }) => `Nhiệm vụ được giao cho đơn vị khác: thời hạn là ${date}.`,
    en: ({ date }) => `The task was given to another unit: the deadline is ${date}.`,
  },
  extended: {
    vi: ({ date }) => `Đề nghị gia hạn được đồng ý: thời hạn mới là ${date}.`,
    en: ({ date }) => `An extension was granted: the new deadline is ${date}.`,
  },
  changed: {
    vi: ({ date }) => `Thời hạn được điều chỉnh thành ${date}.`,
    en: ({ date }) => `The deadline was changed to ${date}.`,
  },
  followed_parent: {
    vi: ({ date }) => `Thời hạn đi theo nhiệm vụ cấp trên: nay là ${date}.`,
    en: ({ date }) => `The deadline is that of the task above, which is now ${date}.`,
  },
  calendar_changed: {
    vi: ({ from, date, note }) =>
      `Lịch làm việc thay đổi (phiên bản ${note}): thời hạn ${from} chuyển thành ${date}.`,
    en: ({ from, date, note }) => `The calendar changed (version ${note}): ${from} became ${date}.`,
  },
  no_deadline: { vi: () => 'Không có thời hạn.', en: () => 'There is no deadline.' },
};

/** One sentence per step, dates as weekday and dd/mm/yyyy. A rule without a sentence is shown by its code, never left out. */
export const explainTrace = (trace: TraceStep[], locale: Locale): string[] =>
  trace.map((step) => {
    const words: Words = {
      date: dayWithName(step.date, locale),
      from: dayWithName(step.from, locale),
      count: step.count ?? 0,
      note: step.note ?? '',
      skipped: (step.skipped ?? [])
        .map(({ date, name }) => `${dayMonthYear(date)} (${nameIn(locale, name)})`)
        .join(', '),
    };
    const sentence = SENTENCES[step.rule]?.[locale];
    return sentence ? sentence(words) : [step.rule, words.date, words.note].filter(Boolean).join(': ');
  });
