import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listSampleTexts, openSampleText } from '../../app/corpus/sample-texts.ts';
import { temporaryFolder } from './fixtures.ts';

async function write(folder: string, files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

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
      isLasting: false,
    });
    await expect(openSampleText(folder, 'chinese-classics')).rejects.toMatchObject({
      code: 'sample-not-available',
    });
  });

  test('are none without a manifest', async () => {
    expect(await listSampleTexts(await temporaryFolder())).toEqual([]);
  });
});
