import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLibrary } from '../../app/library/library.ts';
import { forgetTemporary, isAbandoned, temporaryName } from '../../app/library/temporary.ts';
import { filesIn, temporaryFolder } from './fixtures.ts';

const endedProcess = spawnSync(process.execPath, ['--version']).pid;
const leftBy = (processId: number) => `.tmp-${processId}-0123abcd-model.json`;

describe('a temporary name', () => {
  test('is in use until it is forgotten', () => {
    const name = temporaryName('-file');
    expect(isAbandoned(name)).toBe(false);
    forgetTemporary(name);
    expect(isAbandoned(name)).toBe(true);
  });

  test('is abandoned when its process has ended, or its number went to this one', () => {
    expect(isAbandoned(leftBy(endedProcess))).toBe(true);
    expect(isAbandoned(leftBy(process.pid))).toBe(true);
    expect(isAbandoned(leftBy(process.ppid))).toBe(false);
  });

  test.each(['model.json', '.tmp', '.tmp-x-0123abcd', '.DS_Store', 'a.tmp-1-0123abcd'])(
    'is not %j',
    (name) => {
      expect(isAbandoned(name)).toBe(false);
    },
  );
});

test('opening a library clears away what ended processes left, and nothing else', async () => {
  const home = await temporaryFolder();
  const gone = leftBy(endedProcess);
  const alive = leftBy(process.ppid);
  const places = ['corpora', 'models', 'models/ink-12345678', 'models/ink-12345678/checkpoints'];
  for (const place of places) await mkdir(join(home, place), { recursive: true });
  for (const root of ['corpora', 'models']) {
    await mkdir(join(home, root, gone, 'folder'), { recursive: true });
    await writeFile(join(home, root, gone, 'folder', 'file'), '');
    await mkdir(join(home, root, alive));
    await writeFile(join(home, root, alive, 'file'), '');
  }
  for (const place of places.slice(2)) {
    for (const name of [gone, alive, 'own']) await writeFile(join(home, place, name), '');
  }
  await openLibrary({ home });
  expect(await filesIn(home)).toEqual(
    [
      `corpora/${alive}/file`,
      `models/${alive}/file`,
      `models/ink-12345678/${alive}`,
      `models/ink-12345678/checkpoints/${alive}`,
      'models/ink-12345678/checkpoints/own',
      'models/ink-12345678/own',
    ].sort(),
  );
});
