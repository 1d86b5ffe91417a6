import { as, type Call, textAt } from './client.ts';
import type { Target } from './target.ts';

export type Office = {
  admin: Call;
  units: Record<string, string>;
  /** The day on which it opens, in its own zone. */
  today: string;
  person: (userId: string) => Promise<Call>;
};

type Place = { code: string; name: string; kind: string; parent?: string; fields?: string[] };

const places: Place[] = [
  { code: 'DBTP', name: 'Đảng bộ Thành phố', kind: 'unit' },
  { code: 'TT', name: 'Thường trực Thành ủy', kind: 'authority', parent: 'DBTP' },
  { code: 'VPTU', name: 'Văn phòng Thành ủy', kind: 'office', parent: 'DBTP' },
  { code: 'BTG', name: 'Ban Tuyên giáo Thành ủy', kind: 'monitor', parent: 'DBTP', fields: ['tuyên giáo'] },
  { code: 'UBKT', name: 'Ủy ban Kiểm tra Thành ủy', kind: 'inspector', parent: 'DBTP' },
  { code: 'BCS-UBND', name: 'Ban Cán sự đảng UBND Thành phố', kind: 'unit', parent: 'DBTP' },
  { code: 'STC', name: 'Sở Tài chính', kind: 'unit', parent: 'BCS-UBND' },
  { code: 'SXD', name: 'Sở Xây dựng', kind: 'unit', parent: 'BCS-UBND' },
  { code: 'SKHCN', name: 'Sở Khoa học và Công nghệ', kind: 'unit', parent: 'BCS-UBND' },
];

/** A small city organisation with a head and an officer in each unit: `stc.head`, `stc.officer`, and so on. */
export async function openOffice(target: Target): Promise<Office> {
  const admin = await as(target, 'admin');
  const units: Record<string, string> = {};
  for (const { parent, ...place } of places) {
    const parentId = parent && units[parent];
    const made = await admin('POST', '/units', {
      ...place,
      ...(parentId && { parentId }),
      validFrom: '2020-01-01',
    });
    if (made.status !== 201) throw new Error(`unit ${place.code}: ${JSON.stringify(made.body)}`);
    units[place.code] = textAt(made.body, 'id');
    for (const role of ['head', 'officer']) {
      const userId = `${place.code.toLowerCase()}.${role}`;
      const seat = await admin('PUT', `/units/${units[place.code]}/members/${userId}`, {
        name: `${role === 'head' ? 'Lãnh đạo' : 'Chuyên viên'} ${place.name}`,
        email: `${userId}@example.com`,
        roles: [role],
        locale: 'vi',
      });
      if (seat.status >= 300) throw new Error(`member ${userId}: ${JSON.stringify(seat.body)}`);
    }
  }
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Ho_Chi_Minh' }).format(await target.now());
  return { admin, units, today, person: (userId) => as(target, userId) };
}

/** One task of the Standing Committee for the Department of Finance, registered by the office. */
export async function assignTask(
  office: Office,
  fields: Record<string, unknown> = {},
): Promise<{ directiveId: string; taskId: string }> {
  const officer = await office.person('vptu.officer');
  const answer = await officer('POST', '/directives', {
    number: '127-CV/VPTU',
    issuedOn: '2026-11-20',
    issuerId: office.units.TT,
    title: 'Thông báo kết luận của Thường trực Thành ủy',
    classification: 'normal',
    tasks: [
      {
        content: 'Báo cáo tình hình giải ngân vốn đầu tư công và đề xuất giải pháp tháo gỡ',
        product: 'Báo cáo',
        leadUnitIds: [office.units.STC],
        coordinatingUnitIds: [office.units.SXD],
        monitorUnitId: office.units.BTG,
        deadline: { workingDays: 10, from: office.today },
        ...fields,
      },
    ],
  });
  if (answer.status !== 201) throw new Error(`directive: ${JSON.stringify(answer.body)}`);
  return { directiveId: textAt(answer.body, 'id'), taskId: textAt(answer.body, 'tasks.0.id') };
}
