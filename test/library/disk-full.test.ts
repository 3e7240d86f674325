// A disk that is full: a real one of a few megabytes where root may mount it, else one that is made up.

import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../app/library/file-system.ts';
import { openLibrary } from '../../app/library/library.ts';
import { smallDisk } from './file-systems.ts';
import { filesIn, temporaryFolder } from './fixtures.ts';
import { someText, tinyModel } from './samples.ts';

const diskBytes = 6 * 2 ** 20;

interface Disk {
  home: string;
  fileSystem: FileSystem;
  /** Takes space away until almost none is left, and gives it back. */
  fill: () => Promise<void>;
  free: () => Promise<void>;
}

async function realDisk(): Promise<Disk | null> {
  const folder = await temporaryFolder();
  const disk = join(folder, 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', disk], {
      stdio: 'ignore',
    });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', [disk]));
  const filler = join(disk, 'filler');
  return {
    home: join(disk, 'home'),
    fileSystem: nodeFileSystem,
    fill: async () => {
      const free = await nodeFileSystem.freeBytes(disk);
      await writeFile(filler, Buffer.alloc(free - 2 ** 19));
    },
    free: () => rm(filler),
  };
}

async function madeUpDisk(): Promise<Disk> {
  const disk = smallDisk(diskBytes);
  return {
    home: join(await temporaryFolder(), 'home'),
    fileSystem: disk.fileSystem,
    fill: async () => disk.setRoom(2 ** 19),
    free: async () => disk.setRoom(diskBytes),
  };
}

const checkpointAt = (step: number) => ({
  step,
  metadata: null,
  tensors: new Map([['parameters', new Float32Array(300_000).fill(step)]]),
});

test('a full disk keeps what was there, says how much is needed, and can be used again', async () => {
  const { home, fileSystem, fill, free } = (await realDisk()) ?? (await madeUpDisk());
  const { models, corpora } = await openLibrary({ home, fileSystem });
  const { id } = await models.create(tinyModel());
  await models.writeCheckpoint(id, checkpointAt(10));
  await fill();

  await expect(models.writeCheckpoint(id, checkpointAt(20))).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/the checkpoint needs 2 MB .* 0 MB are free/) as string,
    details: { neededMegabytes: 2, freeMegabytes: 0 },
  });
  expect((await models.readCheckpoint(id))!.step).toBe(10);
  const text = { kind: 'text', name: 'long', text: someText.repeat(2000) } as const;
  await expect(corpora.import([text], {})).rejects.toMatchObject({
    code: 'disk-full',
    details: { neededMegabytes: 6 },
  });
  expect(await corpora.list()).toEqual([]);
  expect((await filesIn(home)).filter((path) => path.includes('.tmp-'))).toEqual([]);

  await free();
  await models.writeCheckpoint(id, checkpointAt(20));
  expect((await models.readCheckpoint(id))!.step).toBe(20);
});
