// What a preview says of places that are no texts at all.

import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lookAtSource } from '../../../app/corpus/importing/preview-source.ts';
import { surveyTexts } from '../../../app/corpus/importing/survey.ts';
import { temporaryFolder } from '../fixtures.ts';

async function problemOf(path: string) {
  const input = { kind: 'file', name: 'notes.txt', path } as const;
  const { preview } = await lookAtSource(input, 0, { wanted: 1000, onBytes: () => undefined });
  return preview.problem;
}

test('a folder, and a file that is gone, are told beside their name', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'folder.txt'));
  expect(await problemOf(join(folder, 'folder.txt'))).toMatchObject({ code: 'corpus-unreadable' });
  expect((await problemOf(join(folder, 'gone.txt')))?.message).toContain('no such file');
});

test('encodings are shown by a place that they read differently', async () => {
  const path = join(await temporaryFolder(), 'cafe.txt');
  const before = 'The waiter wrote it down as he had heard it. '.repeat(40);
  const bytes = Buffer.concat([
    Buffer.from(before, 'latin1'),
    Buffer.from('un café crème, déjà vu', 'latin1'),
  ]);
  await writeFile(path, bytes);
  const input = { kind: 'file', name: 'cafe.txt', path } as const;
  const looking = lookAtSource(input, bytes.length, { wanted: 100, onBytes: () => undefined });
  const { candidates, opening } = (await looking).preview;
  expect(opening).toMatch(/^The waiter/);
  expect(candidates[0]).toMatchObject({ encoding: 'windows-1252', undecodable: 0 });
  expect(candidates[0]?.opening).toBe(
    'it. The waiter wrote it down as he had heard it. un café crème, déjà vu',
  );
  expect(new Set(candidates.map((candidate) => candidate.opening)).size).toBe(candidates.length);
});

const onPosix = test.runIf(process.platform !== 'win32');

onPosix('a pipe and a device are refused without being opened', async () => {
  const pipe = join(await temporaryFolder(), 'pipe.txt');
  execFileSync('mkfifo', [pipe]);
  expect((await problemOf(pipe))?.message).toContain('it is not a file');
  expect((await problemOf('/dev/zero'))?.message).toContain('it is not a file');
});

onPosix('a path that the system cannot follow is not told to a front end', async () => {
  const path = join(await temporaryFolder(), 'itself.txt');
  await symlink(path, path);
  const told = '"notes.txt" cannot be read: ELOOP: too many symbolic links encountered. Check';
  expect((await problemOf(path))?.message).toContain(told);
  const reading = surveyTexts([{ kind: 'file', name: 'notes.txt', path }]);
  await expect(reading).rejects.toThrow(told);
});
