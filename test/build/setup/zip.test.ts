import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extractZipEntry, readZipDirectory } from '../../../build/setup/zip.mjs';
import { writeZip, type WrittenEntry } from './zip-writer.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charloom-zip-'));
});
afterEach(() => rm(folder, { recursive: true }));

const text = 'weaving '.repeat(500);

async function archiveOf(...parameters: Parameters<typeof writeZip>): Promise<string> {
  const path = join(folder, 'archive.zip');
  await writeFile(path, writeZip(...parameters));
  return path;
}

async function contentsOf(archive: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const entry of await readZipDirectory(archive)) {
    const destination = join(folder, 'out', entry.name);
    await extractZipEntry(archive, entry, destination);
    contents[entry.name] = await readFile(destination, 'utf8');
  }
  return contents;
}

const shapes: [string, Partial<WrittenEntry>, { isZip64?: boolean; comment?: string }][] = [
  ['stored', {}, {}],
  ['deflated', { deflate: true }, {}],
  ['with data descriptors', { deflate: true, hasDataDescriptor: true }, {}],
  ['with zip64 entries', { deflate: true, isZip64: true }, {}],
  ['with a zip64 end record', { deflate: true }, { isZip64: true }],
  ['with zip64 throughout', { isZip64: true }, { isZip64: true }],
  ['with a comment at the end', {}, { comment: 'PK'.repeat(200) }],
];

test.each(shapes)('reads an archive %s', async (_name, shape, options) => {
  const archive = await archiveOf(
    [
      { ...shape, name: 'first.txt', content: text },
      { ...shape, name: 'folder/织.txt', content: '一二三' },
      { ...shape, name: 'empty.txt', content: '' },
    ],
    options,
  );
  expect(await contentsOf(archive)).toEqual({
    'first.txt': text,
    'folder/织.txt': '一二三',
    'empty.txt': '',
  });
});

test.skipIf(process.platform === 'win32')('sets the run bit where the archive has it', async () => {
  const archive = await archiveOf([
    { name: 'program', content: '#!', mode: 0o100755 },
    { name: 'text', content: '.', mode: 0o100644 },
  ]);
  await contentsOf(archive);
  expect((await stat(join(folder, 'out', 'program'))).mode & 0o111).not.toBe(0);
  expect((await stat(join(folder, 'out', 'text'))).mode & 0o111).toBe(0);
});

test.each(['../outside', '/etc/passwd', 'a/../../b', 'C:\\windows', 'a\\b'])(
  'refuses the name %s, which leads out of the folder',
  async (name) => {
    const archive = await archiveOf([{ name, content: '.' }]);
    await expect(readZipDirectory(archive)).rejects.toThrow('leads out of it');
  },
);

test('finds out content that is not what was stored', async () => {
  const archive = await archiveOf([{ name: 'a', content: text, crc: 1 }]);
  await expect(contentsOf(archive)).rejects.toThrow('is damaged: a does not have');
});

test('says that a cut-off archive is none', async () => {
  const archive = await archiveOf([{ name: 'a', content: text }]);
  const whole = await readFile(archive);
  await writeFile(archive, whole.subarray(0, whole.length - 30));
  await expect(readZipDirectory(archive)).rejects.toThrow('its end is missing');
});
