import { createHash } from 'node:crypto';
import { type Html, html, prose } from '../html.ts';
import { isObject, type JsonObject } from '../json-schema.ts';
import type { ApiDescription, Operation } from '../openapi.ts';
import { problemTexts } from '../problems.ts';
import { introduction } from '../texts/introduction.ts';
import { fieldRows, resolve, typeText } from './schema-text.ts';
import { script, style } from './style.ts';

/** Only what this very page carries may run or style; nothing is loaded from anywhere. */
export const docsPolicy = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Entry = { method: string; path: string; operation: Operation };

/** The API description as a page for people: self-contained, one request, readable without scripts. */
export function docsPage(api: ApiDescription): string {
  const entries = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation }),
    ),
  );
  const groups = api.tags
    .map((tag) => ({ tag, entries: entries.filter(({ operation }) => operation.tags.includes(tag.name)) }))
    .filter((group) => group.entries.length > 0);
  const server = api.servers[0]?.url ?? '';
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Đôn Đốc API</title><meta name="color-scheme" content="light dark"><style>${raw(style)}</style></head>
<body><div class="page">
<nav aria-label="Operations"><a class="name" href="#top">Đôn Đốc API</a>
<input id="find" type="search" placeholder="Find ( / )" aria-label="Find an operation">
<div class="groups">${groups.map(
    ({ tag, entries: own }) => html`<div data-group><h2>${tag.name}</h2><ul>${own.map(navItem)}</ul></div>`,
  )}<h2>Reference</h2><ul><li><a href="#shapes">Shapes</a></li><li><a href="#problems">Problem codes</a></li><li><a href="/openapi.json">openapi.json</a></li></ul></div></nav>
<main id="top"><h1>Đôn Đốc API</h1><p class="lead">${introduction.summary}</p>
<div class="facts">${introduction.sections.map(
    ({ title, text }) => html`<section><h3>${title}</h3><p>${prose(text)}</p></section>`,
  )}</div>
${groups.map(
  ({
    tag,
    entries: own,
  }) => html`<div data-group><h2 class="group">${tag.name}</h2><p>${prose(tag.description)}</p>
${own.map((entry) => operationArticle(entry, api.components.schemas, server))}</div>`,
)}
${shapeSection(api.components.schemas)}
${problemTable()}</main></div><script>${raw(script)}</script></body></html>`.html;
}

function raw(text: string): Html {
  return { html: text };
}

function wordsOf({ method, path, operation }: Entry): string {
  return `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase();
}

function navItem(entry: Entry): Html {
  const { method, operation } = entry;
  return html`<li data-words="${wordsOf(entry)}"><a href="#${operation.operationId}"><span class="verb ${method}">${method}</span><span>${operation.summary}</span></a></li>`;
}

function operationArticle(entry: Entry, schemas: Record<string, JsonObject>, server: string): Html {
  const { method, path, operation } = entry;
  const body = operation.requestBody?.content['application/json'];
  const inQuery = operation.parameters.filter((parameter) => parameter.in !== 'header');
  const inHeader = operation.parameters.filter((parameter) => parameter.in === 'header');
  return html`<article id="${operation.operationId}" data-words="${wordsOf(entry)}">
<h3>${operation.summary}</h3><p class="route"><span class="verb ${method}">${method}</span><span>${path}</span></p>
<p>${prose(operation.description)}</p>
${inQuery.length > 0 ? html`<h4>Parameters</h4>${parameterTable(inQuery, schemas)}` : undefined}
${body ? html`<h4>Body</h4>${fieldTable(body.schema, schemas)}` : undefined}
<h4>Example</h4>${sample(curl(entry, server, body?.example))}
<h4>Answers</h4>${Object.entries(operation.responses).flatMap(([status, response]) => success(status, response, schemas))}
${codeList(operation)}
${inHeader.length > 0 ? html`<details><summary>Headers</summary>${parameterTable(inHeader, schemas)}</details>` : undefined}
</article>`;
}

function parameterTable(parameters: Operation['parameters'], schemas: Record<string, JsonObject>): Html {
  return html`<div class="scroll"><table><tbody>${parameters.map(
    ({ name, required, schema, description }) => html`<tr><td><code>${name}</code>${mark(required)}</td>
<td class="type">${typeLinks(typeText(schema, schemas), schemas)}</td><td>${prose(`${description ?? ''}${presetOf(schema)}`)}</td></tr>`,
  )}</tbody></table></div>`;
}

function presetOf(schema: JsonObject): string {
  return schema.default === undefined ? '' : ` Default \`${JSON.stringify(schema.default)}\`.`;
}

function fieldTable(schema: JsonObject, schemas: Record<string, JsonObject>): Html {
  const rows = fieldRows(schema, schemas);
  if (rows.length === 0) return forms(schema, schemas);
  return html`<div class="scroll"><table><tbody>${rows.map(
    ({ name, type, required, description }) => html`<tr><td><code>${name}</code>${mark(required)}</td>
<td class="type">${typeLinks(type, schemas)}</td><td>${prose(description)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** A schema that is not one object: each of the forms that it allows, on a line of its own. */
function forms(schema: JsonObject, schemas: Record<string, JsonObject>): Html {
  const { anyOf, oneOf } = resolve(schema, schemas);
  const options = [anyOf ?? oneOf].flat().filter(isObject);
  const each =
    options.length > 0
      ? options.flatMap((option) => [option.oneOf ?? option].flat().filter(isObject))
      : [schema];
  return html`${each.map(
    (option) => html`<p class="type">${typeLinks(typeText(option, schemas), schemas)}</p>`,
  )}`;
}

/** A type in words, with every shape that is explained on this page linked to its explanation. */
function typeLinks(type: string, schemas: Record<string, JsonObject>): Html[] {
  return type
    .split(/\b([A-Z]\w+)\b/)
    .map((part) =>
      Object.hasOwn(schemas, part) ? html`<a href="#shape-${part}">${part}</a>` : html`${part}`,
    );
}

function shapeSection(schemas: Record<string, JsonObject>): Html {
  return html`<h2 class="group" id="shapes">Shapes</h2><p>What bodies and answers are made of.</p>
${Object.entries(schemas).map(
  ([name, schema]) =>
    html`<article id="shape-${name}"><h3>${name}</h3>${
      typeof schema.description === 'string' ? html`<p>${prose(schema.description)}</p>` : undefined
    }${fieldTable(schema, schemas)}</article>`,
)}`;
}

function mark(required: boolean): Html | undefined {
  return required ? html`<span class="must">required</span>` : undefined;
}

/** What a success looks like; problems are listed by code below it. */
function success(status: string, response: JsonObject, schemas: Record<string, JsonObject>): Html[] {
  if (!/^2/.test(status)) return [];
  const content = Object.values(isObject(response.content) ? response.content : {})[0];
  const schema = isObject(content) && isObject(content.schema) ? content.schema : undefined;
  const fields = schema && fieldRows(schema, schemas).length > 0 ? fieldTable(schema, schemas) : undefined;
  return [
    html`<p><strong>${status}</strong> ${prose(String(response.description))}</p>`,
    ...(fields ? [html`<details><summary>Fields</summary>${fields}</details>`] : []),
  ];
}

function codeList(operation: Operation): Html | undefined {
  const own = operation['x-problem-codes'];
  if (own.length === 0) return undefined;
  return html`<h4>Refused with</h4><p class="codes">${own.map(
    (code) => html`<a href="#problem-${code}"><code>${statusOf(code)} ${code}</code></a>`,
  )}</p>`;
}

const texts: Record<string, { status: number; vi: { detail: string }; en: { detail: string } }> =
  problemTexts;

function statusOf(code: string): string {
  return String(texts[code]?.status ?? '');
}

function problemTable(): Html {
  const rows = Object.entries(texts).sort(([a, x], [b, y]) => x.status - y.status || (a < b ? -1 : 1));
  return html`<h2 class="group" id="problems">Problem codes</h2><p>The <code>type</code> of a problem leads here.</p>
<div class="scroll"><table><thead><tr><th>Status</th><th>Code</th><th>English</th><th>Tiếng Việt</th></tr></thead><tbody>${rows.map(
    ([code, text]) => html`<tr id="problem-${code}"><td>${text.status}</td><td><code>${code}</code></td>
<td>${text.en.detail}</td><td lang="vi">${text.vi.detail}</td></tr>`,
  )}</tbody></table></div>`;
}

function sample(text: string): Html {
  return html`<div class="sample"><pre><code>${text}</code></pre><button type="button">Copy</button></div>`;
}

function curl({ method, path, operation }: Entry, server: string, example: unknown): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}'${server}${path}'`];
  if (!operation.security) lines.push(`-H "Authorization: Bearer $TOKEN"`);
  if (method === 'POST') lines.push(`-H "Idempotency-Key: $(uuidgen)"`);
  if (method === 'PATCH') lines.push(`-H 'If-Match: "v1"'`);
  if (example !== undefined) {
    const json = JSON.stringify(example, undefined, 2).replaceAll("'", "'\\''");
    lines.push(`-H 'Content-Type: application/json'`, `-d '${json}'`);
  }
  return lines.join(' \\\n  ');
}
