import * as z from 'zod';
import { docsPage, docsPolicy } from '../docs/page.ts';
import { type ApiDescription, describeApi } from '../openapi.ts';
import { openRoute, type Route } from '../route.ts';

const tags = [
  { name: 'Organisation', description: 'Units as a tree, and the people who have a place in them.' },
  { name: 'Directives', description: 'The documents that assign tasks (văn bản chỉ đạo).' },
  {
    name: 'Tasks',
    description:
      'Pieces of work (nhiệm vụ), each with a lead unit, an answerable head, a product and a deadline.',
  },
  {
    name: 'Task actions',
    description:
      'What moves a task: `assigned → accepted → in_progress → submitted → completed`, with dispute, return, suspension, cancellation and reassignment on the way. Each closes an obligation and opens the next.',
  },
  { name: 'Work lists', description: 'Obligations (trách nhiệm): who owes what to whom by when.' },
  { name: 'About', description: 'This description.' },
];

/** The description of a table of routes, as OpenAPI and as a page; both are themselves part of it. */
export function describe(routes: readonly Route[], publicUrl: string): Route[] {
  let description: ApiDescription | undefined;
  // Built on first demand: most containers are never asked.
  const api = () => {
    description ??= describeApi([...routes, ...own], tags, publicUrl);
    return description;
  };
  const own: Route[] = [
    openRoute({
      method: 'GET',
      path: '/openapi.json',
      name: 'getOpenApi',
      tag: 'About',
      summary: 'OpenAPI 3.1',
      description: 'The machine-readable description, generated from the schemas that validate.',
      answers: { 200: { description: 'OpenAPI document', schema: z.record(z.string(), z.unknown()) } },
      handle: async () => ({ status: 200, body: api() }),
    }),
    openRoute({
      method: 'GET',
      path: '/docs',
      name: 'getDocs',
      tag: 'About',
      summary: 'This page',
      description: 'The description for people.',
      answers: { 200: { description: 'HTML page', type: 'text/html' } },
      handle: async () => ({
        status: 200,
        body: docsPage(api()),
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-language': 'en',
          'content-security-policy': docsPolicy,
          'referrer-policy': 'no-referrer',
        },
      }),
    }),
  ];
  return [...routes, ...own];
}
