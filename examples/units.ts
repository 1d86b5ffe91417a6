import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export type SampleUnit = {
  code: string;
  name: string;
  kind: 'authority' | 'office' | 'monitor' | 'unit' | 'inspector';
  parent?: string | undefined;
  fields?: string[] | undefined;
};

const organisation = z.object({
  units: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      kind: z.enum(['authority', 'office', 'monitor', 'unit', 'inspector']),
      parent: z.string().optional(),
      fields: z.array(z.string()).optional(),
    }),
  ),
});

/** The sample directory, under one root of its own so that its office and authority watch the city and nothing else. */
export function cityUnits(): SampleUnit[] {
  const file = join(import.meta.dirname, 'data', 'organisation.json');
  const { units } = organisation.parse(JSON.parse(readFileSync(file, 'utf8')));
  const root: SampleUnit = { code: 'DBTP', name: 'Đảng bộ Thành phố Hà Nội', kind: 'unit' };
  return [root, ...units.map((unit) => ({ ...unit, parent: unit.parent ?? root.code }))];
}

const ministries: [code: string, name: string][] = [
  ['BTTTT', 'Bộ Thông tin và Truyền thông'],
  ['BKHCN', 'Bộ Khoa học và Công nghệ'],
  ['BGDDT', 'Bộ Giáo dục và Đào tạo'],
  ['BKHDT', 'Bộ Kế hoạch và Đầu tư'],
  ['BTCHINH', 'Bộ Tài chính'],
  ['BNV', 'Bộ Nội vụ'],
  ['BCA', 'Bộ Công an'],
  ['BQP', 'Bộ Quốc phòng'],
  ['BCT', 'Bộ Công Thương'],
  ['BTNMT', 'Bộ Tài nguyên và Môi trường'],
  ['BXD', 'Bộ Xây dựng'],
  ['BGTVT', 'Bộ Giao thông vận tải'],
  ['BTP', 'Bộ Tư pháp'],
  ['BNG', 'Bộ Ngoại giao'],
  ['BLDTBXH', 'Bộ Lao động - Thương binh và Xã hội'],
];

const agencies: [code: string, name: string][] = [
  ['TTCP', 'Thanh tra Chính phủ'],
  ['VHLKHCN', 'Viện Hàn lâm Khoa học và Công nghệ Việt Nam'],
  ['VHLKHXH', 'Viện Hàn lâm Khoa học Xã hội Việt Nam'],
  ['VTV', 'Đài Truyền hình Việt Nam'],
  ['VOV', 'Đài Tiếng nói Việt Nam'],
  ['TTXVN', 'Thông tấn xã Việt Nam'],
];

/** The centrally run cities of January 2025 stand for "các địa phương". */
const localities: [code: string, name: string][] = [
  ['TP-HN', 'Thành phố Hà Nội'],
  ['TP-HCM', 'Thành phố Hồ Chí Minh'],
  ['TP-DN', 'Thành phố Đà Nẵng'],
];

const under = (kind: 'unit', list: [string, string][]): SampleUnit[] =>
  list.map(([code, name]) => ({ code, name, kind, parent: 'CP' }));

/** The government's units as Resolution 03/NQ-CP names them: before the mergers of March 2025. */
export const governmentUnits: readonly SampleUnit[] = [
  { code: 'CP', name: 'Chính phủ', kind: 'authority' },
  { code: 'VPCP', name: 'Văn phòng Chính phủ', kind: 'office', parent: 'CP' },
  ...under('unit', ministries),
  ...under('unit', agencies),
  ...under('unit', localities),
];

const spelledOtherwise: Record<string, string> = {
  VTV: 'VTV',
  VOV: 'VOV',
  TTXVN: 'TTXVN',
  'bộ khoa học, công nghệ': 'BKHCN',
  'viện hàn lâm khoa học và công nghệ': 'VHLKHCN',
  'văn phòng chính phủ': 'VPCP',
};

/**
 * The codes behind names as the resolution writes them, without repeats. "Các bộ, ngành" is every ministry, "địa phương"
 * every locality of the sample; names outside it (party and assembly bodies) give nothing.
 */
export function unitsNamed(names: readonly string[]): string[] {
  const codes = names.flatMap((name) => {
    const text = name.normalize('NFC').toLowerCase().trim();
    const own = [...ministries, ...agencies, ...localities].find(([, known]) => known.toLowerCase() === text);
    if (own) return [own[0]];
    const other = spelledOtherwise[name] ?? spelledOtherwise[text];
    if (other) return [other];
    return [
      ...(/^(các )?bộ, ngành/.test(text) ? ministries.map(([code]) => code) : []),
      ...(/địa phương|thành phố trực thuộc/.test(text) ? localities.map(([code]) => code) : []),
    ];
  });
  return [...new Set(codes)];
}
