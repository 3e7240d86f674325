import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { openIdFile } from '../../app/corpus/id-file.ts';
import { readBaseline, writeBaseline } from '../../app/library/baseline-file.ts';
import { openLibrary } from '../../app/library/library.ts';
import { takeLock } from '../../app/library/lock.ts';
import { emptyLibrary, filesIn, temporaryFolder } from './fixtures.ts';
import { someText } from './samples.ts';

const pasted = (text: string, name = 'pasted') => ({ kind: 'text', name, text }) as const;

/** A library with one corpus of files in a folder. */
async function libraryOf(files: Record<string, string>, options = {}) {
  const library = await emptyLibrary();
  const folder = await temporaryFolder();
  const inputs = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(path, content);
    inputs.push({ kind: 'file', name, path } as const);
  }
  const summary = await library.corpora.import(inputs, options);
  return { ...library, folder, summary, id: summary.id };
}

async function textOf(home: string, id: string): Promise<string> {
  const names = await filesIn(join(home, 'corpora', id));
  const name = names.find((each) => /^text(-\d+)?\.txt$/.test(each))!;
  return readFile(join(home, 'corpora', id, name), 'utf8');
}

describe('the sources of a corpus', () => {
  test('are the same, changed, missing, or not known', async () => {
    const { corpora, folder, id } = await libraryOf({
      'same.txt': someText,
      'touched.txt': someText,
      'longer.txt': someText,
      'other.txt': someText,
      'gone.txt': someText,
    });
    await utimes(join(folder, 'touched.txt'), 1, 1);
    await writeFile(join(folder, 'longer.txt'), `${someText}more`);
    await writeFile(join(folder, 'other.txt'), someText.replaceAll('fox', 'cat'));
    await utimes(join(folder, 'other.txt'), 2, 2);
    await rm(join(folder, 'gone.txt'));
    expect(await corpora.sources(id)).toEqual([
      { name: 'same.txt', state: 'same' },
      { name: 'touched.txt', state: 'same' },
      { name: 'longer.txt', state: 'changed' },
      { name: 'other.txt', state: 'changed' },
      { name: 'gone.txt', state: 'missing' },
    ]);
    const { id: other } = await corpora.import([pasted(someText)], {});
    expect(await corpora.sources(other)).toEqual([{ name: 'pasted', state: 'unknown' }]);
  });

  test('never tell a front end where they lie', async () => {
    const { corpora, folder, id, summary } = await libraryOf({ 'a.txt': someText });
    expect(JSON.stringify([summary, await corpora.show(id), await corpora.list()])).not.toContain(
      folder,
    );
  });

  test('that only passed through are not remembered', async () => {
    const { corpora, folder } = await libraryOf({ 'a.txt': someText });
    const input = { kind: 'file', name: 'a.txt', path: join(folder, 'a.txt') } as const;
    const { id } = await corpora.import([{ ...input, isLasting: false }], {});
    expect(await corpora.sources(id)).toEqual([{ name: 'a.txt', state: 'unknown' }]);
  });
});

describe('reading the sources again', () => {
  test('makes the corpus what they are now, under its name and its way of cleaning', async () => {
    const cleaning = { ...defaultCleaning, lowerCase: true };
    const { home, corpora, folder, id } = await libraryOf({ 'a.txt': someText }, { cleaning });
    const before = await corpora.rename(id, 'Mine');
    await writeFile(join(folder, 'a.txt'), `${someText}ONE MORE LINE\n`);
    const after = await corpora.reimport(id, {});
    expect(after).toMatchObject({ id, name: 'Mine', createdAt: before.createdAt });
    expect(after.hash).not.toBe(before.hash);
    expect(await textOf(home, id)).toBe(`${someText.toLowerCase()}one more line\n`);
    expect(await corpora.sources(id)).toEqual([{ name: 'a.txt', state: 'same' }]);
    expect(await filesIn(join(home, 'corpora'))).toEqual(
      ['corpus.json', 'ids-2', 'text-2.txt'].map((name) => `${id}/${name}`),
    );
    const { idsPath, record } = await corpora.open(id);
    const ids = openIdFile(idsPath);
    expect(ids.length).toBe(record.characters);
    ids.close();
    await corpora.reimport(id, {});
    expect(await filesIn(join(home, 'corpora', id))).toEqual([
      ...['corpus.json', 'ids-3', 'text-3.txt'],
    ]);
  });

  test('keeps what was pasted beside files, from the corpus itself', async () => {
    const { corpora, home, folder } = await libraryOf({ 'a.txt': someText });
    const file = { kind: 'file', name: 'a.txt', path: join(folder, 'a.txt') } as const;
    const { id } = await corpora.import([pasted('Before é\n'), file, pasted('After 字')], {});
    await writeFile(file.path, 'x'.repeat(600));
    const { sources } = await corpora.reimport(id, {});
    expect(await textOf(home, id)).toBe(`Before é\n${'x'.repeat(600)}After 字`);
    expect(sources.map(({ characters }) => characters)).toEqual([9, 600, 7]);
    expect((await corpora.open(id)).record.documentEnds).toEqual([10, 611, 619]);
  });

  test('that are gone, or never were files, is refused and changes nothing', async () => {
    const { corpora, folder, id, summary } = await libraryOf({ 'a.txt': someText });
    await rm(join(folder, 'a.txt'));
    await expect(corpora.reimport(id, {})).rejects.toMatchObject({
      code: 'corpus-sources-gone',
      message: expect.stringContaining('a.txt') as string,
    });
    expect(await corpora.list()).toEqual([summary]);
    const { id: other } = await corpora.import([pasted(someText)], {});
    await expect(corpora.reimport(other, {})).rejects.toMatchObject({
      code: 'corpus-sources-gone',
    });
  });

  test('that is cancelled, refused or too late leaves the corpus and nothing else', async () => {
    const { home, corpora, folder, id, summary } = await libraryOf({ 'a.txt': someText });
    const before = await filesIn(home);
    const controller = new AbortController();
    const cancelling = corpora.reimport(id, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(cancelling).rejects.toMatchObject({ code: 'cancelled' });
    const beforeReplacing = () => {
      throw new Error('somebody reads it');
    };
    await expect(corpora.reimport(id, { beforeReplacing })).rejects.toThrow('somebody reads it');
    await writeFile(join(folder, 'a.txt'), 'short');
    await expect(corpora.reimport(id, {})).rejects.toMatchObject({ code: 'corpus-too-short' });
    expect(await filesIn(home)).toEqual(before);
    expect(await corpora.list()).toEqual([summary]);
    expect((await corpora.excerpt(id, 0)).text).toBe(someText);
  });
});

describe('while a corpus is read anew', () => {
  test('a second reading waits for the first', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    await Promise.all([corpora.reimport(id, {}), corpora.reimport(id, {})]);
    expect(await filesIn(join(home, 'corpora', id))).toEqual([
      'corpus.json',
      'ids-3',
      'text-3.txt',
    ]);
    await corpora.open(id);
  });

  test('another process that does so as well is refused', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    const lock = await takeLock(join(home, 'corpora', id));
    await expect(corpora.reimport(id, {})).rejects.toMatchObject({ code: 'library-locked' });
    await lock!.release();
    await corpora.reimport(id, {});
  });

  test('it is renamed and copied as it was or as it becomes, never in between', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    const meanwhile: Promise<{ id: string }>[] = [];
    const beforeReplacing = () => {
      meanwhile.push(corpora.duplicate(id, 'Copy'), corpora.rename(id, 'Later'));
    };
    await corpora.reimport(id, { beforeReplacing });
    const [copy] = await Promise.all(meanwhile);
    expect((await corpora.show(id)).name).toBe('Later');
    for (const each of [id, copy!.id]) {
      await corpora.open(each);
      expect(await textOf(home, each)).toBe(someText);
    }
  });

  test('it may be removed, and then nothing of it is left', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    let removing = Promise.resolve();
    const reading = corpora.reimport(id, {
      onProgress: () => void (removing = corpora.remove(id)),
    });
    await expect(reading).rejects.toMatchObject({ code: 'corpus-not-found' });
    await removing.catch(() => undefined);
    expect(await filesIn(home)).toEqual([]);
  });
});

test('opening a library clears away the files of readings that came to nothing', async () => {
  const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
  await corpora.reimport(id, {});
  const own = join(home, 'corpora', id);
  for (const name of ['text-3.txt', 'ids-3', 'documents.jsonl', 'notes.txt']) {
    await writeFile(join(own, name), '');
  }
  const lock = await takeLock(own);
  await openLibrary({ home });
  expect(await filesIn(own)).toContain('text-3.txt');
  await lock!.release();
  await openLibrary({ home });
  expect(await filesIn(own)).toEqual(['corpus.json', 'ids-2', 'notes.txt', 'text-2.txt']);
});

describe('cleaning a kept corpus anew', () => {
  const lower = { ...defaultCleaning, lowerCase: true };

  test('reads its files again, so that every step can be undone', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText }, { cleaning: lower });
    const cleaning = { ...defaultCleaning, emptyLines: true };
    const inputs = await corpora.inputs(id);
    const after = await corpora.reimport(id, { inputs, cleaning });
    expect(after.id).toBe(id);
    expect(await textOf(home, id)).toBe(someText);
    expect((await corpora.show(id)).cleaning).toEqual(cleaning);
  });

  test('takes what has no file from the kept text, where what was done stays done', async () => {
    const { corpora, home } = await libraryOf({ 'a.txt': someText });
    const texts = [pasted('One  Two\n', 'first'), pasted(`${someText}字  é`, 'second')];
    const { id } = await corpora.import(texts, { cleaning: lower });
    const cleaning = { ...defaultCleaning, blanks: true };
    await corpora.reimport(id, { inputs: await corpora.inputs(id), cleaning });
    expect(await textOf(home, id)).toBe(`one two\n${someText.toLowerCase()}字 é`);
    const details = await corpora.show(id);
    expect(details.cleaning).toEqual({ ...lower, blanks: true });
    expect(details.sources.map(({ characters }) => characters)).toEqual([8, 903]);
    expect(details.cleaned).toEqual([{ step: 'blanks', changes: 2 }]);
    await corpora.reimport(id, { inputs: await corpora.inputs(id), cleaning: defaultCleaning });
    expect((await corpora.show(id)).sources.map(({ characters }) => characters)).toEqual([8, 903]);
  });

  test('remembers of each source how it was cleaned where they differ', async () => {
    const { corpora, home, id, folder } = await libraryOf({ 'a.txt': someText });
    const [file] = await corpora.inputs(id);
    const { id: mixed } = await corpora.import([file!, pasted('PASTED')], { cleaning: lower });
    await corpora.reimport(mixed, {
      inputs: await corpora.inputs(mixed),
      cleaning: defaultCleaning,
    });
    expect(await textOf(home, mixed)).toBe(`${someText}pasted`);
    expect((await corpora.show(mixed)).cleaning).toEqual(defaultCleaning);
    await rm(join(folder, 'a.txt'));
    const inputs = await corpora.inputs(mixed);
    expect(inputs).toMatchObject([
      { kind: 'kept', startByte: 0, endByte: 900, cleanedBefore: defaultCleaning },
      { kind: 'kept', startByte: 900, endByte: 906, cleanedBefore: lower },
    ]);
  });

  test('leaves sources out, takes others in, and makes a corpus of its own where asked', async () => {
    const { corpora, home, folder } = await libraryOf({ 'a.txt': someText });
    const path = join(folder, 'a.txt');
    const file = { kind: 'file', name: 'a.txt', path } as const;
    const { id } = await corpora.import([pasted(someText, 'left out'), file], {});
    const [, kept] = await corpora.inputs(id);
    const other = await corpora.import([kept!, pasted('more')], { name: 'Other' });
    expect(await textOf(home, other.id)).toBe(`${someText}more`);
    const after = await corpora.reimport(id, { inputs: [kept!] });
    expect(after.sources.map(({ name }) => name)).toEqual(['a.txt']);
    expect(await corpora.sources(id)).toEqual([{ name: 'a.txt', state: 'same' }]);
  });
});

describe('a copy of a corpus', () => {
  test('has all that it has, and goes on without it', async () => {
    const { corpora, home, folder } = await libraryOf({ 'a.txt': someText });
    const rows = ['one', 'two', 'three'].map((text) => JSON.stringify({ text: text + someText }));
    const path = join(folder, 'rows.jsonl');
    await writeFile(path, `${rows.join('\n')}\n`);
    const original = await corpora.import([{ kind: 'file', name: 'rows.jsonl', path }], {});
    const copy = await corpora.duplicate(original.id, 'Copy');
    expect(copy).toMatchObject({
      ...original,
      id: copy.id,
      name: 'Copy',
      createdAt: copy.createdAt,
    });
    expect(copy.id).not.toBe(original.id);
    const { documentEnds } = (await corpora.open(original.id)).record;
    await corpora.remove(original.id);
    expect((await corpora.open(copy.id)).record.documentEnds).toEqual(documentEnds);
    expect(documentEnds).toHaveLength(3);
    expect(await textOf(home, copy.id)).toBe(`one${someText}two${someText}three${someText}`);
    expect(await corpora.sources(copy.id)).toEqual([{ name: 'rows.jsonl', state: 'same' }]);
  });

  test('of one that was read again begins as a first reading', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    await corpora.reimport(id, {});
    const copy = await corpora.duplicate(id);
    expect(await filesIn(join(home, 'corpora', copy.id))).toEqual([
      'corpus.json',
      'ids',
      'text.txt',
    ]);
    expect(copy.name).toBe('a 2');
  });

  test('is numbered where it is given no name of its own', async () => {
    const { corpora, id } = await libraryOf({ 'a.txt': someText });
    const second = await corpora.duplicate(id);
    expect((await corpora.duplicate(second.id)).name).toBe('a 3');
    await corpora.remove(second.id);
    expect((await corpora.duplicate(id)).name).toBe('a 2');
    expect((await corpora.duplicate(id, 'a')).name).toBe('a');
  });

  test('has what was counted of it', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    const baseline = {
      ...{ order: 1, loss: 1, bitsPerCharacter: 2, losses: [1], reduction: null, seconds: 0 },
    };
    await writeBaseline(join(home, 'corpora', id), { key: 'some parts', baseline });
    const copy = await corpora.duplicate(id);
    expect(await readBaseline(join(home, 'corpora', copy.id), 'some parts')).toEqual(baseline);
  });

  test('is not made of one that lacks a file', async () => {
    const { corpora, home, id } = await libraryOf({ 'a.txt': someText });
    await rm(join(home, 'corpora', id, 'ids'));
    await expect(corpora.duplicate(id)).rejects.toMatchObject({ code: 'corpus-changed' });
    expect(await filesIn(join(home, 'corpora'))).toEqual([`${id}/corpus.json`, `${id}/text.txt`]);
  });
});

describe('a corpus of others', () => {
  test('has their documents in the order given, as they stand', async () => {
    const { corpora, home, id, folder } = await libraryOf({ 'a.txt': someText });
    await mkdir(join(folder, 'more'));
    const lower = { ...defaultCleaning, lowerCase: true };
    const second = await corpora.import([pasted('SECOND '.repeat(80), 'b'), pasted('THIRD', 'c')], {
      cleaning: lower,
    });
    const merged = await corpora.merge([second.id, id], {});
    expect(merged.name).toBe('b + 1 + 1');
    expect(await textOf(home, merged.id)).toBe(`${'second '.repeat(80)}third${someText}`);
    expect(merged.sources.map(({ name }) => name)).toEqual(['b', 'c', 'a.txt']);
    expect((await corpora.open(merged.id)).record.documentEnds).toEqual([561, 567, 1468]);
    const details = await corpora.show(merged.id);
    expect(details.cleaning).toEqual(defaultCleaning);
    expect(details.documents.count).toBe(3);
    expect(details.cleaned).toEqual([]);
  });

  test('is read again with each source cleaned as it was', async () => {
    const { corpora, home, id, folder } = await libraryOf({ 'a.txt': 'Upper '.repeat(100) });
    const lower = { ...defaultCleaning, lowerCase: true };
    const path = join(folder, 'b.txt');
    await writeFile(path, 'Lower '.repeat(100));
    const input = { kind: 'file', name: 'b.txt', path } as const;
    const second = await corpora.import([input], { cleaning: lower });
    const merged = await corpora.merge([id, second.id], { name: 'Both' });
    await corpora.reimport(merged.id, {});
    expect(await textOf(home, merged.id)).toBe('Upper '.repeat(100) + 'lower '.repeat(100));
  });
});

test('a table becomes a corpus of its rows, listed in a file of their own', async () => {
  const { corpora, home, folder } = await libraryOf({ 'a.txt': someText });
  const path = join(folder, 'rows.jsonl');
  const rows = Array.from({ length: 30 }, (_, at) =>
    JSON.stringify({ text: `Row number ${at}, in words.` }),
  );
  await writeFile(path, rows.join('\n'));
  const corpus = await corpora.import([{ kind: 'file', name: 'rows.jsonl', path }], {});
  expect(corpus.sources).toMatchObject([{ format: 'jsonl', documents: 30 }]);
  expect(await filesIn(join(home, 'corpora', corpus.id))).toContain('documents.jsonl');
  const documents = await corpora.documents(corpus.id);
  expect(documents).toHaveLength(30);
  expect(documents[0]!.name).toMatch(/^rows\.jsonl › /);
  await writeFile(join(home, 'corpora', corpus.id, 'documents.jsonl'), '[1,"a"]\n');
  await expect(corpora.open(corpus.id)).rejects.toMatchObject({ code: 'corpus-changed' });
  expect((await stat(path)).size).toBeGreaterThan(0);
});
