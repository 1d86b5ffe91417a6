import { isMandatory } from './facts.ts';
import type { Header, Letter } from './letter.ts';

// What SES accepts as custom headers of a simple message: at most 15, printable ASCII, and none of those it sets itself.
// The developer guide gives 870 characters for a value, the SDK 995; the smaller holds everywhere.
const limits = { count: 15, name: 126, value: 870 };
const setBySes = new Set([
  'bcc',
  'cc',
  'content-disposition',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'return-path',
  'subject',
  'to',
]);

/**
 * The headers of one mail. SES replaces our Message-ID, so mails are threaded by a root that was never sent: one per
 * task, one per person for digests. One-click unsubscribing is offered on courtesy mail only: a duty cannot be silenced.
 * @throws RangeError if SES would refuse one of them
 */
export function headersOf(letter: Letter): Header[] {
  const root = threadRoot(letter);
  const headers: Header[] = [
    { name: 'In-Reply-To', value: root },
    { name: 'References', value: root },
    { name: 'Auto-Submitted', value: 'auto-generated' },
    { name: 'X-Auto-Response-Suppress', value: 'All' },
    { name: 'List-Id', value: `<don-doc.${letter.mailDomain}>` },
  ];
  if (!letter.notices?.length && !letter.matters.some(isMandatory)) {
    headers.push(
      { name: 'List-Unsubscribe', value: `<${letter.links.reminders}>` },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    );
  }
  return checkHeaders(headers);
}

function threadRoot(letter: Letter): string {
  const tasks = new Set(letter.matters.map((matter) => matter.task.id));
  const [only] = tasks;
  const single = only !== undefined && tasks.size === 1 && !letter.notices?.length;
  // A user id is whatever the issuer says, often with a | or an @, which a message id takes in no part.
  const name = single ? `task-${only}` : `digest-${encodeURIComponent(letter.person.id)}`;
  if (!/^[A-Za-z0-9._%-]+$/.test(name)) throw new RangeError(`not usable in a message id: ${name}`);
  return `<${name}@${letter.mailDomain}>`;
}

/** @throws RangeError naming the first header that SES would refuse; returns what it was given otherwise */
export function checkHeaders(headers: Header[]): Header[] {
  if (headers.length > limits.count) throw new RangeError(`more than ${limits.count} headers`);
  for (const { name, value } of headers) {
    if (!/^[!-9;-~]+$/.test(name) || name.length > limits.name)
      throw new RangeError(`not a header name: ${JSON.stringify(name)}`);
    if (setBySes.has(name.toLowerCase())) throw new RangeError(`SES sets this header itself: ${name}`);
    if (!/^[ -~]+$/.test(value) || value.length > limits.value)
      throw new RangeError(`not a header value: ${name}: ${JSON.stringify(value)}`);
  }
  return headers;
}
