import type { TableKind } from '../domain/job.ts';

/** What a cell holds, and how it is read: see read-cells.ts in the API. */
export type ColumnSpec = {
  /** The name of the field in the API. */
  field: string;
  heading: string;
  width: number;
  type: 'text' | 'list' | 'date' | 'choice' | 'choices' | 'unit' | 'units' | 'deadline';
  required?: true;
  choices?: Record<string, string>;
  example: string;
};

const unitKinds = {
  'Cơ quan lãnh đạo': 'authority',
  'Văn phòng': 'office',
  'Ban theo dõi': 'monitor',
  'Đơn vị': 'unit',
  'Cơ quan kiểm tra': 'inspector',
};
const roles = {
  'Người đứng đầu': 'head',
  'Cấp phó': 'deputy',
  'Chuyên viên': 'officer',
  'Người xem': 'viewer',
  'Quản trị': 'admin',
};
const priorities = { Thường: 'normal', Cao: 'high', Khẩn: 'urgent' };

const text = (field: string, heading: string, width: number, example: string): ColumnSpec => ({
  ...{ field, heading, width, example },
  type: 'text',
});
const needed = (column: ColumnSpec): ColumnSpec => ({ ...column, required: true });
const as = (type: ColumnSpec['type'], column: ColumnSpec): ColumnSpec => ({ ...column, type });

const number = needed(text('number', 'Số văn bản', 14, '15-CT/TU'));
const documents: ColumnSpec[] = [
  number,
  needed(as('date', text('issuedOn', 'Ngày ban hành', 13, '20/11/2026'))),
  needed(as('unit', text('issuerId', 'Cơ quan ban hành', 14, 'TT'))),
  needed(text('title', 'Trích yếu', 36, 'Chỉ thị về giải ngân vốn đầu tư công')),
  text('url', 'Liên kết', 20, ''),
  { ...text('classification', 'Độ mật', 10, 'Thường'), choices: { Thường: 'normal' } },
];
const code = text('code', 'Mã nhiệm vụ', 16, '15-CT/TU/1');
const parentCode = text('parentCode', 'Thuộc nhiệm vụ', 16, '');
const tasks: ColumnSpec[] = [
  text('clause', 'Điều khoản', 14, 'mục II.3'),
  needed(text('content', 'Nội dung nhiệm vụ', 50, 'Báo cáo phương án giải ngân vốn đầu tư công.')),
  text('product', 'Sản phẩm', 20, 'Báo cáo'),
  needed(as('units', text('leadUnitIds', 'Đơn vị chủ trì', 18, 'STC'))),
  as('units', text('coordinatingUnitIds', 'Đơn vị phối hợp', 18, 'SXD; SKHCN')),
  as('unit', text('monitorUnitId', 'Ban theo dõi', 14, '')),
  text('headId', 'Tài khoản người đứng đầu', 16, ''),
  text('field', 'Lĩnh vực', 16, 'tài chính'),
  { ...text('priority', 'Mức ưu tiên', 11, 'Thường'), type: 'choice', choices: priorities },
  as('deadline', text('deadline', 'Thời hạn', 20, 'trước ngày 25/12/2026')),
];

/** The columns of every file that is taken in and handed out, in order. Units are named by code or by their full name. */
export const tableColumns: Record<TableKind, readonly ColumnSpec[]> = {
  units: [
    needed(text('code', 'Mã đơn vị', 14, 'STC')),
    needed(text('name', 'Tên đơn vị', 40, 'Sở Tài chính')),
    { ...needed(text('kind', 'Loại', 18, 'Đơn vị')), type: 'choice', choices: unitKinds },
    text('parent', 'Mã đơn vị cấp trên', 16, 'DBTP'),
    as('list', text('fields', 'Lĩnh vực', 24, 'tài chính; ngân sách')),
    text('email', 'Thư điện tử', 24, 'stc@example.org'),
    as('date', text('validFrom', 'Hiệu lực từ', 13, '01/01/2020')),
  ],
  members: [
    needed(as('unit', text('unitId', 'Mã đơn vị', 14, 'STC'))),
    needed(text('userId', 'Tài khoản', 20, 'stc.head')),
    needed(text('name', 'Họ và tên', 28, 'Nguyễn Văn An')),
    needed(text('email', 'Thư điện tử', 28, 'an@example.org')),
    { ...needed(text('roles', 'Vai trò', 26, 'Người đứng đầu')), type: 'choices', choices: roles },
    { ...text('locale', 'Ngôn ngữ', 10, 'vi'), type: 'choice', choices: { vi: 'vi', en: 'en' } },
  ],
  directives: [...documents, code, parentCode, ...tasks],
  tasks: [
    text('number', 'Số văn bản', 14, '15-CT/TU'),
    needed(code),
    parentCode,
    as('unit', text('assignerId', 'Cơ quan giao (không văn bản)', 16, '')),
    ...tasks,
  ],
};

/** Heading of the first column, which counts the rows; a row that begins with {@link exampleMark} is not taken in. */
export const countHeading = 'TT';
export const exampleMark = 'Ví dụ';

/** What people call a value that is chosen from a list. */
export function labelOf({ choices = {} }: ColumnSpec, value: string): string {
  return Object.entries(choices).find(([, each]) => each === value)?.[0] ?? value;
}
