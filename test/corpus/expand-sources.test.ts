import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandSources } from '../../app/corpus/expand-sources.ts';
import { listSampleTexts, openSampleText } from '../../app/corpus/sample-texts.ts';
import { temporaryFolder } from './fixtures.ts';

async function write(folder: string, files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

describe('naming a folder', () => {
  test('gives its text files at any depth, sorted, and says what was passed over', async () => {
    const folder = await temporaryFolder();
    await write(folder, {
      'b.txt': 'text',
      'a/z.MD': 'text',
      'a/deep/y.text': 'text',
      README: 'plain words',
      program: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0, 1, 2]),
      'photo.png': 'png',
      'empty.txt': '',
      '.hidden.txt': 'text',
      '.git/config.txt': 'text',
    });
    await symlink(folder, join(folder, 'circle'));
    const { files, skipped } = await expandSources([folder]);
    expect(files.map((file) => file.name)).toEqual(['README', 'a/deep/y.text', 'a/z.MD', 'b.txt']);
    expect(files.map((file) => file.path)).toEqual(files.map((file) => join(folder, file.name)));
    expect(
      Object.fromEntries(
        skipped.map(({ path, reason }) => [path.slice(folder.length + 1), reason]),
      ),
    ).toEqual({
      '.git': 'hidden',
      '.hidden.txt': 'hidden',
      circle: 'link',
      'empty.txt': 'empty',
      'photo.png': 'extension',
      program: 'not-text',
    });
  });

  test('without texts is refused with the numbers', async () => {
    const folder = await temporaryFolder();
    await write(folder, { 'photo.png': 'png', 'sound.mp3': 'mp3' });
    await expect(expandSources([folder])).rejects.toMatchObject({
      code: 'corpus-empty',
      details: { files: 0, skipped: 2 },
    });
  });
});

describe('naming a file', () => {
  test('takes it whatever its ending', async () => {
    const folder = await temporaryFolder();
    await write(folder, { 'notes.log': 'text' });
    const path = join(folder, 'notes.log');
    const { files } = await expandSources([path]);
    expect(files).toEqual([{ path, name: 'notes.log', sizeBytes: 4 }]);
  });

  test('that is not there is refused', async () => {
    const path = join(await temporaryFolder(), 'gone.txt');
    await expect(expandSources([path])).rejects.toMatchObject({ code: 'corpus-unreadable' });
  });
});

describe('sample texts', () => {
  const entry = {
    id: 'moby-dick',
    title: 'Moby Dick',
    language: 'en',
    file: 'moby-dick.txt',
    characters: 17,
    notice: 'moby-dick.NOTICE.txt',
  };
  const chinese = {
    ...entry,
    id: 'chinese-classics',
    language: 'zh',
    file: 'chinese-classics.txt',
  };

  test('are those of the manifest that are there', async () => {
    const folder = await temporaryFolder();
    const escaping = { ...entry, file: '../moby-dick.txt' };
    await write(folder, {
      'samples.json': JSON.stringify({ formatVersion: 1, samples: [entry, chinese, escaping] }),
      'moby-dick.txt': 'Call me Ishmael.\n',
    });
    expect(await listSampleTexts(folder)).toEqual([
      { id: 'moby-dick', title: 'Moby Dick', language: 'en', characters: 17 },
    ]);
    expect(await openSampleText(folder, 'moby-dick')).toEqual({
      kind: 'file',
      name: 'Moby Dick',
      path: join(folder, 'moby-dick.txt'),
    });
    await expect(openSampleText(folder, 'chinese-classics')).rejects.toMatchObject({
      code: 'sample-not-available',
    });
  });

  test('are none without a manifest', async () => {
    expect(await listSampleTexts(await temporaryFolder())).toEqual([]);
  });
});
