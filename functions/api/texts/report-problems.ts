import type { ProblemText } from './problem-text.ts';

/** Reports that cannot be made as asked. */
export const reportProblems = {
  report_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy báo cáo', detail: 'Không có báo cáo {reportId}.' },
    en: { title: 'No such report', detail: 'There is no report {reportId}.' },
  },
  day_to_come: {
    status: 422,
    vi: { title: 'Ngày chưa đến', detail: 'Chưa có số liệu đến ngày {date}.' },
    en: { title: 'A day to come', detail: 'There are no figures yet as of {date}.' },
  },
  period_reversed: {
    status: 422,
    vi: { title: 'Kỳ báo cáo không hợp lệ', detail: 'Ngày đầu kỳ {from} sau ngày cuối kỳ {to}.' },
    en: { title: 'The period is reversed', detail: 'Its first day {from} comes after its last day {to}.' },
  },
  period_too_long: {
    status: 422,
    vi: { title: 'Kỳ báo cáo quá dài', detail: 'Báo cáo theo tháng gồm nhiều nhất {months} tháng.' },
    en: { title: 'The period is too long', detail: 'A report by month has at most {months} months.' },
  },
} satisfies Record<string, ProblemText>;
