// Writes small zip archives for the tests of the reader, in every shape that a wheel may come in.
import { crc32, deflateRawSync } from 'node:zlib';

export interface WrittenEntry {
  name: string;
  content: string;
  deflate?: boolean;
  /** Sizes and checksum behind the content instead of in the header before it. */
  hasDataDescriptor?: boolean;
  /** Sizes and place in 64 bits, as for what is larger than 4 GiB. */
  isZip64?: boolean;
  mode?: number;
  /** A wrong checksum, to be found out. */
  crc?: number;
}

const FULL = 0xffffffff;

/** A whole archive; `isZip64` writes the end record in 64 bits as well. */
export function writeZip(
  entries: WrittenEntry[],
  { comment = '', isZip64 = false }: { comment?: string; isZip64?: boolean } = {},
): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const stored = entry.deflate ? deflateRawSync(content) : content;
    const crc = entry.crc ?? crc32(content);
    const local = localHeader(entry, { crc, stored: stored.length, size: content.length });
    const descriptor = entry.hasDataDescriptor
      ? numbers([4, 0x08074b50], [4, crc], [4, stored.length], [4, content.length])
      : Buffer.alloc(0);
    directory.push(
      directoryEntry(entry, { crc, stored: stored.length, size: content.length, offset }),
    );
    body.push(local, stored, descriptor);
    offset += local.length + stored.length + descriptor.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([
    ...body,
    list,
    endRecords(entries.length, list.length, offset, isZip64, comment),
  ]);
}

interface Sizes {
  crc: number;
  stored: number;
  size: number;
}

function localHeader(entry: WrittenEntry, { crc, stored, size }: Sizes): Buffer {
  const name = Buffer.from(entry.name);
  // An extra field of its own length, so that a reader that takes the directory's length goes wrong.
  const extra = numbers([2, 0xcafe], [2, 3], [1, 1], [1, 2], [1, 3]);
  const known = !entry.hasDataDescriptor;
  return Buffer.concat([
    numbers(
      ...([
        [4, 0x04034b50],
        [2, 20],
        [2, known ? 0 : 8],
        [2, entry.deflate ? 8 : 0],
      ] as const),
      ...([
        [2, 0],
        [2, 0],
        [4, known ? crc : 0],
        [4, known ? stored : 0],
      ] as const),
      ...([
        [4, known ? size : 0],
        [2, name.length],
        [2, extra.length],
      ] as const),
    ),
    name,
    extra,
  ]);
}

function directoryEntry(entry: WrittenEntry, sizes: Sizes & { offset: number }): Buffer {
  const name = Buffer.from(entry.name);
  const { crc, stored, size, offset } = sizes;
  const extra = entry.isZip64
    ? numbers([2, 0x0001], [2, 24], [8, size], [8, stored], [8, offset])
    : Buffer.alloc(0);
  const in32 = (value: number) => (entry.isZip64 ? FULL : value);
  return Buffer.concat([
    numbers(
      ...([
        [4, 0x02014b50],
        [2, 0x031e],
        [2, 20],
        [2, entry.hasDataDescriptor ? 8 : 0],
      ] as const),
      ...([
        [2, entry.deflate ? 8 : 0],
        [2, 0],
        [2, 0],
        [4, crc],
      ] as const),
      ...([
        [4, in32(stored)],
        [4, in32(size)],
        [2, name.length],
        [2, extra.length],
      ] as const),
      ...([
        [2, 0],
        [2, 0],
        [2, 0],
        [4, (entry.mode ?? 0) * 0x10000],
        [4, in32(offset)],
      ] as const),
    ),
    name,
    extra,
  ]);
}

function endRecords(
  count: number,
  length: number,
  offset: number,
  isZip64: boolean,
  comment: string,
): Buffer {
  const end64 = numbers(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, length],
      [8, offset],
    ] as const),
  );
  const locator = numbers([4, 0x07064b50], [4, 0], [8, offset + length], [4, 1]);
  const text = Buffer.from(comment);
  const end = numbers(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, isZip64 ? 0xffff : count],
    ] as const),
    ...([
      [2, isZip64 ? 0xffff : count],
      [4, isZip64 ? FULL : length],
    ] as const),
    ...([
      [4, isZip64 ? FULL : offset],
      [2, text.length],
    ] as const),
  );
  return Buffer.concat([...(isZip64 ? [end64, locator] : []), end, text]);
}

/** Little-endian numbers, each with its width in bytes. */
function numbers(...fields: (readonly [width: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const bytes = Buffer.alloc(width);
      if (width === 8) bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
