// Reads zip archives, as Python's wheels are, without holding them in memory: the directory at the end,
// then one entry at a time. Follows PKWARE's APPNOTE 6.3.10, zip64 included; no encryption, no spanning.
// Sizes come from the directory, so entries with a data descriptor need nothing special.
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
/** The end record is 22 bytes and may be followed by a comment of at most 65,535. */
const LONGEST_END = 22 + 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * @typedef {object} ZipEntry
 * @property {string} name with forward slashes; a folder's ends in one
 * @property {number} method
 * @property {number} crc
 * @property {number} compressedSize
 * @property {number} size
 * @property {number} headerOffset
 * @property {number} mode the Unix permission bits, or 0
 */

/**
 * Lists what is in a zip archive.
 * @param {string} archive
 * @returns {Promise<ZipEntry[]>}
 */
export async function readZipDirectory(archive) {
  const file = await open(archive, 'r');
  try {
    const { size } = await file.stat();
    const { offset, length } = await findDirectory(file, size, archive);
    return parseDirectory(await readAt(file, offset, length), archive);
  } finally {
    await file.close();
  }
}

/**
 * Writes one entry to a file, checking its length and checksum on the way.
 * @param {string} archive
 * @param {ZipEntry} entry
 * @param {string} destination
 */
export async function extractZipEntry(archive, entry, destination) {
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new Error(
      `${archive}: ${entry.name} is compressed in a way (${entry.method}) unknown here`,
    );
  }
  await mkdir(dirname(destination), { recursive: true });
  const start = await findContent(archive, entry);
  let size = 0;
  let checksum = 0;
  const check = new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      done(null, chunk);
    },
  });
  const source =
    entry.compressedSize === 0
      ? Readable.from([])
      : createReadStream(archive, { start, end: start + entry.compressedSize - 1 });
  const inflated = entry.method === DEFLATED ? [createInflateRaw()] : [];
  await pipeline([source, ...inflated, check, createWriteStream(destination)]);
  if (size !== entry.size || checksum !== entry.crc) {
    throw new Error(
      `${archive} is damaged: ${entry.name} does not have the stored length and checksum`,
    );
  }
  if (entry.mode & 0o111) await chmod(destination, 0o755);
}

/**
 * Where an entry's own bytes begin: behind its local header, whose lengths are its own.
 * @param {string} archive
 * @param {ZipEntry} entry
 */
async function findContent(archive, entry) {
  const file = await open(archive, 'r');
  try {
    const header = await readAt(file, entry.headerOffset, 30);
    if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
      throw new Error(`${archive} is damaged: no header for ${entry.name}`);
    }
    return entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} size
 * @param {string} archive
 */
async function findDirectory(file, size, archive) {
  const tailStart = Math.max(0, size - LONGEST_END);
  const tail = await readAt(file, tailStart, size - tailStart);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end -= 1;
  if (end < 0) throw new Error(`${archive} is not a zip archive, or its end is missing`);

  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== END64_LOCATOR_SIGNATURE) {
    return { offset, length };
  }
  const end64 = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (end64.readUInt32LE(0) !== END64_SIGNATURE) {
    throw new Error(`${archive} is damaged: its zip64 end record is not where it should be`);
  }
  return { length: Number(end64.readBigUInt64LE(40)), offset: Number(end64.readBigUInt64LE(48)) };
}

/**
 * @param {Buffer} directory
 * @param {string} archive
 */
function parseDirectory(directory, archive) {
  /** @type {ZipEntry[]} */
  const entries = [];
  let at = 0;
  while (at < directory.length) {
    if (directory.length - at < 46 || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw new Error(
        `${archive} is damaged: its directory breaks off after ${entries.length} entries`,
      );
    }
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const nameEnd = at + 46 + nameLength;
    const entry = {
      name: directory.toString('utf8', at + 46, nameEnd),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
      mode: directory.readUInt32LE(at + 38) >>> 16,
    };
    refuseEscape(entry.name, archive);
    widen(entry, directory.subarray(nameEnd, nameEnd + extraLength));
    entries.push(entry);
    at = nameEnd + extraLength + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * Replaces the 32-bit fields that are full by their 64-bit twins in the zip64 extra field (0x0001), which
 * holds only those, in this order.
 * @param {ZipEntry} entry
 * @param {Buffer} extra
 */
function widen(entry, extra) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 0x0001) continue;
    let next = at + 4;
    for (const field of /** @type {const} */ (['size', 'compressedSize', 'headerOffset'])) {
      if (entry[field] !== 0xffffffff) continue;
      entry[field] = Number(extra.readBigUInt64LE(next));
      next += 8;
    }
  }
}

/**
 * A name from inside an archive must never lead out of the folder that it is unpacked to.
 * @param {string} name
 * @param {string} archive
 */
function refuseEscape(name, archive) {
  const isUnsafe =
    name.startsWith('/') || /^[a-z]:|\\|\0/i.test(name) || name.split('/').includes('..');
  if (isUnsafe) throw new Error(`${archive} holds a name that leads out of it: ${name}`);
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} offset
 * @param {number} length
 */
async function readAt(file, offset, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  if (bytesRead !== length) throw new Error(`The archive ends early, at ${offset + bytesRead}`);
  return buffer;
}
