import type { ProblemText } from './problem-text.ts';

/** Rules about extensions and proposals. */
export const requestProblems = {
  extension_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy đề nghị gia hạn', detail: 'Nhiệm vụ này không có đề nghị gia hạn {id}.' },
    en: { title: 'No such extension', detail: 'This task has no extension {id}.' },
  },
  proposal_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy kiến nghị', detail: 'Nhiệm vụ này không có kiến nghị {id}.' },
    en: { title: 'No such proposal', detail: 'This task has no proposal {id}.' },
  },
  contribution_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy đề nghị phối hợp', detail: 'Nhiệm vụ này không có đề nghị phối hợp {id}.' },
    en: { title: 'No such contribution', detail: 'This task has no contribution {id}.' },
  },
  rectification_not_found: {
    status: 404,
    vi: { title: 'Không tìm thấy yêu cầu chấn chỉnh', detail: 'Nhiệm vụ này không có yêu cầu {id}.' },
    en: { title: 'No such rectification', detail: 'This task has no rectification {id}.' },
  },
  no_coordinating_units: {
    status: 409,
    vi: { title: 'Không có đơn vị phối hợp', detail: 'Nhiệm vụ này không có đơn vị phối hợp nào.' },
    en: { title: 'No coordinating units', detail: 'This task has no coordinating units to ask.' },
  },
  not_coordinating: {
    status: 422,
    vi: { title: 'Không phải đơn vị phối hợp', detail: '{unitId} không phối hợp thực hiện nhiệm vụ này.' },
    en: { title: 'Not a coordinating unit', detail: '{unitId} does not take part in this task.' },
  },
  request_closed: {
    status: 409,
    vi: { title: 'Đã kết thúc', detail: 'Đề nghị {id} đã kết thúc ({outcome}), không chờ ai nữa.' },
    en: { title: 'Closed already', detail: 'The request {id} is closed ({outcome}) and waits for nobody.' },
  },
  extension_pending: {
    status: 409,
    vi: {
      title: 'Đang có một đề nghị gia hạn',
      detail: 'Mỗi lần chỉ một đề nghị: {id} còn chờ quyết định.',
    },
    en: { title: 'An extension is pending', detail: 'One at a time: {id} still waits for its decision.' },
  },
  no_deadline: {
    status: 409,
    vi: { title: 'Không có thời hạn', detail: 'Nhiệm vụ này không ấn định thời hạn nên không gia hạn được.' },
    en: { title: 'No deadline', detail: 'This task has no deadline that could be extended.' },
  },
  not_later: {
    status: 422,
    vi: { title: 'Không muộn hơn thời hạn', detail: 'Ngày {date} không sau thời hạn hiện tại {current}.' },
    en: { title: 'Not a later date', detail: '{date} is not after the present deadline, {current}.' },
  },
  date_with_refusal: {
    status: 422,
    vi: { title: 'Không đồng ý thì không có ngày', detail: 'Ngày mới chỉ đi cùng quyết định đồng ý.' },
    en: { title: 'A refusal has no date', detail: 'A new date goes only with an approval.' },
  },
  not_a_superior: {
    status: 422,
    vi: {
      title: 'Không phải cấp trên',
      detail:
        'Kiến nghị gửi cơ quan giao, theo dõi, chỉ đạo hoặc cấp trên; {code} không phải các cơ quan đó.',
    },
    en: {
      title: 'Not a superior',
      detail: 'A proposal goes to a body that assigned, watches, leads or is above; {code} is none.',
    },
  },
  already_appealed: {
    status: 409,
    vi: { title: 'Đã kiến nghị lên cấp trên', detail: 'Kiến nghị {id} đã được đưa lên cấp trên một lần.' },
    en: { title: 'Appealed already', detail: 'The proposal {id} has had its one appeal.' },
  },
  appeal_too_early: {
    status: 409,
    vi: { title: 'Chưa đến lúc', detail: 'Cơ quan được kiến nghị còn hạn trả lời đến hết ngày {date}.' },
    en: { title: 'Too early', detail: 'The addressee has until the end of {date} to answer.' },
  },
  no_superior: {
    status: 409,
    vi: { title: 'Không còn cấp trên', detail: 'Trên đơn vị {unitId} không còn cơ quan nào để kiến nghị.' },
    en: { title: 'No superior', detail: 'There is no body above {unitId} to appeal to.' },
  },
} satisfies Record<string, ProblemText>;
