import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeAtomically } from '../../app/library/atomic-write.ts';
import { nodeFileSystem, type FileSystem } from '../../app/library/file-system.ts';
import { createIdentifier, isIdentifier } from '../../app/library/identifiers.ts';
import { libraryHome } from '../../app/library/home.ts';
import { failingFileSystem, failure } from './file-systems.ts';
import { filesIn, temporaryFolder, withoutRootRights } from './fixtures.ts';

const write = (fileSystem: FileSystem, path: string, content: string) =>
  writeAtomically(fileSystem, {
    path,
    content: Buffer.from(content),
    sizeBytes: content.length,
    what: 'the file',
  });

describe('an atomic write', () => {
  test('makes a file, then replaces its content', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await write(nodeFileSystem, path, 'old');
    await write(nodeFileSystem, path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await filesIn(folder)).toEqual(['file']);
  });

  test.each(['EIO', 'ENOSPC', 'EMFILE', 'EROFS'])(
    'that fails with %s at any operation leaves the old content or the new, and nothing beside it',
    async (code) => {
      const folder = await temporaryFolder();
      const path = join(folder, 'file');
      const failing = failingFileSystem(code, { staysBroken: false });
      for (let n = 1; ; n++) {
        await writeFile(path, 'old');
        failing.arm(n);
        const result = await write(failing.fileSystem, path, 'a longer new content').catch(
          (error: unknown) => error,
        );
        const content = await readFile(path, 'utf8');
        if (!failing.isDone) {
          expect(n).toBeGreaterThan(5);
          expect(content).toBe('a longer new content');
          break;
        }
        expect(result).toMatchObject({
          code: code === 'ENOSPC' ? 'disk-full' : 'library-unwritable',
        });
        expect(['old', 'a longer new content']).toContain(content);
        expect(await filesIn(folder)).toEqual(['file']);
      }
    },
  );

  test('on a full disk says how many megabytes are needed and free', async () => {
    const folder = await temporaryFolder();
    const failing = failingFileSystem('ENOSPC', { staysBroken: true });
    const fileSystem = { ...failing.fileSystem, freeBytes: async () => 3.5 * 2 ** 20 };
    failing.arm(2);
    const writing = writeAtomically(fileSystem, {
      path: join(folder, 'file'),
      content: Buffer.from('x'),
      sizeBytes: 12.2 * 2 ** 20,
      what: 'the checkpoint',
    });
    await expect(writing).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        /writing the checkpoint needs 13 MB .* 3 MB are free/,
      ) as string,
      details: { folder, neededMegabytes: 13, freeMegabytes: 3 },
    });
  });

  test('waits for a file that a scanner holds on Windows, and gives up after a minute', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    let busyTimes = 20;
    const waits: number[] = [];
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      renamesMayBeBusy: true,
      wait: async (ms) => void waits.push(ms),
      rename: async (from, to) => {
        if (busyTimes-- > 0) throw failure('EPERM');
        await nodeFileSystem.rename(from, to);
      },
    };
    await write(fileSystem, path, 'content');
    expect(await readFile(path, 'utf8')).toBe('content');
    expect(waits.slice(0, 3)).toEqual([10, 20, 30]);
    expect(Math.max(...waits)).toBe(100);

    busyTimes = Infinity;
    waits.length = 0;
    await expect(write(fileSystem, path, 'more')).rejects.toMatchObject({
      code: 'library-unwritable',
    });
    const waitedMs = waits.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThanOrEqual(60_000);
    expect(waitedMs).toBeLessThan(61_000);
    expect(await filesIn(folder)).toEqual(['file']);
  });

  test('does not wait elsewhere', async () => {
    const folder = await temporaryFolder();
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      renamesMayBeBusy: false,
      wait: () => Promise.reject(new Error('it waited')),
      rename: () => Promise.reject(failure('EPERM')),
    };
    await expect(write(fileSystem, join(folder, 'file'), 'x')).rejects.toMatchObject({
      code: 'library-unwritable',
      details: { folder, reason: 'writing there is not permitted' },
    });
  });

  test('into a folder that may not be written says so', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no such rights to take away');
    await withoutRootRights(async () => {
      await expect(write(nodeFileSystem, '/charloom-test-file', 'x')).rejects.toMatchObject({
        code: 'library-unwritable',
      });
    });
  });
});

describe('an identifier', () => {
  test.each([
    ['Moby Dick', /^moby-dick-[0-9a-f]{8}$/],
    ['  Über Größe!! ', /^uber-gro-e-[0-9a-f]{8}$/],
    ['论语', /^model-[0-9a-f]{8}$/],
    ['../../etc/passwd', /^etc-passwd-[0-9a-f]{8}$/],
    ['CON', /^con-[0-9a-f]{8}$/],
    ['x'.repeat(500), /^x{40}-[0-9a-f]{8}$/],
  ])('of %j is readable and safe', (name, pattern) => {
    const id = createIdentifier(name, 'model');
    expect(id).toMatch(pattern);
    expect(isIdentifier(id)).toBe(true);
    expect(createIdentifier(name, 'model')).not.toBe(id);
  });

  test.each(['', '.', '..', '.tmp-1', 'a/b', 'a\\b', 'a\0', '-a', 'é', 'x'.repeat(81)])(
    'is not %j',
    (name) => {
      expect(isIdentifier(name)).toBe(false);
    },
  );
});

test('the library lies where CHARLOOM_HOME says, else in the platform’s folder', () => {
  expect(libraryHome({ CHARLOOM_HOME: '/somewhere/else' })).toMatch(/somewhere.else$/);
  expect(libraryHome({ CHARLOOM_HOME: 'here' })).toBe(join(process.cwd(), 'here'));
  expect(libraryHome({ CHARLOOM_HOME: '' })).toMatch(/charloom/i);
  expect(libraryHome({})).toMatch(/charloom/i);
});
