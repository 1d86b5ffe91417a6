import * as z from 'zod/mini';
import { openRoute, type Route } from '../route.ts';

export const tags = [
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
  {
    name: 'Requests',
    description:
      'What is asked about a task: extensions (gia hạn) and proposals (kiến nghị), and the answers to them. Whoever is asked owes a decision or an answer, with its own reminders and escalation. What is still open when the work is submitted, called off or given to another ends as superseded.',
  },
  {
    name: 'Calendars and policies',
    description: 'What dates are counted by, and what happens by itself (lịch làm việc, chính sách).',
  },
  { name: 'Work lists', description: 'Obligations (trách nhiệm): who owes what to whom by when.' },
  {
    name: 'Reports',
    description: 'Figures that add up, of any day, each with the list that it counts.',
  },
  { name: 'Office files', description: 'What an office prints, signs and fills in (văn bản, bảng tính).' },
  { name: 'About', description: 'This description.' },
];

/** The description of the API, as OpenAPI and as a page; both are part of what they describe. */
export const description: readonly Route[] = [
  openRoute({
    method: 'GET',
    path: '/openapi.json',
    name: 'getOpenApi',
    tag: 'About',
    summary: 'OpenAPI 3.1',
    description: 'The machine-readable description, generated from the schemas that validate.',
    answers: { 200: { description: 'OpenAPI document', schema: z.record(z.string(), z.unknown()) } },
    handle: async (call) => ({ status: 200, body: await call.description.openApi() }),
  }),
  openRoute({
    method: 'GET',
    path: '/docs',
    name: 'getDocs',
    tag: 'About',
    summary: 'This page',
    description: 'The description for people.',
    answers: { 200: { description: 'HTML page', type: 'text/html' } },
    handle: async (call) => {
      const { html, policy } = await call.description.page();
      return {
        status: 200,
        body: html,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-language': 'en',
          'content-security-policy': policy,
          'referrer-policy': 'no-referrer',
        },
      };
    },
  }),
];
