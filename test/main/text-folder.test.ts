import type * as fileSystem from 'node:fs/promises';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { reasonToSkip } from '../../app/contract/text-files.ts';
import { findTexts } from '../../main/text-folder.ts';

// A folder without permission, as whoever may do everything, too, would meet it.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fileSystem>();
  const readdir = (path: string, options: { withFileTypes: true }) =>
    path.endsWith('closed') ? Promise.reject(new Error('EACCES')) : real.readdir(path, options);
  return { ...real, readdir };
});

function makeFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'charloom-folder-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('the texts in a folder', () => {
  test('are found at any depth, in the order of their names, and the rest is told with a reason', async () => {
    const folder = makeFolder({
      'b/late.md': 'b',
      'a.txt': 'a',
      'b/early.EPUB': 'e',
      'photo.jpg': 'j',
      'blank.txt': '',
      '.secret/x.txt': 'x',
      '.note.txt': 'n',
    });
    symlinkSync(folder, join(folder, 'round'));
    const { files, skipped } = await findTexts(folder);
    expect(files.map(({ name }) => name)).toEqual(['a.txt', 'b/early.EPUB', 'b/late.md']);
    expect(files[1]?.path).toBe(join(folder, 'b', 'early.EPUB'));
    expect(skipped).toEqual([
      { name: '.note.txt', reason: 'hidden' },
      { name: 'blank.txt', reason: 'empty' },
      { name: 'photo.jpg', reason: 'kind' },
      { name: 'round', reason: 'link' },
    ]);
  });

  test('are not all of them where a folder may not be looked into, which is told', async () => {
    const folder = makeFolder({ 'a.txt': 'a', 'closed/b.txt': 'b' });
    const { files, skipped } = await findTexts(folder);
    expect(files.map(({ name }) => name)).toEqual(['a.txt']);
    expect(skipped).toEqual([{ name: 'closed/', reason: 'unreadable' }]);
  });

  test('may have no ending, but no other one', () => {
    expect(reasonToSkip('notes/README', 3)).toBeNull();
    expect(reasonToSkip('notes/archive.zip', 3)).toBe('kind');
    expect(reasonToSkip('node_modules/readme.md', 3)).toBe('hidden');
  });
});
