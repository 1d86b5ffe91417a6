import type { ProblemText } from './problem-text.ts';

/** What can go wrong with any request, before a rule of the domain is asked. */
export const httpProblems = {
  invalid_request: {
    status: 400,
    vi: { title: 'Yêu cầu không hợp lệ', detail: 'Có {count} lỗi; xem từng lỗi trong “errors”.' },
    en: { title: 'The request is not valid', detail: 'Faults found: {count}; each is listed in “errors”.' },
  },
  malformed_json: {
    status: 400,
    vi: { title: 'JSON hỏng', detail: 'Nội dung gửi lên không phải JSON hợp lệ theo UTF-8.' },
    en: { title: 'Malformed JSON', detail: 'The body is not valid JSON in UTF-8.' },
  },
  malformed_form: {
    status: 400,
    vi: { title: 'Biểu mẫu hỏng', detail: 'Nội dung gửi lên không phải multipart/form-data hợp lệ.' },
    en: { title: 'Malformed form', detail: 'The body is not valid multipart/form-data.' },
  },
  malformed_header: {
    status: 400,
    vi: { title: 'Tiêu đề HTTP không hợp lệ', detail: 'Không đọc được tiêu đề {header}.' },
    en: { title: 'Malformed header', detail: 'The header {header} cannot be read.' },
  },
  cursor_mismatch: {
    status: 400,
    vi: {
      title: 'Con trỏ trang không khớp',
      detail: 'Con trỏ đã bị sửa hoặc thuộc về một truy vấn khác. Hãy lấy lại từ trang đầu.',
    },
    en: {
      title: 'The cursor does not match',
      detail: 'The cursor was altered or belongs to another query. Start again from the first page.',
    },
  },
  unauthenticated: {
    status: 401,
    vi: { title: 'Chưa đăng nhập', detail: 'Cần mã truy cập (Bearer) còn hiệu lực.' },
    en: { title: 'Not signed in', detail: 'A valid bearer token is required.' },
  },
  forbidden: {
    status: 403,
    vi: { title: 'Không có quyền', detail: 'Vai trò của bạn không cho phép việc này.' },
    en: { title: 'Not permitted', detail: 'Your role does not permit this.' },
  },
  not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy', detail: 'Không có gì tại địa chỉ này, hoặc bạn không được xem.' },
    en: { title: 'Not found', detail: 'There is nothing at this address, or you may not see it.' },
  },
  method_not_allowed: {
    status: 405,
    vi: { title: 'Phương thức không được hỗ trợ', detail: 'Địa chỉ này chỉ nhận: {allow}.' },
    en: { title: 'Method not allowed', detail: 'This address accepts: {allow}.' },
  },
  not_acceptable: {
    status: 406,
    vi: { title: 'Không có dạng dữ liệu được yêu cầu', detail: 'Địa chỉ này trả về: {types}.' },
    en: { title: 'Not acceptable', detail: 'This address answers with: {types}.' },
  },
  conflict: {
    status: 409,
    vi: {
      title: 'Có thay đổi cùng lúc',
      detail: 'Một yêu cầu khác vừa thay đổi cùng dữ liệu. Hãy tải lại rồi thử lại.',
    },
    en: {
      title: 'Changed at the same time',
      detail: 'Another request has just changed the same data. Reload and try again.',
    },
  },
  version_mismatch: {
    status: 412,
    vi: {
      title: 'Dữ liệu đã thay đổi',
      detail: 'Phiên bản hiện tại là {version}, khác với If-Match. Hãy tải lại rồi thử lại.',
    },
    en: {
      title: 'The resource has changed',
      detail: 'The current version is {version}, not the one in If-Match. Reload and try again.',
    },
  },
  body_too_large: {
    status: 413,
    vi: { title: 'Nội dung quá lớn', detail: 'Gửi lên {size} byte; nhiều nhất {limit} byte.' },
    en: { title: 'The body is too large', detail: '{size} bytes were sent; at most {limit} are taken.' },
  },
  unsupported_media_type: {
    status: 415,
    vi: { title: 'Kiểu nội dung không được hỗ trợ', detail: 'Hãy gửi application/json, mã UTF-8.' },
    en: { title: 'Unsupported media type', detail: 'Send application/json in UTF-8.' },
  },
  idempotency_key_reused: {
    status: 422,
    vi: {
      title: 'Idempotency-Key đã dùng cho nội dung khác',
      detail: 'Khóa này đã dùng cho một yêu cầu có nội dung khác. Hãy dùng khóa mới.',
    },
    en: {
      title: 'Idempotency-Key was used for another body',
      detail: 'This key belongs to a request with another body. Use a new key.',
    },
  },
  precondition_required: {
    status: 428,
    vi: {
      title: 'Thiếu If-Match',
      detail: 'Thay đổi này cần If-Match với ETag của bản bạn đã đọc, để không ghi đè việc của người khác.',
    },
    en: {
      title: 'If-Match is missing',
      detail: 'This change needs If-Match with the ETag that you read, so that nobody’s work is overwritten.',
    },
  },
  too_many_requests: {
    status: 429,
    vi: { title: 'Quá nhiều yêu cầu', detail: 'Hãy thử lại sau ít giây.' },
    en: { title: 'Too many requests', detail: 'Try again in a few seconds.' },
  },
  internal_error: {
    status: 500,
    vi: {
      title: 'Lỗi hệ thống',
      detail: 'Có lỗi ngoài dự kiến. Khi báo lỗi, hãy gửi kèm mã trong “instance”.',
    },
    en: {
      title: 'Internal error',
      detail: 'Something unexpected happened. When reporting it, quote “instance”.',
    },
  },
  out_of_time: {
    status: 503,
    vi: {
      title: 'Hết thời gian xử lý',
      detail: 'Có thể đã ghi hoặc chưa. Hãy gửi lại với cùng Idempotency-Key: việc đã ghi sẽ không lặp lại.',
    },
    en: {
      title: 'Out of time',
      detail:
        'It may or may not have been written. Repeat with the same Idempotency-Key: nothing is done twice.',
    },
  },
  busy: {
    status: 503,
    vi: { title: 'Hệ thống đang bận', detail: 'Hãy thử lại sau ít giây với cùng Idempotency-Key.' },
    en: { title: 'Busy', detail: 'Try again in a few seconds with the same Idempotency-Key.' },
  },
} satisfies Record<string, ProblemText>;
