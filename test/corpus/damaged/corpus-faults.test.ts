// The check of a corpus that damaged inputs go through: it has to notice what it is there for.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLibrary } from '../../../app/library/library.ts';
import { lengthen, temporaryFolder } from '../fixtures.ts';
import { findFaults } from './corpus-faults.ts';

async function openCorpus() {
  const library = await openLibrary({ home: await temporaryFolder() });
  const texts = ['one', 'two'].map((name) => {
    return { kind: 'text', name, text: lengthen(`${name} 🙂`) } as const;
  });
  const { id } = await library.corpora.import(texts, {});
  return { library, id, folder: join(library.home, 'corpora', id) };
}

test('a corpus as the library makes it has no faults', async () => {
  const { library, id } = await openCorpus();
  expect(await findFaults(library, id)).toEqual([]);
});

test('another text, other ids and files that do not belong are noticed', async () => {
  const { library, id, folder } = await openCorpus();
  const text = await readFile(join(folder, 'text.txt'));
  await writeFile(join(folder, 'text.txt'), Buffer.concat([text.subarray(1), Buffer.from('\0')]));
  const ids = await readFile(join(folder, 'ids'));
  await writeFile(join(folder, 'evil.txt'), '');
  const faults = await findFaults(library, id);
  expect(faults).toContain('the hash of its text is another one');
  expect(faults).toContain('its alphabet is another one');
  expect(faults).toContain('its ids are not its text');
  expect(faults.some((fault) => fault.includes('evil.txt'))).toBe(true);

  await writeFile(join(folder, 'text.txt'), text);
  ids[ids.length - 4] = (ids[ids.length - 4] ?? 0) + 1;
  await writeFile(join(folder, 'ids'), ids);
  expect(await findFaults(library, id)).toContain('its ids are not its text');
});
