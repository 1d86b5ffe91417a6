import type { Letter, LetterTask, Matter } from '../../shared/mail/letter.ts';

const page = 'https://dondoc.example.vn/m/9f2c7a51d0';

const digital: LetterTask = {
  id: 'tsk_01JD0000000000000000000012',
  code: 'NQ57-12',
  content:
    'Xây dựng Đề án đánh giá mức độ hoàn thành nhiệm vụ chuyển đổi số của cơ quan, người đứng đầu và cán bộ, công chức, viên chức thuộc Thành phố; trình Ban Thường vụ Thành ủy.',
  directive: {
    number: '128-KH/TU',
    issuedOn: '2026-09-14',
    issuerName: 'Ban Thường vụ Thành ủy',
    title:
      'Kế hoạch thực hiện Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia',
  },
  clause:
    'Mục II.3: “Xây dựng Đề án đánh giá mức độ hoàn thành nhiệm vụ chuyển đổi số…, hoàn thành trong tháng 11 năm 2026.”',
  product: 'Đề án và tờ trình Ban Thường vụ Thành ủy',
  leadUnit: { name: 'Sở Khoa học và Công nghệ', code: 'SKHCN' },
  assignerName: 'Ban Thường vụ Thành ủy',
  coordinatingNames: ['Ban Tổ chức Thành ủy', 'Sở Tài chính', 'Quận ủy Cầu Giấy'],
  headName: 'Trần Minh Quân',
};
const finance: LetterTask = {
  id: 'tsk_01JD0000000000000000000007',
  code: 'NQ57-07',
  content:
    'Rà soát, sửa đổi quy định về cơ chế tài chính cho hoạt động khoa học, công nghệ và đổi mới sáng tạo.',
  leadUnit: { name: 'Sở Tài chính', code: 'STC' },
  assignerName: 'Thường trực Thành ủy',
  coordinatingNames: ['Sở Khoa học và Công nghệ'],
  headName: 'Nguyễn Thị Thu Hà',
};
const projects: LetterTask = {
  id: 'tsk_01JD0000000000000000000031',
  code: 'CT24-31',
  content:
    'Báo cáo kết quả xử lý các dự án chậm triển khai trên địa bàn, kèm danh mục và phương án xử lý từng dự án.',
  leadUnit: { name: 'Quận ủy Hoàn Kiếm', code: 'QU-HOANKIEM' },
  assignerName: 'Thường trực Thành ủy',
  coordinatingNames: [],
};

/** 24:00 of that day in Hà Nội. */
const endOf = (date: string) => `${date}T17:00:00.000Z`;

const perform: Matter = {
  alarm: 'reminder',
  reason: 'head',
  obligationKind: 'perform',
  task: digital,
  holder: digital.leadUnit,
  due: { date: '2026-11-30', at: endOf('2026-11-30'), raw: 'trong tháng 11 năm 2026' },
  workingDaysLeft: 3,
  earlierUrgings: [],
  rung: 0,
  next: { what: 'reminder', at: '2026-11-27' },
  lastProgress: {
    date: '2026-11-12',
    note: 'Đã xong dự thảo lần 2, đang lấy ý kiến các ban, sở.',
    percent: 70,
  },
  links: { page, explain: 'https://dondoc.example.vn/m/9f2c7a51d0/deadline' },
};

const late = (number: number, daysLate: number, dates: string[], more: Partial<Matter> = {}): Matter => ({
  ...perform,
  alarm: 'rung',
  workingDaysLeft: -daysLate,
  urging: number,
  rung: Math.min(number, 3),
  earlierUrgings: dates.map((date, index) => ({ number: index + 1, date })),
  ...more,
});

const first = late(1, 1, [], {
  next: { what: 'rung', at: '2026-12-07', urging: 2, whom: ['officer', 'head', 'monitor'] },
});
const second = late(2, 5, ['2026-12-01'], {
  next: { what: 'rung', at: '2026-12-14', urging: 3, whom: ['officer', 'head', 'monitor', 'office'] },
});
const third = late(3, 10, ['2026-12-01', '2026-12-07'], {
  agendaOn: '2026-12-14',
  draftDispatch: true,
  next: { what: 'weekly', at: '2026-12-21', urging: 4, whom: ['head', 'monitor', 'office'] },
});
const sixth = late(6, 25, ['2026-12-01', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'], {
  agendaOn: '2026-12-14',
  next: { what: 'weekly', at: '2027-01-11', urging: 7, whom: ['head', 'monitor', 'office'] },
});
const submission = {
  date: '2026-11-20',
  note: 'Đã hoàn thành Đề án, trình Ban Thường vụ Thành ủy.',
  products: ['Tờ trình số 315-TTr/SKHCN ngày 20/11/2026', 'https://sokhcn.example.vn/de-an.pdf'],
};
const office = { name: 'Văn phòng Thành ủy', code: 'VPTU' };

const matters = {
  notice: {
    ...withoutProgress(perform),
    alarm: 'notice',
    obligationKind: 'accept',
    due: { date: '2026-11-27', at: endOf('2026-11-27') },
    workingDaysLeft: 2,
    next: { what: 'silence', at: '2026-11-27' },
  },
  'reminder-7': {
    ...perform,
    workingDaysLeft: 7,
    reason: 'holder',
    next: { what: 'reminder', at: '2026-11-25' },
  },
  'reminder-3': perform,
  'reminder-1': { ...perform, workingDaysLeft: 1, next: { what: 'due', at: '2026-11-30' } },
  'reminder-0': {
    ...perform,
    workingDaysLeft: 0,
    next: { what: 'rung', at: '2026-12-01', urging: 1, whom: ['officer', 'head'] },
  },
  'urging-1': first,
  'urging-2': second,
  'urging-2-monitor': { ...second, reason: 'monitor' },
  'urging-3': third,
  'urging-3-office': { ...third, reason: 'office' },
  'urging-3-superior': { ...third, reason: 'superior' },
  'urging-4': { ...third, urging: 4, workingDaysLeft: -15, earlierUrgings: sixth.earlierUrgings.slice(0, 3) },
  'urging-5': { ...third, urging: 5, workingDaysLeft: -20, earlierUrgings: sixth.earlierUrgings.slice(0, 4) },
  'urging-6': sixth,
  'urge-by-hand': {
    ...second,
    alarm: 'urge',
    urgedBy: { name: 'Phạm Quốc Bảo', unitName: 'Văn phòng Thành ủy' },
    note: 'Thường trực Thành ủy cần Đề án để chuẩn bị nội dung hội nghị ngày 15/12.\nĐề nghị gửi trước bản dự thảo.',
  },
  confirm: {
    ...perform,
    alarm: 'notice',
    obligationKind: 'confirm',
    holder: office,
    reason: 'holder',
    due: { date: '2026-11-27', at: endOf('2026-11-27') },
    workingDaysLeft: 2,
    submission,
    next: { what: 'reminder', at: '2026-11-26' },
  },
  'confirm-late': {
    ...first,
    obligationKind: 'confirm',
    holder: office,
    due: { date: '2026-11-30', at: endOf('2026-11-30') },
    submission: { ...submission, lateReason: 'Chờ ý kiến Ban Tổ chức Thành ủy.' },
  },
  'decide-extension': {
    ...perform,
    obligationKind: 'decide',
    holder: office,
    workingDaysLeft: 1,
    extension: {
      date: '2026-11-20',
      reason: 'Cần thêm thời gian lấy ý kiến 30 quận, huyện, thị ủy.',
      requestedDate: '2026-12-15',
      count: 2,
      late: true,
    },
  },
  'decide-dispute': {
    ...perform,
    alarm: 'notice',
    obligationKind: 'decide',
    holder: office,
    dispute: {
      date: '2026-11-20',
      reason: 'Nội dung đánh giá cán bộ thuộc thẩm quyền Ban Tổ chức Thành ủy.',
    },
  },
  answer: {
    ...perform,
    obligationKind: 'answer',
    holder: { name: 'Sở Tài chính', code: 'STC' },
    proposal: {
      date: '2026-11-13',
      text: 'Đề nghị bố trí kinh phí điều tra, khảo sát năm 2026.',
      byUnitName: 'Sở Khoa học và Công nghệ',
      blocking: true,
    },
  },
  contribute: {
    ...perform,
    obligationKind: 'contribute',
    holder: { name: 'Quận ủy Cầu Giấy', code: 'QU-CAUGIAY' },
    contribution: {
      date: '2026-11-16',
      text: 'Cung cấp số liệu dịch vụ công trực tuyến năm 2026.',
      byUnitName: 'Sở Khoa học và Công nghệ',
    },
  },
  report: { ...perform, obligationKind: 'report', period: '11/2026' },
  returned: {
    ...perform,
    alarm: 'notice',
    workingDaysLeft: 10,
    due: { date: '2026-12-08', at: endOf('2026-12-08'), originalDate: '2026-11-16', extensions: 1 },
    returned: {
      date: '2026-11-23',
      reason: 'Đề án chưa có tiêu chí cho cấp phường, xã.',
      newDate: '2026-12-08',
    },
  },
  'extension-granted': {
    ...perform,
    alarm: 'notice',
    workingDaysLeft: 12,
    due: { date: '2026-12-08', at: endOf('2026-12-08'), originalDate: '2026-11-16', extensions: 1 },
    outcome: {
      of: 'extension',
      date: '2026-11-20',
      byName: 'Văn phòng Thành ủy',
      newDate: '2026-12-08',
      reason: 'Đồng ý đến khi có ý kiến của 30 quận, huyện, thị ủy.',
    },
  },
  'extension-refused': {
    ...perform,
    alarm: 'notice',
    outcome: {
      of: 'extension',
      date: '2026-11-20',
      byName: 'Văn phòng Thành ủy',
      reason: 'Đề án phải trình tại kỳ họp tháng 12.',
    },
  },
  'proposal-answered': {
    ...perform,
    alarm: 'notice',
    outcome: {
      of: 'proposal',
      date: '2026-11-20',
      byName: 'Sở Tài chính',
      text: 'Đã bố trí 1,2 tỷ đồng từ nguồn sự nghiệp khoa học.',
    },
  },
  'answer-appealed': {
    ...perform,
    obligationKind: 'answer',
    holder: { name: 'Thường trực Thành ủy', code: 'TT' },
    proposal: {
      date: '2026-11-13',
      text: 'Đề nghị bố trí kinh phí điều tra, khảo sát năm 2026.',
      byUnitName: 'Sở Khoa học và Công nghệ',
      blocking: true,
      interim: { date: '2026-11-18', text: 'Đang cân đối nguồn.' },
      appeal: { reason: 'Quá hạn trả lời.', fromName: 'Sở Tài chính' },
    },
  },
  undelivered: {
    ...second,
    alarm: 'undelivered',
    reason: 'administrator',
    undelivered: {
      personName: 'Trần Minh Quân',
      unitName: 'Sở Khoa học và Công nghệ',
      date: '2026-12-07',
      diagnosis: '550 5.1.1 user unknown',
    },
  },
  inherited: {
    ...withoutProgress(perform),
    alarm: 'inherited',
    inherited: { fromName: 'Sở Thông tin và Truyền thông', fromCode: 'STTTT' },
  },
  'late-notice': { ...second, lateSince: '2026-12-04' },
  'no-deadline': { ...withoutDue(perform), obligationKind: 'report', reason: 'holder', task: projects },
} satisfies Record<string, Matter>;

function withoutProgress({ lastProgress: _progress, ...rest }: Matter): Matter {
  return rest;
}

function withoutDue({ due: _due, workingDaysLeft: _left, next: _next, ...rest }: Matter): Matter {
  return rest;
}

function twelve(): Matter[] {
  const of = (matter: Matter, task: LetterTask, code: string, more: Partial<Matter> = {}): Matter => ({
    ...matter,
    task: { ...task, id: `tsk_${code}`, code },
    holder: task.leadUnit,
    ...more,
  });
  return [
    of(third, digital, 'NQ57-12', { reason: 'office' }),
    of(first, digital, 'NQ57-15', { reason: 'office' }),
    of(second, finance, 'NQ57-07', { reason: 'office' }),
    of(first, finance, 'NQ57-08', {
      note: 'Đề nghị báo cáo trước giao ban.',
      alarm: 'urge',
      urging: 1,
      reason: 'office',
    }),
    of(first, projects, 'CT24-31', { reason: 'office' }),
    of(perform, projects, 'CT24-32', { workingDaysLeft: 0, reason: 'office' }),
    of(perform, digital, 'NQ57-18', { reason: 'office' }),
    of(perform, finance, 'NQ57-21', { workingDaysLeft: 7, reason: 'office' }),
    { ...matters.confirm, task: { ...finance, id: 'tsk_NQ57-03', code: 'NQ57-03' } },
    { ...matters['decide-extension'], task: { ...digital, id: 'tsk_NQ57-04', code: 'NQ57-04' } },
    { ...matters.notice, reason: 'office', task: { ...digital, id: 'tsk_NQ57-40', code: 'NQ57-40' } },
    { ...matters.undelivered, task: { ...projects, id: 'tsk_CT24-30', code: 'CT24-30' } },
  ];
}

/** What came to one unit from two others, on the morning of the day. */
function estate(): Matter[] {
  const of = (code: string, more: Partial<Matter> = {}): Matter => ({
    ...matters.inherited,
    task: { ...digital, id: `tsk_${code}`, code },
    ...more,
  });
  const { earlierUrgings } = third;
  const inherited = { fromName: 'Ban Quản lý Khu công nghệ cao Hòa Lạc', fromCode: 'BQL-CNC' };
  return [
    of('NQ57-12'),
    of('NQ57-14', { obligationKind: 'accept', workingDaysLeft: 1 }),
    of('NQ57-15', {
      ...{ inherited, workingDaysLeft: -7, earlierUrgings, rung: 2 },
      next: { what: 'rung', at: '2026-12-14', urging: 3, whom: ['officer', 'head', 'monitor', 'office'] },
    }),
    of('NQ57-22', { obligationKind: 'contribute', workingDaysLeft: 12, inherited }),
  ];
}

/** The letter around some matters, to Trần Minh Quân or to the office. */
export function letterWith(matters: Matter[], more: Partial<Letter> = {}): Letter {
  return {
    person: { id: 'usr_quan', name: 'Trần Minh Quân', locale: 'vi', unitName: 'Sở Khoa học và Công nghệ' },
    morning: '2026-11-25',
    timeZone: 'Asia/Ho_Chi_Minh',
    systemName: 'Đôn Đốc',
    senderName: 'Văn phòng Thành ủy',
    agendaBodyName: 'Thường trực Thành ủy',
    mailDomain: 'dondoc.example.vn',
    matters,
    links: { reminders: 'https://dondoc.example.vn/m/nhac' },
    contact: 'Phòng Tổng hợp, Văn phòng Thành ủy, điện thoại 024 0000 0000',
    ...more,
  };
}

const readers: Partial<Record<Matter['reason'], { name: string; unitName: string }>> = {
  monitor: { name: 'Lê Hồng Sơn', unitName: 'Ban Tuyên giáo Thành ủy' },
  office: { name: 'Phạm Quốc Bảo', unitName: 'Văn phòng Thành ủy' },
  superior: { name: 'Hoàng Văn Thái', unitName: 'Ban Cán sự đảng UBND Thành phố' },
  administrator: { name: 'Văn phòng Thành ủy', unitName: 'Văn phòng Thành ủy' },
};

/** One letter of each sort, by name, in one language. Used by the tests and by the gallery. */
export function exampleLetters(locale: Letter['person']['locale']): Map<string, Letter> {
  const agendaBodyName = locale === 'vi' ? 'Thường trực Thành ủy' : 'the Standing Committee';
  const letters = new Map<string, Letter>();
  for (const [name, matter] of Object.entries(matters)) {
    const reader = readers[matter.reason] ?? { name: 'Trần Minh Quân', unitName: matter.holder.name };
    const number = matter.urging ?? 0;
    const morning = [
      '2026-11-25',
      '2026-12-01',
      '2026-12-07',
      '2026-12-14',
      '2026-12-21',
      '2026-12-28',
      '2027-01-04',
    ][number];
    letters.set(
      name,
      letterWith([matter], {
        person: { id: `usr_${matter.reason}`, locale, ...reader },
        morning: morning ?? '2026-11-25',
        agendaBodyName,
      }),
    );
  }
  const person = { id: 'usr_office', locale, name: 'Phạm Quốc Bảo', unitName: 'Văn phòng Thành ủy' };
  letters.set('digest', letterWith(twelve(), { person, agendaBodyName, morning: '2026-12-14' }));
  letters.set(
    'digest-inherited',
    letterWith(estate(), {
      person: { id: 'usr_quan', locale, name: 'Trần Minh Quân', unitName: 'Sở Khoa học và Công nghệ' },
      agendaBodyName,
    }),
  );
  letters.set(
    'digest-courtesy',
    letterWith([perform, { ...perform, task: finance, workingDaysLeft: 7 }], {
      person: { id: 'usr_quan', locale, name: 'Trần Minh Quân', unitName: 'Sở Khoa học và Công nghệ' },
      agendaBodyName,
    }),
  );
  return letters;
}
