import type { PageTexts } from './texts.ts';

export const refusalsVi: Pick<PageTexts, 'refused' | 'faults' | 'messages'> = {
  refused: {
    wrong_state: {
      title: 'Nhiệm vụ đã chuyển bước',
      detail: 'Việc này không còn thực hiện được ở trạng thái hiện nay.',
    },
    version_mismatch: {
      title: 'Nhiệm vụ vừa có thay đổi',
      detail: 'Đề nghị xem lại tình hình mới rồi gửi lại nếu vẫn phù hợp. Nội dung đã nhập được giữ nguyên.',
    },
    idempotency_key_reused: {
      title: 'Biểu mẫu này đã được gửi trước đó',
      detail: 'Nội dung gửi lần trước đã được ghi nhận. Muốn bổ sung nội dung dưới đây, đề nghị gửi lại.',
    },
    forbidden: {
      title: 'Đồng chí không còn quyền làm việc này',
      detail: 'Phân công hoặc vai trò đã thay đổi sau khi thư được gửi.',
    },
    own_work: {
      title: 'Không tự xác nhận việc của mình',
      detail:
        'Người của đơn vị chủ trì không được xác nhận, trả lại hoặc phân xử nhiệm vụ của chính đơn vị mình.',
    },
    invalid_request: {
      title: 'Cần xem lại thông tin đã nhập',
      detail: 'Đề nghị sửa các mục sau rồi gửi lại:',
    },
    deadline_unreadable: {
      title: 'Không đọc được thời hạn mới',
      detail: 'Hệ thống không đoán. Đề nghị nhập một ngày cụ thể, ví dụ 15/12/2026.',
    },
    date_required: {
      title: 'Cần một ngày cụ thể',
      detail: 'Thời hạn mới phải là một ngày cụ thể, ví dụ 15/12/2026.',
    },
    deadline_past: { title: 'Thời hạn mới đã qua', detail: 'Đề nghị chọn một ngày sắp tới.' },
    unit_unknown: {
      title: 'Không tìm thấy đơn vị',
      detail: 'Đề nghị chọn đơn vị trong danh sách, hoặc nhập đúng tên hay mã đơn vị.',
    },
    same_lead: { title: 'Vẫn là đơn vị đó', detail: 'Đơn vị được chọn đang chủ trì nhiệm vụ này.' },
    nobody_to_urge: {
      title: 'Không có người nhận',
      detail:
        'Đơn vị đang giữ việc không có ai nhận được thư. Đề nghị liên hệ trực tiếp và báo quản trị viên.',
    },
    nothing_to_urge: { title: 'Không có gì để đôn đốc', detail: 'Nhiệm vụ hiện không chờ đơn vị nào.' },
    reason_required: { title: 'Thiếu lý do', detail: 'Đề nghị nêu lý do.' },
    not_later: {
      title: 'Ngày này không muộn hơn thời hạn hiện nay',
      detail: 'Đề nghị chọn một ngày sau thời hạn hiện nay.',
    },
    extension_pending: {
      title: 'Đang có một đề nghị gia hạn',
      detail: 'Mỗi lần chỉ một đề nghị; đề nghị trước còn chờ quyết định.',
    },
    request_closed: {
      title: 'Đề nghị này đã được giải quyết',
      detail: 'Đã có quyết định hoặc trả lời, hoặc không còn cần nữa.',
    },
    not_a_superior: {
      title: 'Không phải cơ quan cấp trên trong việc này',
      detail: 'Kiến nghị gửi Văn phòng, cơ quan giao hoặc cơ quan theo dõi nhiệm vụ.',
    },
    busy: {
      title: 'Hệ thống đang bận',
      detail: 'Đề nghị bấm gửi lại sau ít giây; một nội dung không bao giờ được ghi nhận hai lần.',
    },
  },
  faults: {
    missing: 'Cần điền mục này.',
    date: 'Cần một ngày, ví dụ 15/12/2026.',
    url: 'Cần một địa chỉ bắt đầu bằng https:// hoặc http://.',
    number: 'Cần một số nguyên từ 0 đến 100.',
    unit: 'Không tìm thấy đơn vị này: đề nghị nhập đúng tên hoặc mã.',
    long: (limit) => `Quá dài: nhiều nhất ${limit} ký tự.`,
    other: 'Nội dung này không hợp lệ.',
  },
  messages: {
    unknown: {
      title: 'Không mở được liên kết này',
      text: [
        'Liên kết không đầy đủ, không còn dùng được, hoặc nhiệm vụ không thuộc phạm vi đồng chí được xem.',
        'Đề nghị mở lại từ thư mới nhất về nhiệm vụ (bấm vào liên kết, không chép tay), hoặc đăng nhập hệ thống. Nếu vẫn không được, đề nghị liên hệ Văn phòng để nhận thư mới.',
      ],
    },
    expired: {
      title: 'Liên kết đã hết hiệu lực',
      text: [
        'Để bảo đảm an toàn, mỗi liên kết trong thư chỉ dùng được một thời gian. Nhiệm vụ và các nội dung đã gửi không bị ảnh hưởng.',
        'Đề nghị mở liên kết trong thư mới nhất về nhiệm vụ này, hoặc đăng nhập hệ thống. Cần thư mới, đề nghị liên hệ Văn phòng.',
      ],
    },
    unreadable: {
      title: 'Không đọc được biểu mẫu',
      text: [
        'Biểu mẫu quá dài, đã quá cũ hoặc bị cắt khi gửi. Chưa có gì được ghi nhận.',
        'Đề nghị mở lại liên kết trong thư và nhập lại. Tài liệu dài xin gửi bằng đường dẫn.',
      ],
    },
    failed: {
      title: 'Chưa xử lý được yêu cầu',
      text: [
        'Có lỗi ngoài dự kiến. Nếu vừa gửi biểu mẫu: bấm Quay lại rồi gửi lại; một nội dung không bao giờ được ghi nhận hai lần.',
      ],
    },
    busy: {
      title: 'Hệ thống đang bận',
      text: [
        'Đề nghị thử lại sau ít giây. Nếu vừa gửi biểu mẫu: bấm Quay lại rồi gửi lại; một nội dung không bao giờ được ghi nhận hai lần.',
      ],
    },
  },
};
