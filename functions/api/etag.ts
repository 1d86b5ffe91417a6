import { createHash } from 'node:crypto';
import { Refusal } from '../../shared/domain/refusal.ts';

/**
 * A resource's validator is `"v{version}"`. Where the representation also changes with time alone (a task's timing, the
 * days each party held it), a digest of the body follows: `"v7.3kq9ZxTnB0c"`. If-None-Match compares the whole; If-Match looks at
 * the version only, so that a change is not refused merely because midnight has passed.
 */
export function versionTag(version: number, representation?: string): string {
  return representation === undefined ? `"v${version}"` : `"v${version}.${digest(representation)}"`;
}

/** Lists and documents have no version: a weak validator over their content. */
export function contentTag(representation: string): string {
  return `W/"${digest(representation)}"`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}

const TAG = /\s*(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"\s*(?:,|$)/y;

/** The tags of a list, or undefined if it is not one. */
function parseTags(header: string): { weak: boolean; tag: string }[] | undefined {
  const tags: { weak: boolean; tag: string }[] = [];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < header.length) {
    const match = TAG.exec(header);
    if (!match) return undefined;
    tags.push({ weak: match[1] !== undefined, tag: match[2] ?? '' });
  }
  return tags.length > 0 ? tags : undefined;
}

/** Weak comparison, as RFC 9110 asks for If-None-Match; `*` matches whatever exists. */
export function noneMatchHits(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const bare = etag.replace(/^W\//, '').slice(1, -1);
  return (parseTags(header) ?? []).some(({ tag }) => tag === bare);
}

/**
 * The versions that If-Match allows: undefined when the header is absent or `*` (anything that exists). Weak tags and tags that were
 * never ours match nothing, so the list may be empty, and then every change is refused with 412.
 * @throws Refusal `malformed_header`
 */
export function ifMatchVersions(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const tags = parseTags(header);
  if (!tags) throw new Refusal('malformed_header', { header: 'If-Match' });
  return tags.flatMap(({ weak, tag }) => {
    const version = /^v(\d{1,15})(?:\.[\w-]+)?$/.exec(tag)?.[1];
    return weak || version === undefined ? [] : [Number(version)];
  });
}
