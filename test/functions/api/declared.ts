import { expect } from 'vitest';
import type { ApiDescription } from '../../../functions/api/openapi.ts';
import type { HttpResult } from '../../support/http-event.ts';

/** Checks an answer against what the API description promises for its operation: status, and content type. */
export function expectDeclared(
  api: ApiDescription,
  method: string,
  target: string,
  answer: HttpResult,
): void {
  const path = target.split('?')[0] ?? '';
  const template = Object.keys(api.paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const operation = template && api.paths[template]?.[method.toLowerCase()];
  if (!operation) return;
  const declared = operation.responses[String(answer.status)];
  expect(declared, `${method} ${template} does not declare ${answer.status}: ${answer.text}`).toBeDefined();
  const codes: unknown = declared?.description;
  if (answer.status >= 400) expect(codes, `${method} ${template}`).toContain(`\`${answer.json.code}\``);
}
