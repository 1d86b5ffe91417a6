import { fileProblems } from './file-problems.ts';
import type { ProblemText } from './problem-text.ts';
import { reportProblems } from './report-problems.ts';
import { requestProblems } from './request-problems.ts';

/** Rules of the domain that say no. 403: not you; 404: not there for you; 409: not in this state; 422: not like this. */
export const ruleProblems = {
  ...requestProblems,
  ...reportProblems,
  ...fileProblems,
  refused: {
    status: 422,
    vi: { title: 'Không thực hiện được', detail: 'Quy tắc không cho phép việc này.' },
    en: { title: 'Refused', detail: 'A rule does not permit this.' },
  },
  feed_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy lịch', detail: 'Không có lịch này, hoặc địa chỉ đã bị thu hồi.' },
    en: { title: 'No such feed', detail: 'There is no such feed, or its address was revoked.' },
  },
  too_many_feeds: {
    status: 422,
    vi: { title: 'Quá nhiều lịch', detail: 'Mỗi người có tối đa {limit} lịch; hãy thu hồi một lịch cũ.' },
    en: { title: 'Too many feeds', detail: 'Nobody has more than {limit} feeds; revoke an old one.' },
  },
  own_work: {
    status: 403,
    vi: {
      title: 'Không tự quyết việc của mình',
      detail:
        'Người của đơn vị chủ trì không được xác nhận, trả lại, phân xử, tạm dừng, hủy, giao lại hoặc đổi hạn nhiệm vụ của chính đơn vị mình.',
    },
    en: {
      title: 'Not one’s own work',
      detail:
        'Nobody confirms, returns, suspends, cancels, reassigns, changes or otherwise decides on the work of a unit that they belong to.',
    },
  },
  task_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy nhiệm vụ', detail: 'Không có nhiệm vụ này, hoặc bạn không được xem.' },
    en: { title: 'No such task', detail: 'There is no such task, or you may not see it.' },
  },
  directive_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy văn bản', detail: 'Không có văn bản chỉ đạo này, hoặc bạn không được xem.' },
    en: { title: 'No such directive', detail: 'There is no such directive, or you may not see it.' },
  },
  unit_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy đơn vị', detail: 'Không có đơn vị này, hoặc bạn không được xem.' },
    en: { title: 'No such unit', detail: 'There is no such unit, or you may not see it.' },
  },
  member_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy thành viên', detail: 'Người này không có vị trí trong đơn vị.' },
    en: { title: 'No such member', detail: 'This person has no place in the unit.' },
  },
  wrong_state: {
    status: 409,
    vi: {
      title: 'Không đúng trạng thái',
      detail: 'Nhiệm vụ đang ở trạng thái “{status}”; việc này cần: {allowed}.',
    },
    en: { title: 'Wrong state', detail: 'The task is in state “{status}”; this needs: {allowed}.' },
  },
  collective_task: {
    status: 409,
    vi: {
      title: 'Nhiệm vụ chung của nhiều đơn vị',
      detail: 'Hãy thực hiện trên nhiệm vụ con của từng đơn vị; nhiệm vụ chung chỉ tổng hợp.',
    },
    en: {
      title: 'A collective task',
      detail: 'Act on the child of each unit; the collective task only rolls them up.',
    },
  },
  nothing_to_conclude: {
    status: 409,
    vi: {
      title: 'Chưa có gì để kết luận',
      detail: 'Kết luận chỉ ghi với nhiệm vụ quá hạn, bị trả lại, chất lượng kém, trễ hạn hoặc bị hủy.',
    },
    en: {
      title: 'Nothing to conclude on',
      detail: 'A conclusion is about a task that is overdue, sent back, rated poor, late or cancelled.',
    },
  },
  children_open: {
    status: 409,
    vi: {
      title: 'Còn nhiệm vụ con chưa xong',
      detail: 'Còn {open}/{total} nhiệm vụ con chưa kết thúc ({codes}); chỉ báo cáo hoàn thành sau đó.',
    },
    en: {
      title: 'Tasks under this one are open',
      detail: '{open} of {total} tasks under this one are open ({codes}); submit when they are closed.',
    },
  },
  nothing_to_urge: {
    status: 409,
    vi: { title: 'Không có gì để đôn đốc', detail: 'Nhiệm vụ hiện không chờ đơn vị nào.' },
    en: { title: 'Nothing to urge', detail: 'The task is waiting for nobody.' },
  },
  unit_code_taken: {
    status: 409,
    vi: { title: 'Mã đơn vị đã được dùng', detail: 'Mã “{code}” thuộc về một đơn vị khác.' },
    en: { title: 'The code is taken', detail: 'The code “{code}” belongs to another unit.' },
  },
  classified: {
    status: 422,
    vi: {
      title: 'Không nhận văn bản mật',
      detail: 'Hệ thống chỉ nhận văn bản thường (“normal”). Không có nội dung nào được lưu lại.',
    },
    en: {
      title: 'Classified documents are refused',
      detail: 'Only documents classified “normal” are registered. Nothing of the text was stored.',
    },
  },
  issued_in_future: {
    status: 422,
    vi: { title: 'Ngày ban hành ở tương lai', detail: 'Ngày ban hành {date} chưa đến.' },
    en: { title: 'Issued in the future', detail: 'The date of issue, {date}, is still to come.' },
  },
  task_refused: {
    status: 422,
    vi: { title: 'Nhiệm vụ chưa hợp lệ', detail: 'Chưa có gì được đăng ký; xem từng lỗi trong “errors”.' },
    en: { title: 'A task was refused', detail: 'Nothing was registered; each fault is listed in “errors”.' },
  },
  lead_missing: {
    status: 422,
    vi: { title: 'Thiếu đơn vị chủ trì', detail: 'Cần ít nhất một đơn vị chủ trì.' },
    en: { title: 'No lead unit', detail: 'At least one lead unit is needed.' },
  },
  lead_outside: {
    status: 422,
    vi: {
      title: 'Đơn vị chủ trì ngoài phạm vi',
      detail: 'Đơn vị chỉ giao việc cho chính mình và các đơn vị cấp dưới; {unitId} nằm ngoài phạm vi đó.',
    },
    en: {
      title: 'The lead is outside',
      detail: 'A unit assigns only to itself and the units below it; {unitId} is outside.',
    },
  },
  lead_not_below: {
    status: 422,
    vi: {
      title: 'Không phải đơn vị cấp dưới',
      detail: 'Đơn vị chủ trì chỉ giao tiếp cho đơn vị cấp dưới của mình; {code} không phải đơn vị cấp dưới.',
    },
    en: {
      title: 'Not a unit below',
      detail: 'A lead unit cascades to the units below it; {code} is none of them.',
    },
  },
  assigner_required: {
    status: 422,
    vi: { title: 'Thiếu cơ quan giao việc', detail: 'Hãy nêu cơ quan giao việc, hoặc văn bản chỉ đạo.' },
    en: { title: 'No assigner', detail: 'Name the assigning body, or the directive.' },
  },
  unit_unknown: {
    status: 422,
    vi: { title: 'Đơn vị không tồn tại', detail: 'Không có đơn vị {unitId}.' },
    en: { title: 'Unknown unit', detail: 'There is no unit {unitId}.' },
  },
  unit_not_valid: {
    status: 422,
    vi: { title: 'Đơn vị không còn hiệu lực', detail: 'Đơn vị {code} không tồn tại vào ngày {date}.' },
    en: { title: 'The unit is not valid', detail: 'The unit {code} does not exist on {date}.' },
  },
  unit_named_twice: {
    status: 422,
    vi: { title: 'Đơn vị được nêu hai lần', detail: 'Đơn vị {code} đã có trong nhiệm vụ này.' },
    en: { title: 'The unit is named twice', detail: 'The unit {code} already has a part in this task.' },
  },
  parent_unknown: {
    status: 422,
    vi: { title: 'Đơn vị cấp trên không tồn tại', detail: 'Không có đơn vị {unitId}.' },
    en: { title: 'Unknown parent', detail: 'There is no unit {unitId}.' },
  },
  own_descendant: {
    status: 422,
    vi: {
      title: 'Vòng lặp tổ chức',
      detail: 'Đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị cấp dưới của mình.',
    },
    en: {
      title: 'A circle in the tree',
      detail: 'A unit cannot be below itself or below a unit of its own.',
    },
  },
  ends_before_it_begins: {
    status: 422,
    vi: {
      title: 'Kết thúc trước khi bắt đầu',
      detail: 'Ngày hết hiệu lực {validTo} không sau ngày có hiệu lực {validFrom}.',
    },
    en: { title: 'Ends before it begins', detail: '{validTo} is not after {validFrom}.' },
  },
  deadline_unreadable: {
    status: 422,
    vi: {
      title: 'Không đọc được thời hạn',
      detail: 'Không hiểu chắc chắn “{raw}”. Hãy gửi ngày cụ thể hoặc loại thời hạn; hệ thống không đoán.',
    },
    en: {
      title: 'The deadline cannot be read',
      detail: '“{raw}” is not understood with certainty. Send a date or a kind; nothing is guessed.',
    },
  },
  deadline_past: {
    status: 422,
    vi: {
      title: 'Thời hạn đã qua',
      detail:
        'Ngày {date} đã qua. Đăng ký việc cũ thì thêm "backfill": true; các việc khác cần ngày sắp tới.',
    },
    en: {
      title: 'The deadline has passed',
      detail:
        '{date} has passed. To register old work say "backfill": true; everything else needs a day to come.',
    },
  },
  date_required: {
    status: 422,
    vi: { title: 'Cần một ngày cụ thể', detail: 'Thời hạn này phải ra được một ngày cụ thể.' },
    en: { title: 'A date is needed', detail: 'This deadline must come to a definite date.' },
  },
  reason_required: {
    status: 422,
    vi: { title: 'Thiếu lý do', detail: 'Thay đổi thời hạn hoặc không đồng ý gia hạn cần nêu lý do.' },
    en: { title: 'A reason is needed', detail: 'Changing a deadline, or refusing to, needs a reason.' },
  },
  same_lead: {
    status: 422,
    vi: { title: 'Vẫn là đơn vị đó', detail: 'Đơn vị {unitId} đang chủ trì nhiệm vụ này.' },
    en: { title: 'The same lead', detail: 'The unit {unitId} leads this task already.' },
  },
  nobody_to_urge: {
    status: 422,
    vi: { title: 'Không có người nhận', detail: 'Đơn vị {unitId} không có ai nhận được thư đôn đốc.' },
    en: { title: 'Nobody to urge', detail: 'Nobody in unit {unitId} can be written to.' },
  },
  succession_not_found: {
    status: 404,
    vi: {
      title: 'Chưa có sắp xếp',
      detail: 'Đơn vị này chưa được sáp nhập, chia tách, đổi tên hay giải thể.',
    },
    en: { title: 'No succession', detail: 'The unit was not merged, split, renamed or dissolved.' },
  },
  succession_planned: {
    status: 409,
    vi: {
      title: 'Đã có lịch sắp xếp',
      detail: 'Việc sắp xếp đơn vị {code} đã được ấn định và chưa đến ngày.',
    },
    en: { title: 'Already planned', detail: 'A succession of {code} is planned and its day is to come.' },
  },
  successor_required: {
    status: 422,
    vi: {
      title: 'Thiếu đơn vị kế thừa',
      detail: 'Đơn vị {code} còn nhiệm vụ hoặc đơn vị trực thuộc; hãy nêu đơn vị kế thừa.',
    },
    en: { title: 'No heir', detail: '{code} still has work or units below it; name who takes over.' },
  },
  succession_refused: {
    status: 422,
    vi: { title: 'Chưa sắp xếp được', detail: 'Xem từng lỗi trong “errors”.' },
    en: { title: 'The succession was refused', detail: 'Each fault is listed in “errors”.' },
  },
  substitute_not_found: {
    status: 404,
    vi: { title: 'Chưa có người thay', detail: 'Chưa ai được cử thay người này.' },
    en: { title: 'No substitute', detail: 'Nobody is named to stand in for this person.' },
  },
  not_a_head: {
    status: 422,
    vi: { title: 'Không phải người đứng đầu', detail: 'Chỉ người đứng đầu đơn vị mới cử người thay.' },
    en: { title: 'Not a head', detail: 'Only the head of a unit has a substitute.' },
  },
  period_past: {
    status: 422,
    vi: { title: 'Thời gian đã qua', detail: 'Ngày cuối {date} đã qua.' },
    en: { title: 'The period is over', detail: 'Its last day, {date}, has passed.' },
  },
  substitute_outside: {
    status: 422,
    vi: {
      title: 'Người thay ngoài phạm vi',
      detail: 'Người thay phải là thành viên khác của chính đơn vị hoặc của đơn vị cấp trên trực tiếp.',
    },
    en: {
      title: 'The substitute is outside',
      detail: 'A substitute is another member of the same unit or of the unit directly above.',
    },
  },
  version_reused: {
    status: 422,
    vi: {
      title: 'Tên phiên bản đã dùng',
      detail: 'Nội dung thay đổi nhưng vẫn mang tên phiên bản “{version}”; hãy đặt tên mới.',
    },
    en: {
      title: 'The version name is in use',
      detail: 'The content differs but is still named “{version}”; give it a new name.',
    },
  },
  year_differs: {
    status: 422,
    vi: { title: 'Năm không khớp', detail: 'Nội dung là của năm {year}, khác với năm trong địa chỉ.' },
    en: { title: 'Another year', detail: 'The content is for {year}, not for the year in the address.' },
  },
  kind_differs: {
    status: 422,
    vi: {
      title: 'Loại trách nhiệm không khớp',
      detail: 'Nội dung là của loại “{kind}”, khác với loại trong địa chỉ.',
    },
    en: { title: 'Another kind', detail: 'The content is for “{kind}”, not for the kind in the address.' },
  },
  forecast_too_large: {
    status: 422,
    vi: {
      title: 'Dự báo quá lớn',
      detail: 'Có {count} nhiệm vụ trong phạm vi, nhiều hơn {limit}: hãy chọn một đơn vị hoặc ít ngày hơn.',
    },
    en: {
      title: 'The forecast is too large',
      detail: '{count} tasks are in reach, more than {limit}: ask for a unit, or for fewer days.',
    },
  },
} satisfies Record<string, ProblemText>;
