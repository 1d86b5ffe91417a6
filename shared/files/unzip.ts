import { inflateRawSync } from 'node:zlib';

/** Not an archive that this reads: damaged, encrypted, or larger inside than allowed. */
export class UnreadableArchive extends Error {
  override readonly name = 'UnreadableArchive';
}

/**
 * The files of an archive by name, each unpacked when asked for. `mostBytes` bounds all that is unpacked together: an archive
 * of a few kilobytes may hold gigabytes.
 * @throws UnreadableArchive
 */
export function readZip(bytes: Buffer, mostBytes: number): (name: string) => Buffer | undefined {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new UnreadableArchive('no directory');
  let left = mostBytes;
  const entries = new Map<string, () => Buffer>();
  try {
    let at = bytes.readUInt32LE(end + 16);
    for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
      if (bytes.readUInt32LE(at) !== 0x02014b50) throw new UnreadableArchive('damaged directory');
      const nameLength = bytes.readUInt16LE(at + 28);
      const start = at;
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
      entries.set(name, () => {
        const content = unpack(bytes, start, left);
        left -= content.length;
        return content;
      });
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  } catch (error) {
    throw error instanceof RangeError ? new UnreadableArchive('cut off') : error;
  }
  return (name) => entries.get(name)?.();
}

function unpack(bytes: Buffer, entry: number, most: number): Buffer {
  try {
    if (bytes.readUInt16LE(entry + 8) & 1) throw new UnreadableArchive('encrypted');
    const method = bytes.readUInt16LE(entry + 10);
    const size = bytes.readUInt32LE(entry + 20);
    const local = bytes.readUInt32LE(entry + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    if (method === 0 && packed.length <= most) return packed;
    if (method !== 8) throw new UnreadableArchive('unknown method');
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    throw new UnreadableArchive('cannot be unpacked', { cause: error });
  }
}
