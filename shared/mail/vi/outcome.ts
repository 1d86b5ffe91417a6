import type { Rich } from '../blocks.ts';
import type { Matter, RequestOutcome } from '../letter.ts';
import { dayVi, plainDayVi } from './format.ts';

/** What became of a request, told to whoever made it. */
export function outcomeTitleVi(outcome: RequestOutcome): string {
  if (outcome.of === 'extension') return 'Kết quả đề nghị gia hạn';
  return outcome.interim ? 'Trả lời bước đầu kiến nghị' : 'Trả lời kiến nghị';
}

export function outcomeAskVi({ holder }: Matter, outcome: RequestOutcome): Rich {
  const who = holder.name;
  if (outcome.of === 'extension')
    return outcome.newDate
      ? [
          { b: `Thời hạn được gia hạn đến ${dayVi(outcome.newDate)}.` },
          ` Đề nghị ${who} hoàn thành trong thời hạn mới; thời hạn ban đầu vẫn được ghi nhận khi đánh giá.`,
        ]
      : [
          { b: 'Đề nghị gia hạn không được chấp thuận; thời hạn giữ nguyên.' },
          ` Đề nghị ${who} tập trung hoàn thành và báo cáo kết quả.`,
        ];
  if (outcome.interim)
    return [
      'Kiến nghị mới được trả lời bước đầu dưới đây; câu trả lời chính thức còn đang chờ, thời hạn không thay đổi.',
    ];
  return [
    `Kiến nghị đã được trả lời dưới đây. Đề nghị ${who} tiếp tục thực hiện; thời hạn không thay đổi, nếu cần đề nghị xin gia hạn.`,
  ];
}

export function outcomeQuoteVi(outcome: RequestOutcome): { label: string; text: string } {
  const on = plainDayVi(outcome.date);
  if (outcome.of === 'proposal')
    return {
      label: `${outcome.byName} trả lời${outcome.interim ? ' bước đầu' : ''} ngày ${on}`,
      text: outcome.text,
    };
  const decision = outcome.newDate
    ? `Đồng ý gia hạn đến ${dayVi(outcome.newDate)}.`
    : 'Không đồng ý gia hạn.';
  return {
    label: `Quyết định của ${outcome.byName} ngày ${on}`,
    text: outcome.reason ? `${decision}\n${outcome.reason}` : decision,
  };
}
