import type { PageTexts } from './texts.ts';

const reason = { label: 'Lý do' };
const newDate = { label: 'Thời hạn mới', hint: 'Ngày cuối cùng phải báo cáo, ví dụ 15/12/2026.' };
const unit = { hint: 'Tên hoặc mã đơn vị.' };

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
      number: { label: 'Số, ký hiệu văn bản', hint: 'Ví dụ 127-KH/TU.' },
      date: { label: 'Ngày văn bản' },
      url: { label: 'Đường dẫn sản phẩm', hint: 'Địa chỉ bắt đầu bằng https://' },
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
  urge: {
    title: 'Đôn đốc',
    effect: 'Thư đôn đốc được đánh số, gửi cán bộ phụ trách và người đứng đầu đơn vị đang giữ việc.',
    button: 'Gửi đôn đốc',
    fields: { note: { label: 'Nội dung đôn đốc' } },
  },
};
