import type { CalendarYear } from './calendar-year.ts';

/**
 * Days off and worked Saturdays of Vietnamese civil servants, 2025 to 2028, each with its evidence, as known on 2026-11-23.
 * Data, not rules: `memory` and `undecided` days are to be replaced through the API once the government announces them.
 * A test holds it equal to `examples/data/vn-holidays.json`.
 */
export const vietnameseYears: CalendarYear[] = [
  {
    year: 2025,
    version: 'vn-2026-11-23',
    daysOff: [
      { date: '2025-01-01', name: 'Tết Dương lịch', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
      { date: '2025-01-27', name: 'Tết Ất Tỵ', evidence: 'official', source: 'TB 6150/TB-BLĐTBXH' },
      { date: '2025-01-28', name: 'Tết Ất Tỵ', evidence: 'official', source: 'TB 6150/TB-BLĐTBXH' },
      { date: '2025-01-29', name: 'Tết Ất Tỵ (mùng 1)', evidence: 'official', source: 'TB 6150/TB-BLĐTBXH' },
      { date: '2025-01-30', name: 'Tết Ất Tỵ', evidence: 'official', source: 'TB 6150/TB-BLĐTBXH' },
      { date: '2025-01-31', name: 'Tết Ất Tỵ', evidence: 'official', source: 'TB 6150/TB-BLĐTBXH' },
      {
        date: '2025-04-07',
        name: 'Giỗ Tổ Hùng Vương (10/3 ÂL)',
        evidence: 'official',
        source: 'BLLĐ 2019 Đ112',
      },
      { date: '2025-04-30', name: 'Ngày Chiến thắng', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
      { date: '2025-05-01', name: 'Quốc tế Lao động', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
      {
        date: '2025-05-02',
        name: 'Hoán đổi (làm bù 26/4/2025)',
        evidence: 'official',
        source: 'TB 6150/TB-BLĐTBXH',
      },
      {
        date: '2025-09-01',
        name: 'Quốc khánh (ngày liền kề)',
        evidence: 'official',
        source: 'TB 6150/TB-BLĐTBXH',
      },
      { date: '2025-09-02', name: 'Quốc khánh', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
    ],
    workedDays: [
      {
        date: '2025-04-26',
        reason: 'làm bù cho 02/5/2025',
        evidence: 'official',
        source: 'TB 6150/TB-BLĐTBXH',
      },
    ],
  },
  {
    year: 2026,
    version: 'vn-2026-11-23',
    daysOff: [
      { date: '2026-01-01', name: 'Tết Dương lịch', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
      {
        date: '2026-01-02',
        name: 'Hoán đổi (làm bù 10/01/2026)',
        evidence: 'official',
        source: 'CV 12729/VPCP-KGVX (kỳ nghỉ 4 ngày: Thanh Niên 13/01/2026); ngày làm bù: memory',
      },
      { date: '2026-02-16', name: 'Tết Bính Ngọ (29 Chạp)', evidence: 'official', source: 'TB 9441/TB-BNV' },
      { date: '2026-02-17', name: 'Tết Bính Ngọ (mùng 1)', evidence: 'official', source: 'TB 9441/TB-BNV' },
      { date: '2026-02-18', name: 'Tết Bính Ngọ', evidence: 'official', source: 'TB 9441/TB-BNV' },
      { date: '2026-02-19', name: 'Tết Bính Ngọ', evidence: 'official', source: 'TB 9441/TB-BNV' },
      { date: '2026-02-20', name: 'Tết Bính Ngọ (mùng 4)', evidence: 'official', source: 'TB 9441/TB-BNV' },
      {
        date: '2026-04-27',
        name: 'Nghỉ bù Giỗ Tổ (26/4 Chủ nhật)',
        evidence: 'official',
        source: 'BLLĐ 2019 Đ111(3); Thanh Niên 13/01/2026 (3 ngày dịp Giỗ Tổ)',
      },
      {
        date: '2026-04-30',
        name: 'Ngày Chiến thắng',
        evidence: 'official',
        source: 'BLLĐ 2019 Đ112; CV 3383/BNV-CVL: không hoán đổi',
      },
      { date: '2026-05-01', name: 'Quốc tế Lao động', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
      {
        date: '2026-08-31',
        name: 'Hoán đổi (làm bù 22/8/2026)',
        evidence: 'official',
        source: 'TB 9441/TB-BNV (kỳ nghỉ 29/8–2/9); ngày làm bù: memory',
      },
      {
        date: '2026-09-01',
        name: 'Quốc khánh (ngày liền kề)',
        evidence: 'official',
        source: 'TB 9441/TB-BNV',
      },
      { date: '2026-09-02', name: 'Quốc khánh', evidence: 'official', source: 'BLLĐ 2019 Đ112' },
      {
        date: '2026-11-24',
        name: 'Ngày Văn hóa Việt Nam',
        evidence: 'official',
        source: 'NQ 28/2026/QH16 Đ2, hiệu lực 01/7/2026',
      },
    ],
    workedDays: [
      { date: '2026-01-10', reason: 'làm bù cho 02/01/2026', evidence: 'memory' },
      { date: '2026-08-22', reason: 'làm bù cho 31/8/2026', evidence: 'memory' },
    ],
  },
  {
    year: 2027,
    version: 'vn-2026-11-23',
    daysOff: [
      { date: '2027-01-01', name: 'Tết Dương lịch', evidence: 'computed' },
      {
        date: '2027-02-05',
        name: 'Tết Đinh Mùi (29 Chạp)',
        evidence: 'undecided',
        note: 'mùng 1 = thứ Bảy 06/02/2027; phương án 1 trước + 4 sau',
      },
      { date: '2027-02-08', name: 'Tết Đinh Mùi (mùng 3)', evidence: 'undecided' },
      { date: '2027-02-09', name: 'Tết Đinh Mùi (mùng 4)', evidence: 'undecided' },
      { date: '2027-02-10', name: 'Nghỉ bù Tết (thứ Bảy 06/02)', evidence: 'undecided' },
      { date: '2027-02-11', name: 'Nghỉ bù Tết (Chủ nhật 07/02)', evidence: 'undecided' },
      { date: '2027-04-16', name: 'Giỗ Tổ Hùng Vương (10/3 ÂL)', evidence: 'computed' },
      { date: '2027-04-30', name: 'Ngày Chiến thắng', evidence: 'computed' },
      { date: '2027-05-03', name: 'Nghỉ bù Quốc tế Lao động (01/5 thứ Bảy)', evidence: 'computed' },
      { date: '2027-09-02', name: 'Quốc khánh', evidence: 'computed' },
      {
        date: '2027-09-03',
        name: 'Quốc khánh (ngày liền kề)',
        evidence: 'undecided',
        note: 'có thể là 01/9',
      },
      { date: '2027-11-24', name: 'Ngày Văn hóa Việt Nam', evidence: 'computed' },
    ],
    workedDays: [],
  },
  {
    year: 2028,
    version: 'vn-2026-11-23',
    daysOff: [
      { date: '2028-01-03', name: 'Nghỉ bù Tết Dương lịch (01/01 thứ Bảy)', evidence: 'computed' },
      {
        date: '2028-01-24',
        name: 'Tết Mậu Thân',
        evidence: 'undecided',
        note: 'mùng 1 = thứ Tư 26/01/2028; phương án 2 trước + 3 sau',
      },
      { date: '2028-01-25', name: 'Tết Mậu Thân (giao thừa)', evidence: 'undecided' },
      { date: '2028-01-26', name: 'Tết Mậu Thân (mùng 1)', evidence: 'computed' },
      { date: '2028-01-27', name: 'Tết Mậu Thân (mùng 2)', evidence: 'undecided' },
      { date: '2028-01-28', name: 'Tết Mậu Thân (mùng 3)', evidence: 'undecided' },
      { date: '2028-04-04', name: 'Giỗ Tổ Hùng Vương (10/3 ÂL)', evidence: 'computed' },
      { date: '2028-05-01', name: 'Quốc tế Lao động', evidence: 'computed' },
      { date: '2028-05-02', name: 'Nghỉ bù Ngày Chiến thắng (30/4 Chủ nhật)', evidence: 'computed' },
      {
        date: '2028-09-01',
        name: 'Quốc khánh (ngày liền kề)',
        evidence: 'undecided',
        note: 'có thể là 03/9',
      },
      { date: '2028-09-04', name: 'Nghỉ bù Quốc khánh (02/9 thứ Bảy)', evidence: 'computed' },
      { date: '2028-11-24', name: 'Ngày Văn hóa Việt Nam', evidence: 'computed' },
    ],
    workedDays: [],
  },
];
