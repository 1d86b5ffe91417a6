import type { AttributeValue } from 'aws-lambda';
import type { Item } from 'dynalite/db/index.js';

/** An item's size in bytes by the service's published rules (UTF-8 names and values), for capacity and limits. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.SS !== undefined) return sum(value.SS, (text) => Buffer.byteLength(text));
  if (value.NS !== undefined) return sum(value.NS, numberBytes);
  if (value.BS !== undefined) return sum(value.BS, (bytes) => Buffer.byteLength(bytes, 'base64'));
  if (value.L !== undefined) return 3 + sum(value.L, (member) => 1 + valueBytes(member));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  return 1;
}

function numberBytes(text: string): number {
  const digits = text.replace(/^-/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function sum<T>(members: T[], size: (member: T) => number): number {
  return members.reduce((total, member) => total + size(member), 0);
}

/** Equal as the service sees it: the order of attributes and of set members does not count. */
export function sameImage(a: Item | undefined, b: Item | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameValue(a[name], b[name]));
}

function sameValue(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.M !== undefined) return b.M !== undefined && sameImage(a.M, b.M);
  if (a.L !== undefined) {
    const others = b.L;
    return others?.length === a.L.length && a.L.every((member, i) => sameValue(member, others[i]));
  }
  const set = a.SS ?? a.NS ?? a.BS;
  if (set !== undefined) {
    const type = typeOf(a);
    const others = new Set(b.SS ?? b.NS ?? b.BS ?? []);
    return type === typeOf(b) && others.size === set.length && set.every((member) => others.has(member));
  }
  return (
    a.S === b.S &&
    a.N === b.N &&
    a.B === b.B &&
    a.BOOL === b.BOOL &&
    a.NULL === b.NULL &&
    typeOf(a) === typeOf(b)
  );
}

/** `S`, `N`, `M` ... */
function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] ?? '';
}
