import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { OperatorFault } from '../admin/fault.ts';

/** Where the API is, who asks, and in which language it says what is wrong. */
export type Connection = { url: string; token: string; language: 'vi' | 'en' };

const problem = z.object({
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]),
});

/** Answers that say: not now, and not that anything is wrong. */
const later = [429, 503];
const tries = 5;

/**
 * One request, tried again where the network broke off or the API had no room: a POST under one `key`, so that it counts once.
 * @throws OperatorFault in the API's words, or because nobody answers
 */
export async function request(
  { url, token, language }: Connection,
  path: string,
  post?: { key: string; body: FormData | string },
): Promise<Response> {
  const headers = {
    authorization: `Bearer ${token}`,
    'accept-language': language,
    ...(post && { 'idempotency-key': post.key }),
    ...(typeof post?.body === 'string' && { 'content-type': 'application/json' }),
  };
  const init = post ? { method: 'POST', headers, body: post.body } : { headers };
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${url}${path}`, init).catch((error: Error) => error);
    if (!(answer instanceof Error) && answer.ok) return answer;
    const mayTryAgain = answer instanceof Error || later.includes(answer.status);
    if (!mayTryAgain || attempt === tries) throw await faultOf(answer, url);
    const wait = answer instanceof Error ? attempt : Number(answer.headers.get('retry-after') ?? attempt);
    await sleep(wait * 1000);
  }
}

async function faultOf(answer: Response | Error, url: string): Promise<OperatorFault> {
  if (answer instanceof Error) {
    const why = answer.cause instanceof Error ? answer.cause.message : answer.message;
    return new OperatorFault(`Nobody answers at ${url}: ${why}`);
  }
  const text = await answer.text();
  const said = problem.safeParse(asJson(text));
  if (!said.success) return new OperatorFault(`${url} answered ${answer.status}: ${text.slice(0, 200)}`);
  const { detail, code, errors } = said.data;
  const more = errors.map((each) => `\n  ${each.pointer}: ${each.detail}`);
  return new OperatorFault(`${answer.status} ${code}: ${detail}${more.join('')}`);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
