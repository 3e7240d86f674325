import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import { bookEntries, chapter, listed } from '../../corpus/sources/make-containers.ts';
import { makeZip } from '../../corpus/sources/make-zip.ts';
import { discard, openEngine, tinyConfiguration, type EngineAtHand } from '../engine-at-hand.ts';

const line = 'The quick brown fox jumps over the lazy dog.\n';
const someText = line.repeat(20);

let at: EngineAtHand;
let files: string;
beforeAll(async () => {
  at = await openEngine();
  files = join(at.home, '..', `${at.home.split('/').at(-1)}-files`);
  await mkdir(files);
});
afterAll(async () => {
  await at.close();
  await discard(at.home);
  await rm(files, { recursive: true, force: true });
});

/** A file that is opened to the engine. */
async function granted(
  name: string,
  content: string | Uint8Array,
  { folder = files, isTemporary = false } = {},
) {
  const path = join(folder, name);
  await writeFile(path, content);
  const request = { path, mode: 'read', name, isTemporary } as const;
  const { grant } = await at.engine.hostHandlers['host.grant'](request);
  return { path, source: { kind: 'grant', grant } as const };
}

describe('a preview', () => {
  test('says of each source what it is, what it may be and what is wrong with it', async () => {
    const shiftJis = Buffer.from('83658358836782cc95b68fcd82c582b78142', 'hex');
    const sources = [
      (await granted('a.txt', `\uFEFF${someText.replaceAll('\n', '\r\n')}`)).source,
      (await granted('b.txt', Buffer.concat(Array.from({ length: 30 }, () => shiftJis)))).source,
      (await granted('c.png', Buffer.from('89504e470d0a1a0a', 'hex'))).source,
      (await granted('d.jsonl', '{"id":"1","text":"Ａｂｃ and more"}\n{"id":"2","text":"x"}\n'))
        .source,
      { kind: 'text', name: 'e', text: 'Pasted.' } as const,
    ];
    const preview = await at.client.call('corpus.preview', { sources });
    expect(preview.sources).toMatchObject([
      { index: 0, name: 'a.txt', format: 'text', encoding: 'utf-8', problem: null },
      { index: 1, encoding: 'shift_jis', opening: expect.stringMatching(/^テスト/) as string },
      { index: 2, format: null, problem: { code: 'corpus-binary' } },
      { index: 3, format: 'jsonl', fields: ['text'], field: 'text', problem: null },
      { index: 4, name: 'e', opening: 'Pasted.', problem: null },
    ]);
    expect(preview.sources[1]!.candidates[0]).toMatchObject({ encoding: 'shift_jis' });
    const count = (step: string) => preview.counts.find((each) => each.step === step)?.changes;
    expect(count('byteOrderMark')).toBe(1);
    expect(count('lineEnds')).toBe(20);
    expect(count('fullWidth')).toBe(3);
    expect(preview.vocabularySize.before).toBeGreaterThan(preview.vocabularySize.after);
    expect(preview.lookedAtBytes).toBeGreaterThan(0);
    expect(await at.client.call('corpus.list')).toEqual([]);
  });

  test('reads a source as it is told to, and counts what does not fit', async () => {
    const { source } = await granted('latin.txt', Buffer.from(`${someText}caf\xe9`, 'latin1'));
    const read = async (reading: object) => {
      const sources = [{ ...source, reading }];
      return (await at.client.call('corpus.preview', { sources })).sources[0]!;
    };
    expect(await read({ encoding: 'utf-8' })).toMatchObject({
      ...{ encoding: 'utf-8', undecodable: 1, undecodableAt: [903] },
      problem: { code: 'corpus-undecodable' },
    });
    expect(await read({ encoding: 'utf-8', skipUndecodable: true })).toMatchObject({
      ...{ undecodable: 1, problem: null },
    });
    expect(await read({ encoding: 'windows-1252' })).toMatchObject({
      ...{ encoding: 'windows-1252', undecodable: 0, problem: null },
    });
  });

  test('says before and after it is kept that a book lacks chapters, and records their text', async () => {
    const files = [chapter('a.xhtml', `<p>${someText}</p>`)];
    const manifest = listed('a', 'a.xhtml') + listed('b', 'b.xhtml');
    const spine = '<itemref idref="a"/><itemref idref="b"/>';
    const book = await granted('x.epub', makeZip(bookEntries({ manifest, spine, files })));
    const table = await granted('x.jsonl', `{"text":"${'to be '.repeat(100)}"}\n{"text":""}\n`);
    const lacking = [
      { format: 'epub', missingChapters: 1 },
      { format: 'jsonl', partsWithoutText: 1 },
    ];
    const request = { sources: [book.source, table.source] };
    const { sources } = await at.client.call('corpus.preview', request);
    expect(sources).toMatchObject(lacking.map((gaps) => ({ ...gaps, problem: null })));
    const { id } = await at.client.call('corpus.import', request);
    const { sources: kept } = await at.client.call('corpus.show', { corpus: id });
    expect(kept).toMatchObject(lacking);
    await at.client.call('corpus.remove', { corpus: id });
  });

  test('refuses a filter that is none', async () => {
    const sources = [{ kind: 'text', name: 'a', text: someText } as const];
    await expect(
      at.client.call('corpus.preview', { sources, cleaning: { remove: 'z-a' } }),
    ).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('a corpus', () => {
  test('is cleaned as asked, which is kept with it', async () => {
    const sources = [{ kind: 'text', name: 'Upper', text: someText } as const];
    const cleaning = { lowerCase: true };
    const { id } = await at.client.call('corpus.import', { sources, cleaning });
    expect(await at.client.call('corpus.show', { corpus: id })).toMatchObject({
      cleaning: { ...defaultCleaning, lowerCase: true },
      cleaned: [{ step: 'lowerCase', changes: 20 }],
    });
    expect((await at.client.call('corpus.excerpt', { corpus: id, position: 0 })).text).toMatch(
      /^the quick/,
    );
    await at.client.call('corpus.remove', { corpus: id });
  });

  test('notices that its source has changed, and reads it again unless a run reads it', async () => {
    const { source, path } = await granted('novel.txt', someText.repeat(4));
    const corpus = await at.client.call('corpus.import', { sources: [source] });
    await appendFile(path, 'And one line more.\n');
    const request = { corpus: corpus.id };
    expect(await at.client.call('corpus.sources', request)).toEqual([
      { name: 'novel.txt', state: 'changed' },
    ]);
    const { run, model } = await at.client.call('training.start', {
      corpus: corpus.id,
      configuration: tinyConfiguration,
      recipe: { batchSize: 8, sequenceLength: 16, epochs: 2000 },
    });
    await expect(at.client.call('corpus.reimport', request)).rejects.toMatchObject({
      code: 'model-busy',
    });
    await at.client.call('training.stop', { run });
    const again = await at.client.call('corpus.reimport', request);
    expect(again.characters).toBe(corpus.characters + 19);
    await expect(at.client.call('training.continue', { model, epochs: 1 })).rejects.toMatchObject({
      code: 'corpus-changed',
    });
    await at.client.call('corpus.remove', request);
    expect(await at.client.call('model.show', { model })).toMatchObject({
      corpus: { id: corpus.id, name: corpus.name, hash: corpus.hash },
    });
  });

  test('is cleaned anew from its own sources, looked at first', async () => {
    const { source } = await granted('poem.txt', someText);
    const sources = [source, { kind: 'text', name: 'Pasted', text: 'AND MORE' } as const];
    const cleaning = { lowerCase: true };
    const { id } = await at.client.call('corpus.import', { sources, cleaning });
    const kept = [0, 1].map((each) => ({ kind: 'kept', corpus: id, source: each }) as const);
    const preview = await at.client.call('corpus.preview', { sources: kept });
    expect(preview.sources).toMatchObject([
      { name: 'poem.txt', opening: expect.stringMatching(/^The quick/) as string, settled: null },
      { name: 'Pasted', opening: 'and more', settled: ['lineEnds', 'form', 'lowerCase'] },
    ]);
    await at.client.call('corpus.reimport', { corpus: id, cleaning: { emptyLines: true } });
    const excerpt = await at.client.call('corpus.excerpt', { corpus: id, position: 0 });
    expect(excerpt.text).toBe(`${someText}\nand more\n`);
    const read = [{ ...kept[0]!, reading: { encoding: 'windows-1252' as const } }];
    const { sources: after } = await at.client.call('corpus.reimport', {
      ...{ corpus: id, sources: read },
    });
    expect(after).toMatchObject([{ name: 'poem.txt', encoding: 'windows-1252' }]);
    await at.client.call('corpus.remove', { corpus: id });
  });

  test('has no more sources than it has, and none to be read in another way without its file', async () => {
    const sources = [{ kind: 'text', name: 'Pasted', text: someText } as const];
    const { id } = await at.client.call('corpus.import', { sources });
    const preview = (source: number, reading = {}) =>
      at.client.call('corpus.preview', {
        sources: [{ kind: 'kept', corpus: id, source, reading }],
      });
    await expect(preview(1)).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(preview(0, { encoding: 'big5' })).rejects.toMatchObject({
      code: 'corpus-sources-gone',
    });
    expect((await preview(0, { skipUndecodable: true })).sources).toHaveLength(1);
    await at.client.call('corpus.remove', { corpus: id });
  });

  test('remembers its files wherever they lie, but no upload for the time of a request', async () => {
    const sources = [
      (await granted('upload', someText, { isTemporary: true })).source,
      (await granted('notes.txt', someText, { folder: at.home })).source,
    ];
    const { id } = await at.client.call('corpus.import', { sources });
    expect(await at.client.call('corpus.sources', { corpus: id })).toEqual([
      { name: 'upload', state: 'unknown' },
      { name: 'notes.txt', state: 'same' },
    ]);
    await at.client.call('corpus.remove', { corpus: id });
  });

  test('says what its parts are and what leaks between them', async () => {
    const text = (name: string, body: string) => ({ kind: 'text', name, text: body }) as const;
    const copied = 'A poem that was copied from one note into another, word by word.\n';
    const sources = [
      text('one', `${line.repeat(30)}${copied}`),
      text('two', 'Nothing else is like this. '.repeat(6)),
      text('three', copied),
    ];
    const first = await at.client.call('corpus.import', { sources });
    const copy = await at.client.call('corpus.duplicate', { corpus: first.id });
    const merged = await at.client.call('corpus.merge', { corpora: [first.id, copy.id] });
    const shares = { validation: 0.05, test: 0 };
    const splits = await at.client.call('corpus.splits', { corpus: first.id, ...shares });
    expect(splits.train.documents).toBe(2);
    expect(splits.validation).toEqual({ characters: copied.length, documents: 1 });
    expect(splits.leaks).toMatchObject({ documents: 1, examples: [{ name: 'three' }] });
    const ofBoth = await at.client.call('corpus.splits', { corpus: merged.id, ...shares });
    expect(ofBoth.leaks.documents).toBeGreaterThan(0);
    for (const { id } of [first, copy, merged]) {
      await at.client.call('corpus.remove', { corpus: id });
    }
  });

  test('is not made where its import is cancelled, and progress is told until then', async () => {
    const { source } = await granted('long.txt', line.repeat(400_000));
    const importing = at.client.call('corpus.import', { sources: [source], operation: 'long' });
    await at.next('corpus.progress', ({ operation }) => operation === 'long');
    await expect(
      at.client.call('corpus.import', { sources: [source], operation: 'long' }),
    ).rejects.toMatchObject({ code: 'invalid-request' });
    await at.client.call('corpus.cancelImport', { operation: 'long' });
    await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await at.client.call('corpus.list')).toEqual([]);
  });

  test('can be called off before its sources are open', async () => {
    const sources = [{ kind: 'text', name: 'Early', text: someText } as const];
    const importing = at.client.call('corpus.import', { sources, operation: 'early' });
    await at.client.call('corpus.cancelImport', { operation: 'early' });
    await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await at.client.call('corpus.list')).toEqual([]);
  });

  test('is not made of others where that is cancelled, and they stay', async () => {
    const { source } = await granted('long.txt', line.repeat(200_000));
    const kept = await at.client.call('corpus.import', { sources: [source] });
    const both = { corpora: [kept.id, kept.id], operation: 'both' };
    const merging = at.client.call('corpus.merge', both);
    await at.next('corpus.progress', ({ operation }) => operation === 'both');
    await at.client.call('corpus.cancelImport', { operation: 'both' });
    await expect(merging).rejects.toMatchObject({ code: 'cancelled' });
    expect(await at.client.call('corpus.list')).toEqual([kept]);
    await at.client.call('corpus.remove', { corpus: kept.id });
    expect(await readdir(join(at.home, 'corpora'))).toEqual([]);
  });

  test('that is removed while it is counted is counted no more, and leaves nothing', async () => {
    const { source } = await granted('counted.txt', line.repeat(100_000));
    const { id: corpus } = await at.client.call('corpus.import', { sources: [source] });
    const request = { corpus, validation: 0.1, test: 0, minimumCount: 1, coverage: 1 };
    const counting = at.client.call('corpus.baseline', request);
    const ended = expect(counting).rejects.toMatchObject({ code: 'cancelled' });
    // It opens the corpus as the count does, then does more.
    await at.client.call('corpus.splits', { corpus, validation: 0.1, test: 0 });
    await at.client.call('corpus.remove', { corpus });
    await ended;
    expect(await readdir(join(at.home, 'corpora'))).toEqual([]);
  });
});
