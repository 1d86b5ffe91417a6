import * as z from 'zod/mini';
import { openRoute, type Route } from '../route.ts';

const params = z.strictObject({ token: z.string() });
const html = (description: string) => ({ description, type: 'text/html' });

/** Loaded when somebody opens a link, and not before: the API itself starts without it. */
const page = () => import('../page/answer.ts');
const refuse: NonNullable<Route['refuse']> = async (problem, request) =>
  (await page()).refusePage(problem, request);

/** The page that mails link to. No part of the described API: it is for people, who are known by the link's signature. */
export const mailPage: Route[] = [
  openRoute({
    method: 'GET',
    path: '/m/{token}',
    name: 'getMailPage',
    tag: 'Mail page',
    summary: 'The page behind the link in a mail',
    description: 'Shows the task, and what this person may do now.',
    params,
    // Mail programs and scanners append parameters of their own.
    query: z.object({ done: z.optional(z.string()) }),
    answers: { 200: html('The task') },
    handle: async (call) => (await page()).showPage(call),
    refuse,
  }),
  openRoute({
    method: 'POST',
    path: '/m/{token}',
    name: 'postMailPage',
    tag: 'Mail page',
    summary: 'A form of that page',
    description: 'Acts as this person, by the same rules as the API.',
    params,
    query: z.object({}),
    answers: { 303: html('Done; the page tells what was recorded') },
    handle: async (call) => (await page()).takeForm(call),
    refuse,
  }),
];
