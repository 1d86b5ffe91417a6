import { signLink } from '../../../shared/links.ts';
import { openStore } from '../../../shared/store/client.ts';
import { linkKey } from '../../../shared/store/link-key.ts';
import { monday, startApi } from '../api/world.ts';

export { monday };
export const minutesLater = (minutes: number, from = monday) =>
  new Date(Date.parse(from) + minutes * 60_000).toISOString();
const inAMonth = '2026-12-23T01:00:00.000Z';

/** The real handler and engine, links as the mail sender signs them, and forms as a browser sends them. */
export async function startPage() {
  const api = await startApi();
  const store = openStore({ table: api.engine.tableName, timeZone: 'Asia/Ho_Chi_Minh' });
  const key = await linkKey(store, 'a secret of thirty-two bytes or more');

  const link = (userId: string, taskId: string, expires = inAMonth) =>
    `/m/${signLink(key, { userId, taskId, expires })}`;
  const open = (path: string, at = monday, headers: Record<string, string> = {}) =>
    api.http('GET', path, { at, headers });
  const post = (path: string, fields: Record<string, string>, at = monday) => {
    // API Gateway hands forms over in base64.
    const body = Buffer.from(new URLSearchParams(fields).toString());
    return api.http('POST', path, {
      at,
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  };
  /** Opens the page and sends one of its forms, filled in; the hidden fields are those of the page. */
  const fill = async (path: string, action: string, typed: Record<string, string> = {}, at = monday) => {
    const page = await open(path, at);
    const sent = { ...hiddenOf(page.text, action), ...typed };
    return { page, sent, answer: await post(path, sent, at) };
  };
  const person = async (unitId: string, userId: string, body: object = {}) => {
    const full = { name: `Người ${userId}`, email: `${userId}@example.org`, roles: ['head'], locale: 'vi' };
    const answer = await api.admin('PUT', `/v1/units/${unitId}/members/${userId}`, { ...full, ...body });
    if (answer.status >= 300) throw new Error(answer.text);
  };
  const task = async (id: string) => (await api.clerk('GET', `/v1/tasks/${id}`)).json;
  const events = async (id: string) =>
    (await api.clerk('GET', `/v1/tasks/${id}/events?limit=200`)).json.items;
  return { ...api, store, link, open, post, fill, person, task, events };
}

/** The forms that a page offers, in order. */
export function offersOf(html: string): string[] {
  return [...html.matchAll(/name="action" value="(\w+)"/g)].map(([, name = '']) => name);
}

/** The hidden fields of one form. */
export function hiddenOf(html: string, action: string): Record<string, string> {
  const form = formOf(html, action);
  const hidden = form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}

export function formOf(html: string, action: string): string {
  const forms = html
    .split('<form')
    .slice(1)
    .map((each) => each.slice(0, each.indexOf('</form>')));
  const found = forms.find((each) => each.includes(`name="action" value="${action}"`));
  if (found === undefined) throw new Error(`the page offers no form ${action}, only ${offersOf(html)}`);
  return found;
}

/** What a reader sees, tags and references undone. */
export function textOf(html: string): string {
  return html
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}
