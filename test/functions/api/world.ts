import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';
import type { ApiDescription } from '../../../functions/api/openapi.ts';
import { writeDescription } from '../../../functions/api/prebuild.ts';
import { startObjectStore } from '../../../local/s3.ts';
import { startEngine } from '../../support/engine.ts';
import { type HttpCall, httpClient, lambdaContext } from '../../support/http-event.ts';
import { queueEvent } from '../../support/queue-event.ts';
import { expectDeclared } from './declared.ts';

/** Monday, 23 November 2026, 08:00 in Hanoi. */
export const monday = '2026-11-23T01:00:00.000Z';

/** The real handler on the embedded engine, with a small organisation in it. Only one per test file: it reads process.env. */
export async function startApi() {
  const engine = await startEngine();
  const secretKey = 'local';
  const bucket = 'files';
  let now = monday;
  const files = await startObjectStore([{ name: bucket, locked: false }], {
    secretKey,
    // Whenever the last request was.
    now: () => Date.parse(now),
  });
  Object.assign(process.env, {
    TABLE_NAME: engine.tableName,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    STAGE: 'test',
    TIME_ZONE: 'Asia/Ho_Chi_Minh',
    CALENDAR_MODE: 'official',
    LOG_LEVEL: 'error',
    BOOTSTRAP_ADMIN: 'admin',
    USER_CLAIM: 'sub',
    PUBLIC_URL: 'https://api.test/',
    FILES_BUCKET: bucket,
    AWS_ENDPOINT_URL_S3: files.endpoint,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: secretKey,
    JOB_LEASE_SECONDS: '330',
    JOB_REDELIVERY_SECONDS: '1800',
  });
  const described = await mkdtemp(join(tmpdir(), 'don-doc-description-'));
  await writeDescription(described);
  process.env.DESCRIPTION_DIR = described;
  const { handler } = await import('../../../functions/api/index.ts');
  const { handler: worker } = await import('../../../functions/work.ts');
  const client = httpClient(handler);
  const description: ApiDescription = (await client('GET', '/openapi.json')).json;
  /** Every answer that any test meets must be one that the description promises. */
  const http = async (method: string, target: string, call: HttpCall) => {
    now = call.at ?? now;
    const answer = await client(method, target, call);
    expectDeclared(description, method, target, answer);
    return answer;
  };
  const send =
    (as: string) =>
    (method: string, target: string, body?: unknown, call: HttpCall = {}) =>
      http(method, target, { as, at: monday, ...(body === undefined ? {} : { body }), ...call });

  /** A message of the job queue, as Lambda hands it over. True: it is done with and deleted. */
  const work = async (jobId: string, { at = monday, receives = 1 } = {}): Promise<boolean> => {
    const event = queueEvent(JSON.stringify({ jobId }), { at, receives });
    const { batchItemFailures } = z
      .object({ batchItemFailures: z.array(z.unknown()) })
      .parse(await worker(event, lambdaContext()));
    return batchItemFailures.length === 0;
  };

  const admin = send('admin');
  const unit = async (body: object): Promise<string> => {
    const answer = await admin('POST', '/v1/units', { validFrom: '2020-01-01', ...body });
    expect(answer.status, answer.text).toBe(201);
    return answer.json.id;
  };
  const place = async (unitId: string, userId: string, ...roles: string[]) => {
    const body = { name: `Người ${userId}`, email: `${userId}@example.org`, roles, locale: 'vi' };
    const answer = await admin('PUT', `/v1/units/${unitId}/members/${userId}`, body);
    expect(answer.status, answer.text).toBe(201);
  };
  const units = {
    authority: await unit({ code: 'TT', name: 'Thường trực Thành ủy', kind: 'authority' }),
    office: await unit({ code: 'VPTU', name: 'Văn phòng Thành ủy', kind: 'office' }),
    finance: await unit({ code: 'STC', name: 'Sở Tài chính', kind: 'unit', fields: ['tài chính'] }),
    building: await unit({ code: 'SXD', name: 'Sở Xây dựng', kind: 'unit' }),
  };
  await place(units.office, 'clerk', 'officer');
  await place(units.finance, 'fin-head', 'head');
  await place(units.finance, 'fin-officer', 'officer');
  await place(units.building, 'build-head', 'head');

  const directive = (more: object = {}) => ({
    number: '15-CT/TU',
    issuedOn: '2026-11-20',
    issuerId: units.authority,
    title: 'Chỉ thị về giải ngân đầu tư công',
    classification: 'normal',
    ...more,
  });
  const line = (more: object = {}) => ({
    content: 'Báo cáo phương án giải ngân vốn đầu tư công.',
    product: 'Báo cáo',
    leadUnitIds: [units.finance],
    coordinatingUnitIds: [units.building],
    deadline: { workingDays: 10, from: '2026-11-23' },
    ...more,
  });
  /** A task of its own for one test, freshly assigned. */
  const newTask = async (more: object = {}): Promise<string> => {
    const answer = await send('clerk')('POST', '/v1/directives', directive({ tasks: [line(more)] }));
    expect(answer.status, answer.text).toBe(201);
    return answer.json.tasks[0].id;
  };
  return {
    ...{ engine, files, work, http, description, units, directive, line, newTask, admin },
    clerk: send('clerk'),
    head: send('fin-head'),
    officer: send('fin-officer'),
    other: send('build-head'),
    stranger: send('stranger'),
  };
}
