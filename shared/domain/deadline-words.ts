/**
 * Number words as they stand after `fold`. `six` and `four` are "sáu" and "tư", which without their accents would read as "sau" (next)
 * and "từ" (from); `nam` is five here and a year elsewhere, told apart by the pattern around it.
 */
const DIGITS: Record<string, number> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  four: 4,
  nam: 5,
  six: 6,
  bay: 7,
  tam: 8,
  chin: 9,
};
const ONES = `(?:${Object.keys(DIGITS).join('|')})`;

/**
 * Pattern source for a number in digits or in Vietnamese words, to be read by `numberOf`. After "mười" five is "lăm", so that
 * "mười năm" stays ten years.
 */
export const NUMBER = `(?:\\d{1,4}|(?:${ONES} )?muoi(?: (?:lam|(?!nam)${ONES}))?|(?:${ONES} )?tram|${ONES})`;

export const numberOf = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  let total = 0;
  let digit = 0;
  for (const word of text.split(' ')) {
    const power = word === 'tram' ? 100 : word === 'muoi' ? 10 : 0;
    if (power > 0) total += (digit || 1) * power;
    digit = power > 0 ? 0 : word === 'lam' ? 5 : (DIGITS[word] ?? 0);
  }
  return total + digit;
};

const SPELT_OUT = new RegExp(`\\(${NUMBER}\\)`, 'g');
const WEEKDAY_NAME = '(?:thu (?:hai|ba|four|tu|nam|six|sau|bay|[2-7])|chu nhat)';
export const WEEKDAY = new RegExp(`^${WEEKDAY_NAME}$`);
const LEADING_WEEKDAY = new RegExp(`^${WEEKDAY_NAME},? (?=ngay|\\d{1,2}(?: ?[/.-]| thang))`);
const TRAILING_WEEKDAY = new RegExp(`,? ${WEEKDAY_NAME}$`);

/**
 * The text without what writers vary: case, diacritics (old and new tone placement, NFC and NFD), dashes, spaces, brackets, numbers
 * spelt out a second time ("10 (mười) ngày"), closing punctuation.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<!\p{L})(?:sáu|tư)(?!\p{L})/gu, (word) => (word === 'tư' ? 'four' : 'six'))
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/[\u2010-\u2015\u2212~]/g, '-')
    .replace(SPELT_OUT, ' ')
    .replace(/["'“”‘’()[\]*]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:.]+|[\s,;:.]+$/g, '');

/** Words in front of a date or a length that change nothing about it. */
const FILLER = new RegExp(
  `^(?:${[
    'hoan thanh|hoan tat|ket thuc|thuc hien|trien khai|xong|bao cao|gui|trinh|nhiem vu',
    'thoi han|thoi gian|thoi diem|han chot|han|cham nhat|muon nhat|khong muon hon|khong qua',
    'la|vao|trong vong|trong|cho den|den|toi|het|tu nay|ke tu nay|giai doan|nhiem ky',
    'deadline|due|complete|completed|no later than|not later than|within|by|in|on|until|till|the end of|end of',
  ].join('|')})(?=[ :,-])[ :,-]+`,
);

export const withoutFillers = (text: string): string => {
  let rest = text;
  for (let shorter = rest.replace(FILLER, ''); shorter !== rest; shorter = rest.replace(FILLER, ''))
    rest = shorter;
  return rest.replace(LEADING_WEEKDAY, '');
};

export const withoutWeekday = (text: string): string => {
  const rest = text.replace(TRAILING_WEEKDAY, '');
  return /(?:[/.-]|nam )\d{4}$/.test(rest) ? rest : text;
};
