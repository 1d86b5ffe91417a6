import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { addWorkingDays, type Calendar, localDateOf } from '../shared/domain/calendar.ts';
import { bodyOf } from './endpoint.ts';
import { pageHeaders } from './html.ts';
import { inboxPage, mailPage, startPage } from './inbox.ts';
import { type Mailer, reaction } from './ses.ts';
import { ClockBackwards, type Timeline } from './timeline.ts';
import type { TokenIssuer } from './tokens.ts';

const positive = z.number().positive();
const clockChange = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({
    advance: z
      .strictObject({
        days: positive.optional(),
        hours: positive.optional(),
        minutes: positive.optional(),
        workingDays: z.int().positive().max(10_000).optional(),
      })
      .refine((span) => Object.keys(span).length > 0, { error: 'days, hours, minutes or workingDays' }),
  }),
  z.strictObject({ frozen: z.boolean() }),
]);
type Span = Extract<z.infer<typeof clockChange>, { advance: unknown }>['advance'];

const bounceChange = z.strictObject({ address: z.string().min(3), kind: reaction });
const tokenRequest = z.strictObject({ userId: z.string().min(1).max(128) });

class Problem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export type ControlServices = {
  timeline: Timeline;
  mailer: Mailer;
  tokens: TokenIssuer;
  calendar: Calendar;
};

type Reply = { json: unknown } | { html: string };
type Handler = (asked: { body: unknown; query: URLSearchParams; id: string }) => Reply | Promise<Reply>;

/**
 * What only the local runtime answers: clock, tokens, mail, inbox, the issuer's documents.
 * Answers false, having done nothing, when the request is none of its own.
 */
export function createControl(services: ControlServices) {
  const { timeline, mailer, tokens, calendar } = services;
  const clock = (): Reply => ({
    json: { now: new Date(timeline.now()).toISOString(), frozen: timeline.frozen() },
  });
  const format = new Intl.DateTimeFormat('vi-VN', {
    timeZone: calendar.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const timeOf = (instant: string) => format.format(Date.parse(instant));

  const handlers: Record<string, Handler> = {
    'GET /': () => ({
      html: startPage({ now: timeOf(new Date(timeline.now()).toISOString()), mails: mailer.list().length }),
    }),
    'GET /inbox': ({ query }) => {
      const to = query.get('to') ?? '';
      return { html: inboxPage(mailer.list(to === '' ? {} : { to }), timeOf, to) };
    },
    'GET /inbox/{id}': ({ id }) => {
      const mail = /^\d{1,15}$/.test(id) ? mailer.find(Number(id)) : undefined;
      if (!mail) throw new Problem(404, 'not_found', 'No such mail');
      return { html: mailPage(mail, timeOf) };
    },
    'GET /.well-known/openid-configuration': () => ({ json: tokens.configuration }),
    'GET /.well-known/jwks.json': () => ({ json: tokens.jwks }),
    'POST /local/token': async ({ body }) => ({
      json: { token: await tokens.issue(read(tokenRequest, body).userId) },
    }),
    'GET /local/clock': clock,
    'POST /local/clock': async ({ body }) => {
      const change = read(clockChange, body);
      if ('frozen' in change) await timeline.freeze(change.frozen);
      else await timeline.advance('now' in change ? Date.parse(change.now) : target(change.advance));
      return clock();
    },
    'GET /local/mail': ({ query }) => {
      const since = query.get('since') ?? undefined;
      if (since !== undefined && Number.isNaN(Date.parse(since)))
        throw new Problem(400, 'malformed', 'since must be a moment such as 2026-11-23T01:00:00Z');
      const items = mailer.list({ since, to: query.get('to') ?? undefined });
      return { json: { items, next: null } };
    },
    'POST /local/mail/bounces': ({ body }) => {
      const { address, kind } = read(bounceChange, body);
      mailer.react(address, kind);
      return { json: { address, kind } };
    },
  };

  function target({ days = 0, hours = 0, minutes = 0, workingDays = 0 }: Span): number {
    let moment = timeline.now() + ((days * 24 + hours) * 60 + minutes) * 60_000;
    if (workingDays > 0) {
      // The same time of day, so many working days later.
      const today = localDateOf(calendar, new Date(moment).toISOString());
      const then = addWorkingDays(calendar, today, workingDays);
      moment += Date.parse(then) - Date.parse(today);
    }
    if (moment > 8.64e15 / 4) throw new Problem(400, 'malformed', 'That is further than the clock can go');
    return moment;
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const id = /^\/inbox\/([^/]+)$/.exec(url.pathname)?.[1] ?? '';
    const path = id === '' ? url.pathname : '/inbox/{id}';
    const isOurs = path === '/' || /^\/(local|inbox|\.well-known)(\/|$)/.test(path);
    if (!isOurs) return false;
    try {
      const handler = handlers[`${request.method} ${path}`];
      if (!handler) throw new Problem(404, 'not_found', `There is no ${request.method} ${url.pathname}`);
      const text = (await bodyOf(request))?.toString('utf8') ?? '';
      const reply = await handler({ body: parse(text), query: url.searchParams, id });
      if ('html' in reply) response.writeHead(200, pageHeaders).end(reply.html);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply.json));
    } catch (error) {
      const problem =
        error instanceof ClockBackwards ? new Problem(409, 'clock_backwards', error.message) : error;
      if (!(problem instanceof Problem)) throw error;
      const { status, code, message: detail } = problem;
      response.writeHead(status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ type: 'about:blank', title: detail, status, code, detail }));
    }
    return true;
  };
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed', 'The body is not JSON');
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body);
  if (!found.success) throw new Problem(400, 'malformed', z.prettifyError(found.error).replaceAll('\n', ' '));
  return found.data;
}
