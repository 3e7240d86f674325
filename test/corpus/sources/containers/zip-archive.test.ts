// Zip files as they should be, damaged ones, and such as are built to do harm.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ZipArchive } from '../../../../app/corpus/sources/containers/zip-archive.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { makeZip, type ZipEntry } from '../make-zip.ts';

async function openBytes(bytes: Uint8Array, signal?: AbortSignal): Promise<ZipArchive> {
  const path = join(await temporaryFolder(), 'a.zip');
  await writeFile(path, bytes);
  const source = { path, name: 'a.zip', sizeBytes: bytes.length };
  const archive = await ZipArchive.open(source, signal);
  onTestFinished(() => archive.close());
  return archive;
}

async function readText(archive: ZipArchive, name: string): Promise<string> {
  return Buffer.from(await archive.readWhole(name, 2 ** 32)).toString();
}

async function openAndRead(...entries: ZipEntry[]): Promise<string> {
  return await readText(await openBytes(makeZip(entries)), entries[0]?.name ?? '');
}

test('reads entries in any order, packed or not', async () => {
  const archive = await openBytes(
    makeZip([
      { name: 'a', content: 'first' },
      { name: 'folder/b', content: 'second', isStored: true },
      { name: 'c', content: '' },
    ]),
  );
  expect(archive.has('folder/b')).toBe(true);
  expect(archive.has('b')).toBe(false);
  expect(await readText(archive, 'c')).toBe('');
  expect(await readText(archive, 'folder/b')).toBe('second');
  expect(await readText(archive, 'a')).toBe('first');
  expect(archive.doneBytes).toBeGreaterThan(6);
});

test('reads an entry that is larger than every buffer', async () => {
  const content = Array.from({ length: 60_000 }, (_, line) => `line ${line}\n`).join('');
  expect(await openAndRead({ name: 'a', content })).toBe(content);
  expect(await openAndRead({ name: 'a', content, isStored: true })).toBe(content);
});

describe('refuses as damaged', () => {
  const whole = makeZip([
    { name: 'a', content: 'words '.repeat(50) },
    { name: 'b', content: 'more' },
  ]);
  test('a zip that ends too early, wherever', async () => {
    for (let length = 0; length < whole.length; length += 7) {
      await expect(openBytes(whole.subarray(0, length))).rejects.toMatchObject({
        code: 'corpus-damaged',
      });
    }
  });

  test('a zip with a changed byte, unless nothing is read from it', async () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      const reading = openBytes(changed).then((archive) => readText(archive, 'a'));
      const outcome = await reading.catch((error: { code: string }) => error.code);
      expect(['words '.repeat(50), 'corpus-damaged', 'corpus-unsafe', 'corpus-no-text']).toContain(
        outcome,
      );
    }
  });

  test.each<[string, Partial<ZipEntry>]>([
    ['is longer than it says', { claimedSize: 3 }],
    ['is not what was packed', { claimedSize: 300 }],
    ['is not what was packed', { claimedChecksum: 1 }],
    ['is packed in an unknown way', { method: 12 }],
    ['is damaged', { content: Buffer.from([255, 255, 255]), method: 8, isStored: true }],
  ])('an entry that %s (%o)', async (words, entry) => {
    const reading = openAndRead({ name: 'a', content: 'some words', ...entry });
    await expect(reading).rejects.toMatchObject({ code: 'corpus-damaged' });
    if (entry.method !== 8) await expect(reading).rejects.toThrow(words);
  });

  test('positions beyond every file', async () => {
    const locator = Buffer.alloc(20, 0xff);
    locator.write('PK\x06\x07', 0, 'latin1');
    const end = whole.subarray(-22);
    const bytes = Buffer.concat([whole.subarray(0, -22), locator, end]);
    await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'corpus-damaged' });
  });

  test('a name that is not there', async () => {
    await expect(openBytes(whole).then((zip) => readText(zip, 'z'))).rejects.toThrow('missing');
  });
});

describe('refuses as unsafe', () => {
  test.each(['../a', '/a', 'a/../../b', 'C:/a', 'a\\b'])('the name %s', async (name) => {
    await expect(openAndRead({ name, content: 'x' })).rejects.toMatchObject({
      code: 'corpus-unsafe',
    });
  });

  test('more entries than any book has', async () => {
    const bytes = makeZip([{ name: 'a', content: 'x' }]);
    bytes.writeUInt16LE(20_001, bytes.length - 12);
    await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'corpus-unsafe' });
  });

  test('a megabyte that unpacks to a gigabyte, long before it has', async () => {
    const content = Buffer.alloc(64 * 2 ** 20);
    const archive = await openBytes(makeZip([{ name: 'a', content }]));
    let bytes = 0;
    const reading = (async () => {
      for await (const piece of archive.read('a')) bytes += piece.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'corpus-unsafe' });
    expect(bytes).toBeLessThan(20 * 2 ** 20);
  });

  test('a part that is small in honest files', async () => {
    const archive = await openBytes(makeZip([{ name: 'a', content: 'x'.repeat(1001) }]));
    await expect(archive.readWhole('a', 1000)).rejects.toMatchObject({ code: 'corpus-unsafe' });
  });
});

test('says that an entry needs a password', async () => {
  await expect(openAndRead({ name: 'a', content: 'x', isEncrypted: true })).rejects.toMatchObject({
    code: 'corpus-no-text',
    details: { why: 'encrypted' },
  });
});

test('leaves a zip inside a zip as it is', async () => {
  const inner = makeZip([{ name: '../b', content: 'x' }]);
  const archive = await openBytes(makeZip([{ name: 'a', content: inner }]));
  expect(Buffer.from(await archive.readWhole('a', 1000))).toEqual(inner);
});

test('stops when it is told to', async () => {
  const stopping = new AbortController();
  const content = 'x'.repeat(500_000);
  const archive = await openBytes(makeZip([{ name: 'a', content }]), stopping.signal);
  const pieces = archive.read('a');
  await pieces.next();
  stopping.abort();
  await expect(pieces.next()).rejects.toMatchObject({ code: 'cancelled' });
});

test('says what is wrong with a path that is no file', async () => {
  const folder = await temporaryFolder();
  const open = (path: string) => ZipArchive.open({ path, name: 'a.zip', sizeBytes: 0 }, undefined);
  await expect(open(folder)).rejects.toMatchObject({ code: 'corpus-unreadable' });
  await expect(open(join(folder, 'none'))).rejects.toMatchObject({ code: 'corpus-unreadable' });
});
