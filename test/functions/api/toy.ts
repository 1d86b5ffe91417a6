import * as z from 'zod/mini';
import { openDescription } from '../../../functions/api/description.ts';
import { loaded } from '../../../functions/api/entry.ts';
import { openRoute, route } from '../../../functions/api/route.ts';
import { digits } from '../../../functions/api/schemas/common.ts';
import { serve } from '../../../functions/api/serve.ts';
import type { Ports } from '../../../functions/api/world.ts';
import type { ActOptions } from '../../../shared/actions/act.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import { openStore } from '../../../shared/store/client.ts';
import type { IdempotencyKey, StoredAnswer } from '../../../shared/store/idempotency.ts';
import { httpClient } from '../../support/http-event.ts';

type Note = { id: string; text: string; version: number };

/** A store of notes that keeps the promises of a commit: version check, change and idempotency record, all or none. */
function noteStore() {
  const notes = new Map<string, Note>();
  const records = new Map<string, StoredAnswer>();
  const nameOf = ({ userId, route, key }: IdempotencyKey) => `${userId}|${route}|${key}`;
  return {
    notes,
    stored: async (key: IdempotencyKey) => records.get(nameOf(key)),
    commit(
      note: Note,
      options: ActOptions<{ note: Note }>,
      old?: Note,
    ): { note: Note; replay?: StoredAnswer } {
      const mark = options.idempotency;
      const record = mark && records.get(nameOf(mark));
      if (mark && record) {
        if (record.fingerprint !== mark.fingerprint) throw new Refusal('idempotency_key_reused');
        return { note, replay: record };
      }
      if (old && options.ifMatch && !options.ifMatch.includes(old.version)) {
        throw new Refusal('version_mismatch', { version: old.version });
      }
      if (mark) {
        const answer = options.answer({ note });
        records.set(nameOf(mark), {
          ...answer,
          fingerprint: mark.fingerprint,
        });
      }
      notes.set(note.id, note);
      return { note };
    },
  };
}

const noteView = z.object({ id: z.string(), text: z.string(), version: z.int() });
const byId = z.strictObject({ id: z.string() });

/** A small API on the real framework, with a route for everything that the framework promises. */
export function toyApi() {
  const store = noteStore();
  const logged: string[] = [];
  const requests: Record<string, unknown>[] = [];
  const found = (id: string): Note => {
    const note = store.notes.get(id);
    if (!note) throw new Refusal('not_found');
    return note;
  };
  const said = (status: number) => (result: { note: Note }) => ({
    status,
    body: { ...result.note, secret: 'never leaves' },
    version: result.note.version,
  });
  const text = { name: 'toy', tag: 'notes', summary: 'A toy', description: 'A toy.' };
  const answers = { 200: { description: 'A note', schema: noteView } };

  const routes = [
    route({
      ...text,
      method: 'POST',
      path: '/v1/notes',
      body: z.strictObject({
        text: z.string().check(z.minLength(1), z.maxLength(20)),
        count: z.optional(z.int()),
        colour: z.optional(z.enum(['red', 'green'])),
        when: z.optional(
          z.union([z.strictObject({ raw: z.string() }), z.strictObject({ date: z.iso.date() })]),
        ),
        tags: z.optional(z.array(z.strictObject({ name: z.string() }))),
      }),
      answers: { 201: { description: 'The note', schema: noteView } },
      handle: (call) =>
        call.commit(async (options) => {
          if (call.body.text === 'explode') throw new Error('secret inside');
          if (call.body.text === 'busy') throw Object.assign(new Error('x'), { name: 'Busy' });
          return store.commit({ id: call.id, text: call.body.text, version: 1 }, options);
        }, said(201)),
    }),
    route({
      ...text,
      method: 'GET',
      path: '/v1/notes',
      query: z.strictObject({
        limit: z._default(digits(1, 200), 50),
        cursor: z.optional(z.string()),
        colour: z.optional(z.enum(['red', 'green'])),
      }),
      answers: {
        200: {
          description: 'Notes',
          schema: z.object({ items: z.array(noteView), next: z.nullable(z.string()) }),
        },
      },
      handle: async (call) => {
        const all = [...store.notes.values()].filter((note) => note.id > (call.position ?? ''));
        const items = all.slice(0, call.query.limit);
        return call.page(items, all.length > items.length ? items.at(-1)?.id : undefined);
      },
    }),
    route({
      ...text,
      method: 'GET',
      path: '/v1/notes/{id}',
      params: byId,
      answers,
      handle: async (call) => said(200)({ note: found(call.params.id) }),
    }),
    route({
      ...text,
      method: 'PATCH',
      path: '/v1/notes/{id}',
      params: byId,
      body: z.strictObject({ text: z.string() }),
      answers,
      handle: (call) =>
        call.commit(async (options) => {
          const old = found(call.params.id);
          return store.commit({ ...old, text: call.body.text, version: old.version + 1 }, options, old);
        }, said(200)),
    }),
    route({
      ...text,
      method: 'POST',
      path: '/v1/notes/{id}/closing',
      params: byId,
      answers,
      handle: (call) =>
        call.commit(async (options) => {
          const old = found(call.params.id);
          if (old.text === 'closed') throw new Refusal('conflict');
          return store.commit({ ...old, text: 'closed', version: old.version + 1 }, options, old);
        }, said(200)),
    }),
    route({
      ...text,
      method: 'GET',
      path: '/v1/endless',
      answers: {},
      handle: () => new Promise<never>(() => {}),
    }),
    openRoute({
      ...text,
      method: 'GET',
      path: '/hello',
      answers: { 200: { description: 'Hello', type: 'text/html' } },
      handle: async () => ({
        status: 200,
        body: 'hello '.repeat(2000),
        headers: { 'content-type': 'text/html; charset=utf-8' },
      }),
    }),
  ];
  const ports: Ports = {
    world: {
      store: openStore({ table: 'none', timeZone: 'Asia/Ho_Chi_Minh' }),
      settings: { timeZone: 'Asia/Ho_Chi_Minh', calendarMode: 'official' },
      log: {
        metric: () => {},
        info: (_, fields) => {
          requests.push(fields ?? {});
        },
        error: (message, fields) => {
          logged.push(`${message} ${JSON.stringify(fields)}`);
        },
      },
    },
    files: async () => {
      throw new Error('toys have no files');
    },
    description: openDescription('nowhere', 'https://api.test'),
    publicUrl: 'https://api.test',
    userClaim: 'sub',
    looked: async () => {},
    principal: async (userId) => ({ userId, administrator: false, memberships: [] }),
    stored: store.stored,
  };
  return {
    ...store,
    logged,
    requests,
    handler: serve(routes.map(loaded), ports),
    http: httpClient(serve(routes.map(loaded), ports)),
  };
}
