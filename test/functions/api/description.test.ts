import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.engine.close());

const operations = () =>
  Object.entries(api.description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('/openapi.json', () => {
  it('has every call of the contract of this milestone', () => {
    const calls = operations().map(
      ({ method, path }) => `${method.toUpperCase()} ${path.replace('/v1', '')}`,
    );
    const task = ['acceptance', 'dispute', 'progress', 'submission', 'confirmation', 'return', 'urges'];
    const assigner = ['suspension', 'resumption', 'cancellation', 'reassignment'];
    expect(calls).toEqual(
      expect.arrayContaining([
        'GET /me',
        ...['POST /units', 'GET /units', 'GET /units/{id}', 'PATCH /units/{id}'],
        ...['PUT', 'GET', 'DELETE'].map((method) => `${method} /units/{id}/members/{userId}`),
        ...['POST /directives', 'GET /directives', 'GET /directives/{id}'],
        ...['POST /tasks', 'GET /tasks', 'GET /tasks/{id}', 'PATCH /tasks/{id}'],
        ...['events', 'obligations', 'messages', 'deadline'].map((part) => `GET /tasks/{id}/${part}`),
        ...[...task, ...assigner].map((noun) => `POST /tasks/{id}/${noun}`),
        'GET /obligations',
      ]),
    );
  });

  it('refers only to schemas that it has', () => {
    const refs = [...JSON.stringify(api.description).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of new Set(refs)) {
      const name = ref?.replace('#/components/schemas/', '') ?? '';
      expect(Object.keys(api.description.components.schemas)).toContain(name);
    }
    expect(JSON.stringify(api.description)).not.toContain('$defs');
  });

  it('names every operation once and says for each what a client must handle', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, method, operation } of operations().filter((each) => each.path.startsWith('/v1'))) {
      const statuses = Object.keys(operation.responses);
      expect(statuses, path).toEqual(expect.arrayContaining(['400', '401', '500', '503']));
      if (method !== 'get') expect(statuses, path).toEqual(expect.arrayContaining(['409']));
      if (method === 'patch') expect(statuses, path).toEqual(expect.arrayContaining(['412', '428']));
      if (operation.requestBody) expect(statuses, path).toEqual(expect.arrayContaining(['413', '415']));
      expect(operation.description.length, path).toBeGreaterThan(10);
    }
  });

  it('says which parameters are needed, which take several values, and what headers look like', () => {
    const parameter = (path: string, method: string, name: string) =>
      api.description.paths[path]?.[method]?.parameters.find((each) => each.name === name);
    expect(parameter('/v1/dispatches', 'get', 'unitId')?.required).toBe(true);
    expect(parameter('/v1/tasks', 'get', 'unitId')?.required).toBe(false);
    const status = parameter('/v1/tasks', 'get', 'status');
    expect(status).toMatchObject({ explode: false, schema: { type: 'array', items: { type: 'string' } } });
    expect(status?.schema.items).toMatchObject({ enum: expect.arrayContaining(['assigned', 'completed']) });
    const ifMatch = new RegExp(String(parameter('/v1/tasks/{id}', 'patch', 'If-Match')?.schema.pattern), 'u');
    for (const good of ['*', '"v7"', '"v7.3kq9ZxTnB0c"', 'W/"a", "b"']) expect(good).toMatch(ifMatch);
    for (const bad of ['', 'v7', '"v7', '"a" "b"']) expect(bad).not.toMatch(ifMatch);
  });

  it('tells how the gateway refuses a token', () => {
    const refused = api.description.paths['/v1/me']?.get?.responses['401'];
    expect(refused).toMatchObject({
      content: { 'application/json': { schema: { required: ['message'] } }, 'application/problem+json': {} },
    });
    expect(api.description.paths['/openapi.json']?.get?.responses['401']).toBeUndefined();
  });

  it('gives examples that its own operations can read', async () => {
    const bodies = operations().filter(({ operation }) => operation.requestBody);
    for (const { path, method, operation } of bodies) {
      const example = operation.requestBody?.content['application/json']?.example;
      expect(example, path).toBeDefined();
      const answer = await api.clerk(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'none'), example, {
        headers: { 'if-match': '"v1"' },
      });
      // Whatever the rules say to an example with made-up ids: its form is understood.
      expect(answer.status, `${path} ${answer.text}`).not.toBe(400);
    }
  });
});

describe('/docs', () => {
  it('is one page that loads nothing and explains every operation and every code', async () => {
    const page = await api.http('GET', '/docs', {});
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).not.toMatch(/(src|href)="(?:https?:)?\/\//);
    for (const { operation } of operations()) expect(page.text).toContain(`id="${operation.operationId}"`);
    const problem = await api.clerk('GET', '/v1/tasks/none');
    const [address, anchor = ''] = problem.json.type.split('#');
    expect(address).toBe('https://api.test/docs');
    expect(page.text).toContain(`id="${anchor}"`);
  });

  it('allows only its own script and style', async () => {
    const page = await api.http('GET', '/docs', {});
    expect(page.headers['content-security-policy']).toMatch(
      /default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-/,
    );
    expect(page.text).not.toMatch(/\son\w+=|style="/);
  });
});
