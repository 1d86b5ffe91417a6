/** What holds for every operation, told once: opens the API description and the page at /docs. */
export const introduction = {
  summary: 'Who owes what to whom by when: registered, reminded, urged, escalated, reported.',
  security:
    'A JWT of the configured OpenID Connect issuer. It says who you are; what you may see and do follows from your memberships (`GET /v1/me`).',
  sections: [
    {
      title: 'Who you are',
      text: 'Send `Authorization: Bearer <token>`. What you may not see answers 404 as if it did not exist; what you may see but not do answers 403. Nobody confirms the work of a unit that they belong to.',
    },
    {
      title: 'Problems',
      text: 'Every error is `application/problem+json` (RFC 9457), except two that the gateway words itself, in plain JSON: a missing or invalid token (401), and a body over 6 MB, as base64 if it is no text (413). Decide on `code`: it is fixed. `title` and `detail` follow `Accept-Language` (vi, en). `errors` lists all faults at once, each with a JSON Pointer into the body (`/tasks/0/leadUnitIds`), or `?name` for a query parameter. 400: not understood. 409: not in this state, or changed at the same moment. 422: understood, and refused by a rule. Nothing is written unless the answer says so.',
    },
    {
      title: 'Safe repetition',
      text: 'Any POST or PATCH may carry an `Idempotency-Key` of up to 255 visible characters. The same key with the same body is answered with the stored answer and `Idempotent-Replayed: true` for 24 hours; with another body it is refused (422). The key is kept in the same transaction as the change, so a lost answer can always be fetched again. PUT and DELETE can be repeated as they are. Requests that were refused do not use up their key.',
    },
    {
      title: 'Versions',
      text: 'Every single resource has an `ETag`, `"v7"`; where the answer also changes as days pass, a digest follows, `"v7.3kq9ZxTnB0c"`. Send it as `If-None-Match` to save the transfer (304), and as `If-Match` to change only what you have seen (412). `If-Match` looks at the version alone, and PATCH requires it (428).',
    },
    {
      title: 'Lists',
      text: 'Lists answer `{"items": […], "next": "…"}`. Pass `next` as `cursor` with the same filters for the next page, or follow `Link: rel="next"`; `null` is the end. `limit` is at most 200 (more is refused, never capped). Lists are read from indexes that follow a change within moments. A task, its record and its obligations are always current; a unit may be up to a minute behind.',
    },
    {
      title: 'Times',
      text: 'Moments are RFC 3339 with the offset of the deployment (`2026-12-08T00:00:00.000+07:00`), days are `yyyy-mm-dd`, spans are `{"workingDays": 3}`. A task due on the 7th may be submitted until 24:00 that day: its `dueAt` is 00:00 of the 8th.',
    },
    {
      title: 'Growth',
      text: 'Paths, names and codes under `/v1` are kept. Answers may gain fields, and lists of values may grow: take no notice of what you do not know. What is to go away is announced with `Deprecation` and `Sunset` headers.',
    },
  ],
  get text(): string {
    return this.sections.map(({ title, text }) => `**${title}.** ${text}`).join('\n\n');
  },
};
