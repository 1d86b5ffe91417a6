import type { Block, Composed, ComposedNotice } from './blocks.ts';
import { footerOf } from './footer.ts';
import type { Letter } from './letter.ts';
import { texts } from './texts.ts';

/** A mail that tells of nothing but reports and agendas. */
export function composeNotices(letter: Letter, notices: readonly ComposedNotice[]): Composed {
  const t = texts[letter.person.locale];
  const only = notices.length === 1 ? notices[0] : undefined;
  const title = notices.map((notice) => notice.title).join('; ');
  return {
    lang: letter.person.locale,
    subject: `[${letter.systemName}] ${notices[0]?.subject ?? ''}`,
    preheader: title,
    sender: letter.senderName,
    date: t.longDay(letter.morning),
    blocks: [
      { is: 'title', text: title },
      { is: 'address', text: t.address(letter) },
      ...(only ? [{ is: 'paragraph' as const, text: only.intro }, ...only.blocks] : noticeBlocks(letter)),
      { is: 'closing', text: t.closing, signature: letter.senderName },
    ],
    footer: footerOf(letter),
  };
}

/** The notices of a letter, each as a section. */
export function noticeBlocks({ notices = [] }: Letter): Block[] {
  return notices.flatMap(({ tone, title, intro, blocks }) => [
    { is: 'section', tone, title, intro },
    ...blocks,
  ]);
}
