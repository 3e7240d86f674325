import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { openIdFile } from '../../app/corpus/id-file.ts';
import { nodeFileSystem } from '../../app/library/file-system.ts';
import { openLibrary } from '../../app/library/library.ts';
import { failure } from './file-systems.ts';
import { emptyLibrary, filesIn, temporaryFolder } from './fixtures.ts';
import { someText } from './samples.ts';

const pasted = (text: string, name = 'pasted') => ({ kind: 'text', name, text }) as const;

describe('a corpus', () => {
  test('is kept as plain files with all that is known of it', async () => {
    const { home, corpora } = await emptyLibrary();
    const folder = await temporaryFolder();
    const path = join(folder, 'novel.txt');
    await writeFile(path, '\uFEFF' + someText.replaceAll('\n', '\r\n'));
    const summary = await corpora.import([{ kind: 'file', name: 'novel.txt', path }], {});
    expect(summary).toMatchObject({
      id: expect.stringMatching(/^novel-[0-9a-f]{8}$/) as string,
      name: 'novel',
      characters: 900,
      vocabularySize: 30,
      sources: [{ name: 'novel.txt', characters: 900, sizeBytes: 923 }],
    });
    const own = join(home, 'corpora', summary.id);
    expect(await filesIn(own)).toEqual(['corpus.json', 'ids', 'text.txt']);
    expect(await readFile(join(own, 'text.txt'), 'utf8')).toBe(someText);

    const { frequentCharacters, coverage, ...details } = await corpora.show(summary.id);
    expect(details).toEqual({
      ...summary,
      lines: 20,
      sizeBytes: 900,
      cleaning: defaultCleaning,
      cleaned: [
        { step: 'byteOrderMark', changes: 1 },
        { step: 'lineEnds', changes: 20 },
      ],
      documents: { count: 1, longest: [], shortest: [] },
      languages: [{ language: 'en', share: 1 }],
      compressedBitsPerCharacter: expect.closeTo(0.5, 0) as number,
    });
    expect(coverage.at(-1)).toEqual({ characters: 30, share: 1 });
    expect(frequentCharacters[0]).toEqual({ character: ' ', count: 160 });
    expect(await corpora.list()).toEqual([summary]);
    expect((await corpora.excerpt(summary.id, 0)).text).toBe(someText);

    const { record, idsPath } = await corpora.open(summary.id);
    expect(record.alphabet).toHaveLength(30);
    const ids = openIdFile(idsPath);
    expect(ids.length).toBe(900);
    ids.close();
  });

  test('of several texts is named after the first and how many follow', async () => {
    const { corpora } = await emptyLibrary();
    const inputs = [pasted(someText, 'a/first.md'), pasted(someText, 'second.txt')];
    expect((await corpora.import(inputs, {})).name).toBe('first + 1');
    const named = await corpora.import(inputs, { name: '论语' });
    expect(named).toMatchObject({ name: '论语', id: expect.stringMatching(/^corpus-/) as string });
    expect((await corpora.open(named.id)).record.documentEnds).toEqual([901, 1802]);
  });

  test('can be renamed and removed', async () => {
    const { home, corpora } = await emptyLibrary();
    const { id } = await corpora.import([pasted(someText)], {});
    expect((await corpora.rename(id, 'Other')).name).toBe('Other');
    expect((await corpora.show(id)).name).toBe('Other');
    await corpora.remove(id);
    expect(await filesIn(home)).toEqual([]);
    const gone = { code: 'corpus-not-found' };
    await expect(corpora.show(id)).rejects.toMatchObject(gone);
    await expect(corpora.remove(id)).rejects.toMatchObject(gone);
    await expect(corpora.rename(id, 'x')).rejects.toMatchObject(gone);
    await expect(corpora.open(id)).rejects.toMatchObject(gone);
  });

  test('is gone once it is removed, also where a file of it is still in use', async () => {
    const home = await temporaryFolder();
    const removeFolder = () => Promise.reject(failure('EBUSY'));
    const fileSystem = { ...nodeFileSystem, removeFolder };
    const { corpora } = await openLibrary({ home, fileSystem });
    const { id } = await corpora.import([pasted(someText)], {});
    await corpora.remove(id);
    expect(await corpora.list()).toEqual([]);
    expect(await filesIn(home)).not.toEqual([]);
    await openLibrary({ home });
    expect(await filesIn(home)).toEqual([]);
  });

  test('that is cancelled or refused leaves nothing behind', async () => {
    const { home, corpora } = await emptyLibrary();
    const controller = new AbortController();
    const importing = corpora.import([pasted('x'.repeat(1_000_000))], {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
    await expect(corpora.import([pasted('short')], {})).rejects.toMatchObject({
      code: 'corpus-too-short',
    });
    expect(await filesIn(home)).toEqual([]);
    expect(await corpora.list()).toEqual([]);
  });

  test('whose ids are damaged or gone is refused when it is opened', async () => {
    const { home, corpora } = await emptyLibrary();
    const { id } = await corpora.import([pasted(someText)], {});
    const path = join(home, 'corpora', id, 'ids');
    await truncate(path, 200);
    await expect(corpora.open(id)).rejects.toMatchObject({ code: 'corpus-changed' });
    await rm(path);
    await expect(corpora.open(id)).rejects.toMatchObject({ code: 'corpus-changed' });
  });

  test('stands in the list after newer ones, and always in the same place', async () => {
    const { home, corpora } = await emptyLibrary();
    const made = [];
    for (let at = 0; at < 4; at++) made.push(await corpora.import([pasted(someText)], {}));
    const [newest, ...others] = made.map(({ id }) => id).sort();
    for (const id of [newest!, ...others]) {
      const path = join(home, 'corpora', id, 'corpus.json');
      const createdAt = `20${id === newest ? 30 : 20}-01-01T00:00:00.000Z`;
      const record = JSON.parse(await readFile(path, 'utf8')) as object;
      await writeFile(path, JSON.stringify({ ...record, createdAt }));
    }
    expect((await corpora.list()).map(({ id }) => id)).toEqual([newest, ...others]);
  });

  test('that is damaged does not hide the others', async () => {
    const { home, corpora, logged } = await emptyLibrary();
    const good = await corpora.import([pasted(someText)], {});
    const bad = await corpora.import([pasted(someText)], {});
    await writeFile(join(home, 'corpora', bad.id, 'corpus.json'), '{');
    expect((await corpora.list()).map(({ id }) => id)).toEqual([good.id]);
    expect(logged.join()).toContain(bad.id);
    expect(await corpora.unreadable()).toMatchObject([
      { id: bad.id, folder: join(home, 'corpora', bad.id), error: { code: 'corpus-changed' } },
    ]);
    await expect(corpora.show(bad.id)).rejects.toMatchObject({ code: 'corpus-changed' });
    await writeFile(join(home, 'corpora', bad.id, 'corpus.json'), '{"formatVersion":9}');
    await expect(corpora.show(bad.id)).rejects.toMatchObject({ code: 'library-too-new' });
  });
});
