import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readExcerpt } from '../../../app/corpus/excerpt.ts';
import { idHeaderBytes, openIdFile } from '../../../app/corpus/id-file.ts';
import { inspectTexts } from '../../../app/corpus/importing/survey.ts';
import {
  cleanNaively,
  fileInput,
  hardTexts,
  lengthen,
  makeSnapshot,
  temporaryFolder,
  withoutRootRights,
  type MadeSnapshot,
} from '../fixtures.ts';

/** The text back from ids and alphabet; document ends show as `¶`. */
function decodeIds(snapshot: MadeSnapshot): string {
  const file = openIdFile(snapshot.idsPath);
  onTestFinished(() => file.close());
  const ids = new Int32Array(file.length);
  file.read(0, ids);
  return [...ids].map((id) => (id === 1 ? '¶' : snapshot.alphabet[id - 2]!.character)).join('');
}

const sha256 = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const pasted = (text: string, name = 'pasted') => ({ kind: 'text', name, text }) as const;

describe('a corpus of one text', () => {
  test.each(Object.entries(hardTexts))('keeps %s, from a file and pasted', async (_, text) => {
    const folder = await temporaryFolder();
    const whole = lengthen(text);
    const expected = cleanNaively(whole);
    for (const input of [await fileInput(folder, 'a.txt', whole), pasted(whole)]) {
      const snapshot = await makeSnapshot(folder, [input]);
      expect(await readFile(snapshot.textPath, 'utf8')).toBe(expected);
      expect(decodeIds(snapshot)).toBe(expected);
      expect(snapshot.characters).toBe([...expected].length);
      expect(snapshot.hash).toBe(sha256(expected));
      expect(snapshot.sources[0]!.hash).toBe(sha256(whole));
      expect(snapshot.documentEnds).toBeNull();
    }
  });

  test('orders its alphabet by falling count, ties by code point', async () => {
    const folder = await temporaryFolder();
    const { alphabet } = await makeSnapshot(folder, [
      pasted('b'.repeat(300) + '𠮷a'.repeat(150) + 'c'),
    ]);
    expect(alphabet).toEqual([
      { character: 'b', count: 300 },
      { character: 'a', count: 150 },
      { character: '𠮷', count: 150 },
      { character: 'c', count: 1 },
    ]);
  });

  test('holds characters split between the pieces of a file', async () => {
    const folder = await temporaryFolder();
    const text = 'é字𠮷e\u0301\r\n'.repeat(60_000);
    for (const offset of ['', 'x', 'xx', 'xxx']) {
      const snapshot = await makeSnapshot(folder, [
        await fileInput(folder, 'a.txt', offset + text),
      ]);
      expect(snapshot.hash).toBe(sha256(cleanNaively(offset + text)));
      expect(sha256(decodeIds(snapshot))).toBe(snapshot.hash);
      expect(snapshot.cleaned).toEqual([
        { step: 'lineEnds', changes: 60_000 },
        { step: 'form', changes: 60_000 },
      ]);
      expect(snapshot.lines).toBe(60_000);
    }
  });

  test.each([
    [1, 254],
    [2, 255],
    [2, 65_534],
    [4, 65_535],
  ])('has ids of %i bytes where its alphabet has %i characters', async (bytes, count) => {
    // From U+2F800 on lie compatibility ideographs, which NFC replaces; those are left out.
    const characters = Array.from({ length: 68_000 }, (_, at) =>
      String.fromCodePoint(0x20000 + at),
    ).filter((character) => character.normalize('NFC') === character);
    // Each often enough that even few make a text.
    const text = characters.slice(0, count).join('').repeat(2);
    const snapshot = await makeSnapshot(await temporaryFolder(), [pasted(text)]);
    expect(snapshot.alphabet.length).toBe(count);
    expect((await stat(snapshot.idsPath)).size).toBe(idHeaderBytes + 2 * count * bytes);
    expect(decodeIds(snapshot)).toBe(text);
  });

  test('counts a last line without its line end', async () => {
    const text = 'line\n'.repeat(120);
    expect((await inspectTexts([pasted(text)])).lines).toBe(120);
    expect((await inspectTexts([pasted(`${text}more`)])).lines).toBe(121);
  });
});

describe('a corpus of several texts', () => {
  test('has an end after each document, and knows where', async () => {
    const folder = await temporaryFolder();
    const snapshot = await makeSnapshot(folder, [
      await fileInput(folder, 'a.txt', '\uFEFFfirst\r\n'),
      pasted(''),
      pasted('x'.repeat(600)),
      await fileInput(folder, 'c.txt', '\uFEFFlast'),
    ]);
    expect(decodeIds(snapshot)).toBe(`first\n¶${'x'.repeat(600)}¶last¶`);
    expect(snapshot.documentEnds).toEqual([7, 608, 613]);
    expect(snapshot.sources.map((source) => source.characters)).toEqual([6, 0, 600, 4]);
    expect(snapshot.characters).toBe(610);
    expect(snapshot.cleaned).toEqual([
      { step: 'byteOrderMark', changes: 2 },
      { step: 'lineEnds', changes: 1 },
    ]);
    expect(snapshot.lines).toBe(3);
    expect(await readFile(snapshot.textPath, 'utf8')).toBe(`first\n${'x'.repeat(600)}last`);
  });

  test('reports progress in bytes up to the total', async () => {
    const folder = await temporaryFolder();
    const progress: [number, number][] = [];
    const inputs = [
      await fileInput(folder, 'a.txt', 'a'.repeat(700_000)),
      pasted('b'.repeat(300_000)),
    ];
    await makeSnapshot(folder, inputs, {
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(progress.at(-1)).toEqual([1_000_000, 1_000_000]);
    expect(progress.length).toBeGreaterThan(5);
    for (let at = 1; at < progress.length; at++) {
      expect(progress[at]![0]).toBeGreaterThanOrEqual(progress[at - 1]![0]);
    }
  });

  test('can be given up in either pass', async () => {
    const folder = await temporaryFolder();
    const input = await fileInput(folder, 'a.txt', 'a'.repeat(1_000_000));
    for (const stopAt of [0.1, 0.8]) {
      const controller = new AbortController();
      const onProgress = (done: number, total: number) => {
        if (done / total >= stopAt) controller.abort();
      };
      await expect(
        makeSnapshot(folder, [input], { signal: controller.signal, onProgress }),
      ).rejects.toMatchObject({ code: 'cancelled' });
    }
  });
});

describe('what is refused', () => {
  async function refusal(content: string | Uint8Array) {
    const folder = await temporaryFolder();
    const input = await fileInput(folder, 'input.txt', content);
    return inspectTexts([input]).then(
      () => null,
      (error: unknown) => error,
    );
  }

  test('an empty file', async () => {
    expect(await refusal('')).toMatchObject({ code: 'corpus-empty', details: { characters: 0 } });
    expect(await refusal('\uFEFF')).toMatchObject({ code: 'corpus-empty' });
  });

  test('fewer than 500 characters, with both numbers', async () => {
    expect(await refusal('字'.repeat(499))).toMatchObject({
      code: 'corpus-too-short',
      message: expect.stringMatching(/499 characters; at least 500/) as string,
      details: { characters: 499, minimum: 500 },
    });
    expect(await refusal('字'.repeat(500))).toBeNull();
  });

  test('bytes that an encoding does not know, with their number, unless they may be left out', async () => {
    const folder = await temporaryFolder();
    const text = Buffer.from('x'.repeat(300_000));
    text[270_001] = 0xe9;
    text[280_000] = 0xe9;
    const reading = { encoding: 'utf-8' } as const;
    const input = { ...(await fileInput(folder, 'input.txt', text)), reading };
    await expect(inspectTexts([input])).rejects.toMatchObject({
      code: 'corpus-undecodable',
      details: { name: 'input.txt', encoding: 'utf-8', undecodable: 2 },
    });
    const lenient = { ...input, reading: { ...reading, skipUndecodable: true } };
    expect(await inspectTexts([lenient])).toMatchObject({
      characters: 299_998,
      encodings: ['UTF-8'],
      sources: [{ undecodable: 2, encoding: 'utf-8', format: 'text' }],
    });
  });

  test('binary files', async () => {
    const png = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919 + (at >> 3)) % 256),
    ]);
    expect(await refusal(png)).toMatchObject({ code: 'corpus-binary' });
    const late = Buffer.concat([
      Buffer.from('text '.repeat(60_000)),
      Buffer.alloc(300_000, '\u0001'),
    ]);
    expect(await refusal(late)).toMatchObject({ code: 'corpus-binary' });
  });

  test('a stray NUL or a colour code makes no text binary', async () => {
    expect(await refusal(lengthen('a\0b \u001b[31mred\u001b[0m'))).toBeNull();
  });

  test('a pasted text with half a character, with its position', async () => {
    const text = lengthen('smile \ud83d');
    await expect(inspectTexts([pasted(text)])).rejects.toMatchObject({
      code: 'corpus-not-utf8',
      message: expect.stringContaining('position 6') as string,
    });
  });

  test('a missing file and a folder, with the cause', async () => {
    const folder = await temporaryFolder();
    const missing = { kind: 'file', name: 'gone.txt', path: join(folder, 'gone.txt') } as const;
    await expect(inspectTexts([missing])).rejects.toMatchObject({
      code: 'corpus-unreadable',
      message: expect.stringContaining('there is no such file') as string,
      cause: expect.objectContaining({ code: 'ENOENT' }) as object,
    });
    await mkdir(join(folder, 'sub'));
    const directory = { kind: 'file', name: 'sub', path: join(folder, 'sub') } as const;
    await expect(inspectTexts([directory])).rejects.toMatchObject({
      code: 'corpus-unreadable',
      details: { reason: 'it is a folder' },
    });
  });

  test('a file that may not be read, with the cause', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no such rights to take away');
    const folder = await temporaryFolder();
    const input = await fileInput(folder, 'secret.txt', lengthen('secret'));
    await chmod(input.path, 0);
    await withoutRootRights(() =>
      expect(inspectTexts([input])).rejects.toMatchObject({
        code: 'corpus-unreadable',
        details: { reason: 'reading it is not permitted' },
      }),
    );
  });

  test('a device that would never end', async () => {
    const device = { kind: 'file', name: 'zero', path: '/dev/zero' } as const;
    await expect(inspectTexts([device])).rejects.toMatchObject({ code: 'corpus-unreadable' });
  });
});

describe('an excerpt', () => {
  async function excerptSource(text: string) {
    const folder = await temporaryFolder();
    const snapshot = await makeSnapshot(folder, [pasted(text)]);
    const ids = openIdFile(snapshot.idsPath);
    onTestFinished(() => ids.close());
    return { ids, alphabet: snapshot.alphabet, documentEnds: snapshot.documentEnds };
  }

  test('begins at a line and says where', async () => {
    const lines = Array.from({ length: 1000 }, (_, at) => `line ${at}, 字𠮷`);
    const text = lines.join('\n');
    const source = await excerptSource(text);
    for (const position of [0, 0.25, 0.5, 1]) {
      const excerpt = readExcerpt(source, position);
      expect(excerpt.text).toMatch(/^line \d+/);
      expect([...text].slice(excerpt.offset).join('').startsWith(excerpt.text)).toBe(true);
    }
    expect(readExcerpt(source, 0).offset).toBe(0);
    expect(text.endsWith(readExcerpt(source, 1).text.slice(-100))).toBe(true);
  });

  test('of a text without line ends is cut where it was asked for', async () => {
    const source = await excerptSource('x'.repeat(5000));
    expect(readExcerpt(source, 0.5)).toEqual({ text: 'x'.repeat(1200), offset: 1900 });
  });

  test('counts characters, not document ends', async () => {
    const folder = await temporaryFolder();
    const snapshot = await makeSnapshot(folder, [
      pasted('a'.repeat(2000)),
      pasted('b'.repeat(2000)),
    ]);
    const ids = openIdFile(snapshot.idsPath);
    onTestFinished(() => ids.close());
    const excerpt = readExcerpt({ ids, ...snapshot }, 1);
    expect(excerpt.text).toMatch(/^b+\n$/);
    expect(excerpt.offset).toBe(2801);
  });
});
