/** One sentence per fault code, in both languages. `{name}` is filled from the fault's parameters. */
export const faultTexts = {
  required: { vi: 'Thiếu trường bắt buộc.', en: 'This field is required.' },
  wrong_type: {
    vi: 'Sai kiểu dữ liệu: cần {expected}.',
    en: 'Wrong type: expected {expected}.',
  },
  unknown_field: { vi: 'Trường này không tồn tại.', en: 'There is no such field.' },
  unknown_field_similar: {
    vi: 'Trường này không tồn tại. Có phải ý bạn là “{suggestion}”?',
    en: 'There is no such field. Did you mean “{suggestion}”?',
  },
  not_allowed: { vi: 'Chỉ nhận một trong: {allowed}.', en: 'Must be one of: {allowed}.' },
  empty: { vi: 'Không được để trống.', en: 'Must not be empty.' },
  too_short: { vi: 'Quá ngắn: ít nhất {limit}.', en: 'Too short: at least {limit}.' },
  too_long: { vi: 'Quá dài: nhiều nhất {limit}.', en: 'Too long: at most {limit}.' },
  not_positive: { vi: 'Phải lớn hơn 0.', en: 'Must be greater than 0.' },
  too_small: { vi: 'Quá nhỏ: ít nhất {limit}.', en: 'Too small: at least {limit}.' },
  too_large: { vi: 'Quá lớn: nhiều nhất {limit}.', en: 'Too large: at most {limit}.' },
  wrong_format: { vi: 'Sai định dạng: cần {format}.', en: 'Wrong format: expected {format}.' },
  no_such_shape: {
    vi: 'Không khớp với dạng nào được chấp nhận.',
    en: 'Matches none of the accepted shapes.',
  },
  control_characters: {
    vi: 'Có ký tự điều khiển hoặc chuỗi Unicode hỏng.',
    en: 'Contains control characters or broken Unicode.',
  },
  line_break: { vi: 'Không được xuống dòng.', en: 'Must not contain line breaks.' },
  duplicate: { vi: 'Giá trị bị lặp lại.', en: 'The value is repeated.' },
  nothing_to_change: { vi: 'Không có trường nào để thay đổi.', en: 'There is nothing to change.' },
  date_out_of_range: { vi: 'Năm phải từ 1900 đến 2199.', en: 'The year must be from 1900 to 2199.' },
  no_such_day: { vi: 'Không có ngày này trong năm.', en: 'There is no such day in the year.' },
  range_ends_before_it_starts: {
    vi: 'Ngày kết thúc trước ngày bắt đầu.',
    en: 'The end is before the start.',
  },
  own_heir: { vi: 'Đơn vị không kế thừa chính mình.', en: 'A unit is not its own heir.' },
  not_an_heir: {
    vi: '{unitId} không nằm trong các đơn vị kế thừa.',
    en: '{unitId} is not among the heirs.',
  },
  wrong_number_of_heirs: {
    vi: 'Cần từ {least} đến {most} đơn vị kế thừa.',
    en: 'From {least} to {most} heirs are needed.',
  },
  name_for_rename_only: {
    vi: 'Đổi tên thì cần tên hoặc mã mới; các hình thức khác thì không.',
    en: 'A rename needs a new name or code; nothing else takes one.',
  },
  date_outside_year: { vi: 'Ngày không thuộc năm này.', en: 'The day is not in this year.' },
  date_twice: { vi: 'Ngày được nêu hai lần.', en: 'The day is listed twice.' },
  off_and_worked: {
    vi: 'Ngày vừa nghỉ vừa làm việc.',
    en: 'The day is both off and worked.',
  },
  one_file: {
    vi: 'Gửi nội dung tệp (content) hoặc nêu công việc có tệp (jobId), một trong hai.',
    en: 'Either the content of a file or the job whose file it is (jobId), one of the two.',
  },
  file_gone: {
    vi: 'Tệp không còn được lưu; hãy gửi lại.',
    en: 'The file is not kept any more; send it again.',
  },
  job_given_up: {
    vi: 'Hệ thống không làm được việc này sau nhiều lần thử; hãy gửi lại hoặc báo quản trị.',
    en: 'This could not be done in several attempts; send it again, or tell an administrator.',
  },
  column_missing: { vi: 'Thiếu cột này.', en: 'This column is missing.' },
  column_unknown: { vi: 'Cột này không có trong mẫu.', en: 'The template has no such column.' },
  column_twice: { vi: 'Cột này xuất hiện hai lần.', en: 'This column is there twice.' },
  code_twice: { vi: '“{code}” xuất hiện hai lần trong tệp.', en: '“{code}” is in the file twice.' },
  differs_within_file: {
    vi: 'Khác với dòng đầu tiên của văn bản {number} trong tệp.',
    en: 'Differs from the first row of the document {number} in the file.',
  },
  document_unknown: {
    vi: 'Chưa đăng ký văn bản số {number}.',
    en: 'No document {number} has been registered.',
  },
  too_many_known: {
    vi: 'Tệp bổ sung vào quá nhiều văn bản, nhiệm vụ đã có; hãy chuyển các dòng từ đây sang một tệp khác.',
    en: 'The file adds to too many documents and tasks that are there already; move the rows from here on to another file.',
  },
  parent_task_unknown: {
    vi: 'Không có nhiệm vụ “{code}” trong văn bản này, kể cả trong tệp.',
    en: 'There is no task “{code}” of this document, nor in the file.',
  },
  one_lead: {
    vi: 'Dòng thuộc một nhiệm vụ khác chỉ có một đơn vị chủ trì.',
    en: 'A row under another task has one lead unit.',
  },
  document_or_assigner: {
    vi: 'Ghi số văn bản, hoặc cơ quan giao khi không có văn bản: một trong hai.',
    en: 'Give the number of the document, or who assigns the task where there is none: one of the two.',
  },
  unit_not_named: {
    vi: 'Không có đơn vị nào có mã hoặc tên “{name}”.',
    en: 'No unit has the code or the name “{name}”.',
  },
  not_valid: { vi: 'Giá trị không hợp lệ.', en: 'Not a valid value.' },
} satisfies Record<string, Texts>;

export type Texts = { vi: string; en: string };

/** Public code of a fault; the variant with a suggestion differs in its text only. */
export function publicFaultCode(code: string): string {
  return code === 'unknown_field_similar' ? 'unknown_field' : code;
}
