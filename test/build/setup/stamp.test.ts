import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from '../../../build/bundle/fingerprint.mjs';
import { requireSpace } from '../../../build/setup/disk.mjs';
import { cacheFolderOf } from '../../../build/setup/folders.mjs';
import { readStamp, stampMatches, writeStamp } from '../../../build/setup/stamp.mjs';
import { mirrorsIn, recentFailure, rememberFailure } from '../../../build/setup/unreachable.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charloom-stamp-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('reads back the stamp that it wrote, and leaves nothing else', async () => {
  const path = join(folder, 'deep', 'stamp.json');
  await writeStamp(path, { version: '1' });
  expect(await readStamp(path)).toEqual({ version: '1' });
  expect(await readdir(join(folder, 'deep'))).toEqual(['stamp.json']);
});

test.each(['', '{"version"', '[]', 'null', '"text"'])(
  'takes %j, which is no stamp, for unfinished',
  async (content) => {
    const path = join(folder, 'stamp.json');
    await writeFile(path, content);
    expect(await readStamp(path)).toBeUndefined();
  },
);

test('takes a stamp of other versions for unfinished', () => {
  expect(stampMatches({ version: '1', extra: true }, { version: '1' })).toBe(true);
  expect(stampMatches({ version: '2' }, { version: '1' })).toBe(false);
  expect(stampMatches(undefined, {})).toBe(false);
});

test('remembers an unreachable route for a day, for the same mirrors', async () => {
  const mirrors = mirrorsIn(['MIRROR'], { MIRROR: 'a' });
  const hour = 60 * 60 * 1000;
  await rememberFailure(folder, 'one', { reason: 'no route', mirrors, at: 1000 });
  expect(await recentFailure(folder, 'one', { mirrors, now: 1000 + 23 * hour })).toBe('no route');
  expect(await recentFailure(folder, 'one', { mirrors, now: 1000 + 24 * hour })).toBeUndefined();
  expect(await recentFailure(folder, 'one', { mirrors, now: 0 })).toBeUndefined();
  expect(await recentFailure(folder, 'other', { mirrors, now: 1000 })).toBeUndefined();
  const elsewhere = mirrorsIn(['MIRROR'], { MIRROR: 'b' });
  expect(await recentFailure(folder, 'one', { mirrors: elsewhere, now: 1000 })).toBeUndefined();
});

test('refuses a step that the disk has no room for, with both figures', async () => {
  await requireSpace(folder, 1, 'nothing much');
  await expect(requireSpace(folder, 1e18, 'everything')).rejects.toThrow(
    /^There is not enough room for everything: .* has \d+\.\d GB free and 1000000000\.0 GB are needed/,
  );
});

test("keeps downloads in each platform's own cache folder", () => {
  expect(cacheFolderOf({ XDG_CACHE_HOME: '/cache' }, 'linux', '/users/a')).toBe(
    join('/cache', 'charloom'),
  );
  expect(cacheFolderOf({}, 'linux', '/users/a')).toBe(join('/users/a', '.cache', 'charloom'));
  expect(cacheFolderOf({}, 'darwin', '/Users/a')).toBe(
    join('/Users/a', 'Library', 'Caches', 'charloom'),
  );
  expect(cacheFolderOf({ LOCALAPPDATA: '/local' }, 'win32', '/a')).toBe(
    join('/local', 'charloom', 'Cache'),
  );
});

test('gives other sources another fingerprint, and a missing one too', async () => {
  await writeFile(join(folder, 'a'), 'one');
  const first = await fingerprint(folder, ['.']);
  expect(await fingerprint(folder, ['.'])).toBe(first);
  await writeFile(join(folder, 'a'), 'three');
  const second = await fingerprint(folder, ['.']);
  await rm(join(folder, 'a'));
  expect(new Set([first, second, await fingerprint(folder, ['.'])]).size).toBe(3);
});
