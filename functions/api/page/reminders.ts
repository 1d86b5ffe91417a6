import type { World } from '../../../shared/actions/world.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import type { Member } from '../../../shared/domain/unit.ts';
import { readReminderLink } from '../../../shared/links.ts';
import { membershipsOf, remindersOff } from '../../../shared/store/directory.ts';
import { knownLinkKey } from '../../../shared/store/link-key.ts';
import { putRemindersOff } from '../../../shared/store/members.ts';
import { html } from '../html.ts';
import type { ApiRequest } from '../request.ts';
import { page } from './document.ts';
import { pageTexts } from './texts.ts';

/** Whether a person wants no reminders before deadlines. */
export type Wish = { person: Member; off: boolean };

/** The page of a person's reminders; undefined for a token of another kind, or of somebody who has no place any more. */
export async function openWish(
  world: World,
  token: string,
  at: Instant,
): Promise<Wish | 'expired' | undefined> {
  const key = await knownLinkKey(world.store);
  if (key === undefined) return undefined;
  const link = readReminderLink(key, token, at);
  if (link.state !== 'valid') return link.state === 'expired' ? 'expired' : undefined;
  const { userId } = link.claim;
  const [person] = await membershipsOf(world.store, userId, at);
  return person && { person, off: await remindersOff(world.store, userId, at) };
}

/**
 * What a form of the page, or a mail program's one click (RFC 8058), asks for; undefined when it is neither. The mail program may send
 * its two words as a multipart form.
 */
export function readWish({ body }: ApiRequest): { off: boolean } | undefined {
  const text = body.subarray(0, 4096).toString('utf8');
  if (/\breminders=on\b/.test(text)) return { off: false };
  const oneClick = /\bList-Unsubscribe\b[\s\S]*\bOne-Click\b/.test(text);
  return oneClick || /\breminders=off\b/.test(text) ? { off: true } : undefined;
}

export async function keepWish(world: World, { person }: Wish, off: boolean, at: Instant): Promise<Wish> {
  await putRemindersOff(world.store, person.userId, off, at);
  return { person, off };
}

export function wishPage({ person, off }: Wish): string {
  const lang = person.locale;
  const t = pageTexts[lang].reminders;
  const body = html`<div class="message"><h1>${t.title}</h1><p role="status">${off ? t.off(person.name) : t.on(person.name)}</p>
<form method="post"><input type="hidden" name="reminders" value="${off ? 'on' : 'off'}"><button>${off ? t.turnOn : t.turnOff}</button></form>
<p class="quiet">${t.duty}</p></div>`;
  return page({ lang, title: t.title, sender: 'Đôn Đốc', skip: html``, body, footer: [] });
}
