import type { Block } from './blocks.ts';
import { isMandatory } from './facts.ts';
import type { Letter } from './letter.ts';
import { texts } from './texts.ts';

// A superior may see matters of many units; a few reasons explain the mail.
const reasonLimit = 4;

/** Why the reader gets this, who sends it, and what can and cannot be turned off. */
export function footerOf(letter: Letter): Block[] {
  const { why, because, footer: t } = texts[letter.person.locale];
  const { notices = [] } = letter;
  const reasons = new Set([
    ...notices.map((notice) => notice.why),
    ...letter.matters.map((matter) => why({ letter, matter })),
  ]);
  const duty = notices.length > 0 || letter.matters.some(isMandatory);
  const small = [
    because([...reasons].slice(0, reasonLimit)),
    t.automatic(letter),
    duty ? t.mandatory : t.courtesy,
  ];
  if (letter.contact) small.push(t.contact(letter.contact));
  const links = [{ label: t.reminders, url: letter.links.reminders }];
  return [...small.map((text): Block => ({ is: 'small', text: [text] })), { is: 'links', links }];
}
