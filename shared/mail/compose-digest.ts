import type { Block, Composed, Entry } from './blocks.ts';
import { noticeBlocks } from './compose-notices.ts';
import { daysLate, isLate, isOwn, isSuperiorDuty, toneOf } from './facts.ts';
import { footerOf } from './footer.ts';
import type { Letter, Matter } from './letter.ts';
import { type Group, texts } from './texts.ts';
import { shorten } from './words.ts';

const groups: Group[] = ['overdue', 'undelivered', 'decide', 'inherited', 'due', 'news'];
const limits = { title: 180, note: 300, codes: 400 };

/**
 * A mail about several matters: counts, then groups, in each the units with the worst delay first. At most `top` matters
 * of a group are told in full; the rest are counted and named.
 */
export function composeDigest(letter: Letter, top: number): Composed {
  const t = texts[letter.person.locale];
  const grouped = Map.groupBy(letter.matters, groupOf);
  const counts = { overdue: 0, undelivered: 0, decide: 0, inherited: 0, due: 0, news: 0 };
  for (const [group, matters] of grouped) counts[group] = matters.length;

  const blocks: Block[] = [
    { is: 'title', text: t.digest.title(letter.morning) },
    { is: 'address', text: t.address(letter) },
    { is: 'paragraph', text: t.digest.opening({ letter, counts }) },
  ];
  blocks.push(...noticeBlocks(letter));
  for (const group of groups) {
    const matters = byUnitThenLateness(grouped.get(group) ?? []);
    const worst = matters[0];
    if (!worst) continue;
    const urging = Math.max(...matters.map((matter) => matter.urging ?? 0));
    const title = `${t.digest.group[group]} (${matters.length})`;
    blocks.push({
      is: 'section',
      tone: toneOf(worst),
      title,
      intro: t.digest.intro(group, urging, matters.some(isOwn)),
    });
    blocks.push(...entriesOf(letter, matters, top));
  }
  blocks.push({ is: 'closing', text: t.closing, signature: letter.senderName });
  return {
    lang: letter.person.locale,
    subject: t.digestSubject(letter.systemName, letter.morning, counts),
    preheader: t.digest.counts(counts),
    sender: letter.senderName,
    date: t.longDay(letter.morning),
    blocks,
    footer: footerOf(letter),
  };
}

function groupOf(matter: Matter): Group {
  if (matter.alarm === 'undelivered' || matter.alarm === 'inherited') return matter.alarm;
  if (isLate(matter)) return 'overdue';
  if (isOwn(matter) && isSuperiorDuty(matter.obligationKind)) return 'decide';
  return matter.alarm === 'notice' ? 'news' : 'due';
}

/** Least time left first; without a deadline last. */
function byUrgency(a: Matter, b: Matter): number {
  const left = ({ workingDaysLeft }: Matter) => workingDaysLeft ?? Number.MAX_SAFE_INTEGER;
  return left(a) - left(b) || a.task.code.localeCompare(b.task.code, 'vi', { numeric: true });
}

function byUnitThenLateness(matters: Matter[]): Matter[] {
  const units = [...Map.groupBy(matters, (matter) => matter.holder.code).values()];
  for (const unit of units) unit.sort(byUrgency);
  const worst = (unit: Matter[]) => Math.max(...unit.map(daysLate));
  return units.toSorted((a, b) => worst(b) - worst(a) || firstOf(a, b)).flat();
}

function firstOf([a]: Matter[], [b]: Matter[]): number {
  return a && b ? byUrgency(a, b) : 0;
}

function entriesOf(letter: Letter, matters: Matter[], top: number): Block[] {
  const t = texts[letter.person.locale].digest;
  const perUnit = Map.groupBy(matters, (matter) => matter.holder.code);
  const blocks: Block[] = [];
  let unit = '';
  for (const matter of matters.slice(0, top)) {
    if (perUnit.size > 1 && matter.holder.code !== unit) {
      unit = matter.holder.code;
      blocks.push({ is: 'subsection', text: t.unit(matter.holder.name, perUnit.get(unit)?.length ?? 0) });
    }
    blocks.push({ is: 'entry', entry: entryOf(letter, matter) });
  }
  const rest = matters.slice(top);
  if (rest.length > 0) {
    const codes = rest.slice(0, limits.codes).map((matter) => shorten(matter.task.code, 24));
    blocks.push({ is: 'paragraph', text: [t.rest(rest.length, codes)] });
  }
  return blocks;
}

function entryOf(letter: Letter, matter: Matter): Entry {
  const t = texts[letter.person.locale];
  return {
    tone: toneOf(matter),
    code: shorten(matter.task.code, 24),
    status: t.status(matter),
    title: shorten(matter.task.content, limits.title),
    details: t.digest.details({ letter, matter }).map((detail) => shorten(detail, limits.note)),
    ...(matter.note && { quote: { label: t.quotes.note(matter), text: shorten(matter.note, limits.note) } }),
    ...(matter.links.page && { action: { label: t.button(matter), url: matter.links.page } }),
  };
}
