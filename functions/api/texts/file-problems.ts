import type { ProblemText } from './problem-text.ts';

/** Office files that cannot be made or read. */
export const fileProblems = {
  nothing_overdue: {
    status: 404,
    vi: { title: 'Không có gì để đôn đốc', detail: 'Không có nhiệm vụ quá hạn nào mà bạn được xem.' },
    en: { title: 'Nothing to urge', detail: 'There is no overdue task that you may see.' },
  },
  too_much_for_one_file: {
    status: 422,
    vi: { title: 'Quá nhiều cho một tệp', detail: 'Một tệp chứa nhiều nhất {limit} dòng. Hãy lọc hẹp hơn.' },
    en: {
      title: 'Too much for one file',
      detail: 'A file holds at most {limit} rows. Filter more narrowly.',
    },
  },
  file_unreadable: {
    status: 422,
    vi: {
      title: 'Không đọc được tệp',
      detail: 'Tệp phải là XLSX hoặc CSV (UTF-8) và có dòng tiêu đề như trong mẫu.',
    },
    en: {
      title: 'The file cannot be read',
      detail: 'It must be XLSX or CSV in UTF-8, with the row of headings of the template.',
    },
  },
  import_refused: {
    status: 422,
    vi: { title: 'Không nhận tệp', detail: 'Tệp có lỗi; không dòng nào được ghi.' },
    en: { title: 'The file is refused', detail: 'It has faults; no row was taken.' },
  },
  too_many_rows: {
    status: 422,
    vi: {
      title: 'Tệp quá nhiều dòng',
      detail: 'Tệp có {rows} dòng; mỗi lần nhận nhiều nhất {limit} dòng. Hãy chia thành nhiều tệp.',
    },
    en: {
      title: 'Too many rows',
      detail: 'The file has {rows} rows; at most {limit} are taken at a time. Split it into several files.',
    },
  },
  file_not_ready: {
    status: 409,
    vi: { title: 'Chưa có tệp', detail: 'Công việc đang ở trạng thái {status}; chỉ khi done mới có tệp.' },
    en: { title: 'No file yet', detail: 'The job is {status}; there is a file only when it is done.' },
  },
  job_not_found: {
    status: 404,
    vi: { title: 'Không có công việc này', detail: 'Không tìm thấy công việc {jobId}.' },
    en: { title: 'No such job', detail: 'There is no job {jobId}.' },
  },
} satisfies Record<string, ProblemText>;
