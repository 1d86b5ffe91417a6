type Part = { headers: Record<string, string>; body: string };

/**
 * Reads a MIME message as far as a mail of this application needs it: unfolded headers, encoded words, nested multiparts, quoted-printable
 * and base64 parts in UTF-8.
 */
export function readMime(raw: string, from?: string) {
  const { headers, body } = partOf(raw);
  const decoded = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, encodedWords(value)]),
  );
  const find = (name: string) =>
    Object.entries(decoded).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  const texts = { text: '', html: '' };
  collect({ headers, body }, texts);
  return { from: from ?? find('from'), subject: find('subject'), headers: decoded, ...texts };
}

function partOf(raw: string): Part {
  const text = raw.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ');
  const lines = head.split('\n').map((line) => /^([^:]+):\s*(.*)$/.exec(line));
  return {
    headers: Object.fromEntries(lines.flatMap((line) => (line?.[1] ? [[line[1], line[2] ?? '']] : []))),
    body: end < 0 ? '' : text.slice(end + 2),
  };
}

function collect({ headers, body }: Part, texts: { text: string; html: string }): void {
  const header = (name: string) =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  const type = header('content-type') || 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const pieces = body.split(`--${boundary}`).slice(1);
    for (const piece of pieces) {
      if (!piece.startsWith('--')) collect(partOf(piece.replace(/^\n/, '')), texts);
    }
    return;
  }
  const decoded = decode(body, header('content-transfer-encoding').toLowerCase());
  if (/^text\/html/i.test(type)) texts.html ||= decoded;
  else if (/^text\/plain/i.test(type)) texts.text ||= decoded;
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quotedPrintable(body.replace(/=\n/g, '')) : body;
}

function quotedPrintable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  // Characters beyond one byte were never encoded: leave such a text as it is.
  return /[^\0-\xff]/.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

const encodedWords = (value: string) =>
  value
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')),
    );
