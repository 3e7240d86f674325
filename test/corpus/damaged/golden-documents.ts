// The documents of other programs, to be damaged: as a whole, or a part inside of a container, which is then packed
// again so that its checksums are right and the damage reaches the reader of that part.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Random } from '../../../app/model/random.ts';
import { makeZip, type ZipEntry } from '../sources/make-zip.ts';
import { damage, pick } from './damages.ts';

export interface GoldenDocument {
  name: string;
  bytes: Buffer;
}

/** Scripts that made the documents are none. */
const isDocument = (path: string) => !path.endsWith('.py');

/** All documents of a folder and the folders in it, in an order that is the same everywhere. */
export function readGoldenDocuments(folder: string): GoldenDocument[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => isDocument(path) && statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ name: path, bytes: readFileSync(join(folder, path)) }));
}

/** A container of which one part is damaged and the others are not. */
export function damagePart(
  { name, bytes }: GoldenDocument,
  random: Random,
): { label: string; name: string; bytes: Buffer } {
  const entries = unpack(bytes);
  const damagedEntry = pick(random, entries);
  const damaged = damage(Buffer.from(damagedEntry.content), random);
  const content = damaged.bytes;
  const packed = entries.map((entry) => (entry === damagedEntry ? { ...entry, content } : entry));
  return { label: `${name}: ${damagedEntry.name} ${damaged.how}`, name, bytes: makeZip(packed) };
}

/** The entries of a zip file that is right. */
function unpack(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const isStored = zip.readUInt16LE(at + 10) === 0;
    const size = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const packed = zip.subarray(start, start + size);
    if (!name.endsWith('/')) {
      entries.push({ name, isStored, content: isStored ? packed : inflateRawSync(packed) });
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
