import type { PageTexts } from './texts.ts';

const reason = { label: 'Lý do' };
const newDate = { label: 'Thời hạn mới', hint: 'Ngày cuối cùng phải báo cáo, ví dụ 15/12/2026.' };
const unit = { hint: 'Tên hoặc mã đơn vị.' };
const proof = {
  number: { label: 'Số, ký hiệu văn bản', hint: 'Ví dụ 127-KH/TU.' },
  date: { label: 'Ngày văn bản' },
  url: { label: 'Đường dẫn sản phẩm', hint: 'Địa chỉ bắt đầu bằng https://' },
};

export const formsVi: PageTexts['forms'] = {
  accept: {
    title: 'Tiếp nhận nhiệm vụ',
    effect: 'Đơn vị nhận chủ trì; thời hạn thực hiện bắt đầu được theo dõi.',
    button: 'Xác nhận tiếp nhận',
    fields: { note: { label: 'Ý kiến' } },
  },
  dispute: {
    title: 'Không tiếp nhận',
    effect: 'Ý kiến được chuyển cơ quan giao việc quyết định: giữ nguyên hoặc giao đơn vị khác.',
    button: 'Gửi ý kiến không tiếp nhận',
    fields: { reason, unit: { label: 'Đề nghị giao cho', ...unit } },
  },
  uphold: {
    title: 'Giữ nguyên đơn vị chủ trì',
    effect: 'Đơn vị phải thực hiện nhiệm vụ; thời hạn không thay đổi.',
    button: 'Giữ nguyên',
    fields: { reason },
  },
  reassign: {
    title: 'Giao đơn vị khác chủ trì',
    effect: 'Đơn vị mới phải tiếp nhận từ đầu; đơn vị cũ vẫn được ghi trong hồ sơ.',
    button: 'Giao đơn vị khác',
    fields: { unit: { label: 'Đơn vị chủ trì mới', ...unit }, reason, date: newDate },
  },
  progress: {
    title: 'Cập nhật tiến độ',
    effect: 'Ghi một báo cáo tiến độ có ngày; nhiệm vụ vẫn do đơn vị thực hiện.',
    button: 'Gửi cập nhật',
    fields: {
      note: { label: 'Tình hình thực hiện', hint: 'Đã làm gì, còn gì, khó khăn và kiến nghị nếu có.' },
      percent: { label: 'Tỷ lệ hoàn thành (%)' },
    },
  },
  submit: {
    title: 'Báo cáo hoàn thành',
    effect: 'Thời gian của đơn vị dừng tại lúc gửi; cơ quan giao việc xác nhận hoặc yêu cầu thực hiện lại.',
    button: 'Gửi báo cáo hoàn thành',
    fields: {
      ...proof,
      note: { label: 'Kết quả thực hiện' },
      lateReason: { label: 'Lý do chậm', hint: 'Nhiệm vụ đã quá hạn: đề nghị nêu rõ nguyên nhân.' },
    },
  },
  confirm: {
    title: 'Xác nhận hoàn thành',
    effect: 'Nhiệm vụ kết thúc. Đúng hay trễ hạn được tính theo lúc đơn vị báo cáo, không theo lúc xác nhận.',
    button: 'Xác nhận hoàn thành',
    fields: { note: { label: 'Nhận xét' } },
  },
  return: {
    title: 'Yêu cầu thực hiện lại',
    effect: 'Báo cáo được trả lại đơn vị chủ trì kèm lý do và thời hạn mới.',
    button: 'Trả lại để thực hiện lại',
    fields: { reason, date: newDate },
  },
  extend: {
    title: 'Đề nghị gia hạn',
    effect: 'Thời hạn hiện nay vẫn được tính cho đến khi có quyết định.',
    button: 'Gửi đề nghị gia hạn',
    fields: { date: { label: 'Thời hạn đề nghị', hint: 'Một ngày cụ thể, ví dụ 15/12/2026.' }, reason },
  },
  grant: {
    title: 'Đồng ý gia hạn',
    effect: 'Thời hạn chuyển đến ngày được đồng ý; thời hạn ban đầu vẫn được lưu trong hồ sơ.',
    button: 'Đồng ý gia hạn',
    fields: {
      date: { label: 'Ấn định ngày khác', hint: 'Để trống nếu đồng ý với ngày được đề nghị.' },
      reason: { label: 'Ý kiến' },
    },
  },
  refuse: {
    title: 'Không đồng ý gia hạn',
    effect: 'Thời hạn giữ nguyên; lý do được ghi trong hồ sơ.',
    button: 'Không đồng ý gia hạn',
    fields: { reason },
  },
  propose: {
    title: 'Nêu kiến nghị',
    effect: 'Cơ quan cấp trên phải trả lời; thời hạn của nhiệm vụ không thay đổi.',
    button: 'Gửi kiến nghị',
    fields: {
      text: { label: 'Nội dung kiến nghị' },
      blocking: { label: 'Chưa được trả lời thì không thể tiếp tục thực hiện' },
      unit: { label: 'Cơ quan trả lời', hint: 'Để trống: Văn phòng.' },
    },
  },
  answer: {
    title: 'Trả lời kiến nghị',
    effect: 'Trả lời chính thức kết thúc kiến nghị; trả lời bước đầu chỉ được ghi lại.',
    button: 'Gửi trả lời',
    fields: {
      text: { label: 'Nội dung trả lời' },
      interim: { label: 'Đây là trả lời bước đầu, sẽ trả lời chính thức sau' },
    },
  },
  contribute: {
    title: 'Gửi nội dung phối hợp',
    effect: 'Nội dung được chuyển đơn vị chủ trì; trách nhiệm phối hợp lần này của đơn vị kết thúc.',
    button: 'Gửi nội dung phối hợp',
    fields: { text: { label: 'Nội dung phối hợp' }, ...proof },
  },
  rectify: {
    title: 'Báo cáo kết quả chấn chỉnh',
    effect: 'Kết quả được chuyển cơ quan yêu cầu chấn chỉnh; nhiệm vụ vẫn do đơn vị thực hiện.',
    button: 'Gửi kết quả chấn chỉnh',
    fields: { text: { label: 'Kết quả chấn chỉnh' } },
  },
  appeal: {
    title: 'Đưa kiến nghị lên cấp trên',
    effect: 'Cấp trên của cơ quan được kiến nghị phải trả lời. Mỗi kiến nghị chỉ được đưa lên một lần.',
    button: 'Đưa lên cấp trên',
    fields: { reason },
  },
  urge: {
    title: 'Đôn đốc',
    effect: 'Thư đôn đốc được đánh số, gửi cán bộ phụ trách và người đứng đầu đơn vị đang giữ việc.',
    button: 'Gửi đôn đốc',
    fields: { note: { label: 'Nội dung đôn đốc' } },
  },
};
