import { ulid } from 'ulid';
import { Refusal } from '../../../shared/domain/refusal.ts';
import type { Problem } from '../problem.ts';
import type { ApiRequest } from '../request.ts';
import type { OpenCall, Ready } from '../route.ts';
import { carryOut, commandId } from './carry-out.ts';
import { messagePage, pageHeaders, taskPage } from './document.ts';
import { refusedOf } from './refused.ts';
import { keepWish, openWish, readWish, type Wish, wishPage } from './reminders.ts';
import { readSent } from './sent.ts';
import { pageTexts } from './texts.ts';
import { viewOf } from './view.ts';
import { openVisit, readRecord, type Visit } from './visit.ts';

type Token = { token: string };

/** The page behind the link in a mail. Opening it changes nothing: mail scanners open links too. */
export async function showPage(call: OpenCall<Token, { done?: string | undefined }>): Promise<Ready> {
  const wish = await openWish(call.world, call.params.token, call.at);
  if (wish) return showWish(wish, call.request);
  const opened = await openVisit(call.world, call.params.token, call.at);
  if (opened.state !== 'open') return closed(opened.state, call.request);
  const { visit } = opened;
  await call.showing(visit.principal, [visit.claim.taskId]);
  const lang = languageOf(visit, call.request);
  const view = viewOf(visit, await readRecord(call.world, visit), {
    ...{ lang, key: newKey(call) },
    doneId: call.query.done,
  });
  return page(200, lang, taskPage(view));
}

/** Takes one form of the page: done, it leads back to the page; refused, it is shown again as it was typed. */
export async function takeForm(call: OpenCall<Token>): Promise<Ready> {
  const { world, request, at } = call;
  const wish = await openWish(world, call.params.token, at);
  if (wish && wish !== 'expired') {
    const asked = readWish(request);
    if (!asked) return unreadable(400, request);
    // Shown at once, not by way of a redirect, which mail programs do not follow.
    return showWish(await keepWish(world, wish, asked.off, at), request);
  }
  if (wish) return closed(wish, request);
  const sent = readSent(request);
  const opened = await openVisit(world, call.params.token, at);
  if (opened.state !== 'open') return closed(opened.state, request);
  if (!sent) return unreadable(400, request);
  try {
    await carryOut(world, opened.visit, sent);
    // Relative to this very address, so that the token is not repeated in a header.
    return page(303, undefined, '', { location: `?done=${encodeURIComponent(commandId(sent))}` });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return again(call, error, sent);
  }
}

/** The page as it stands now, with what was typed. */
async function again(
  call: OpenCall<Token>,
  refusal: Refusal,
  sent: NonNullable<ReturnType<typeof readSent>>,
): Promise<Ready> {
  const { world, request, at } = call;
  // Read anew: it may have been refused because the task, or the person's part in it, has changed.
  const opened = await openVisit(world, call.params.token, at);
  if (opened.state !== 'open') return closed(opened.state, request);
  const { visit } = opened;
  await call.showing(visit.principal, [visit.claim.taskId]);
  const lang = languageOf(visit, request);
  const t = pageTexts[lang];
  const record = await readRecord(world, visit);
  // Whether a busy system wrote anything is unknown: only under the same key is sending again harmless.
  const key = refusal.code === 'busy' ? sent.key : newKey(call);
  const before = viewOf(visit, record, { lang, key });
  const [last] = before.history;
  const since = last && t.since(t.moment(last.event.at, before.zone), last.who, last.what);
  const { status, ...refused } = refusedOf(refusal, sent, { t, lang, requestId: request.id, since });
  return page(status, lang, taskPage({ ...before, refused }));
}

/** What people see instead of a problem document. */
export async function refusePage(problem: Problem, request: ApiRequest): Promise<Ready> {
  const lang = request.language;
  const texts = pageTexts[lang];
  if (problem.status === 413 || problem.status === 415) return unreadable(problem.status, request);
  const known = texts.refused[problem.code];
  const message =
    problem.status === 503
      ? texts.messages.busy
      : problem.status >= 500
        ? texts.messages.failed
        : { title: known?.title ?? problem.title, text: [known?.detail ?? problem.detail] };
  return page(problem.status, lang, messagePage(lang, message, [texts.request(request.id)]));
}

function closed(state: 'expired' | 'unknown', { language }: ApiRequest): Ready {
  const html = messagePage(language, pageTexts[language].messages[state]);
  return page(state === 'expired' ? 410 : 404, language, html);
}

function showWish(wish: Wish | 'expired', request: ApiRequest): Ready {
  return wish === 'expired' ? closed(wish, request) : page(200, wish.person.locale, wishPage(wish));
}

function unreadable(status: number, { language }: ApiRequest): Ready {
  return page(status, language, messagePage(language, pageTexts[language].messages.unreadable));
}

function page(
  status: number,
  lang: 'vi' | 'en' | undefined,
  body: string,
  more: Record<string, string> = {},
): Ready {
  const headers = { ...pageHeaders, ...(lang && { 'content-language': lang }), ...more };
  return { status, headers, body, replayed: false };
}

const languageOf = ({ place }: Visit, { language }: ApiRequest) => place?.locale ?? language;
const newKey = ({ at }: { at: string }) => ulid(Date.parse(at));
