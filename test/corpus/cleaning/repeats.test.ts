// Repeated lines and documents, and how much of what has been seen is remembered.
import { describe, expect, test } from 'vitest';
import { LineStream } from '../../../app/corpus/cleaning/line-stream.ts';
import { RepeatedDocumentRemover } from '../../../app/corpus/cleaning/repeated-documents.ts';
import { RepeatedLineRemover } from '../../../app/corpus/cleaning/repeated-lines.ts';
import { SeenTexts, TextHash } from '../../../app/corpus/cleaning/text-hashes.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

const long = 'A line that is long enough to be told from others.';

describe('repeated lines', () => {
  const make = () => new LineStream(new RepeatedLineRemover());

  test('go, whatever blanks stand around them, but for the first', () => {
    expect(clean(make(), `${long}\nx\n  ${long}\ny\n${long}`)).toEqual({
      text: `${long}\nx\ny\n`,
      changes: 2,
    });
  });

  test('go across documents', () => {
    const stage = make();
    expect(alike(stage, [`${long}\na\n`]) + alike(stage, [`b\n${long}\n`])).toBe(`${long}\na\nb\n`);
  });

  test('stay where they are short, or empty', () => {
    const text = 'Yes.\n\nYes.\n\nHAMLET.\nHAMLET.\n他說。\n他說。\n'.repeat(3);
    expect(clean(make(), text)).toEqual({ text, changes: 0 });
  });

  test('are long with half as many ideographs', () => {
    const line = '床前明月光，疑是地上霜。\n';
    expect(clean(make(), line + line).text).toBe(line);
  });

  test('go alike wherever a text is cut, and none the second time', () => {
    const texts = textsOf(`${long}\n`, `${long.slice(1)}\n`, long, 'x\n', ' ', '\n');
    expectSameHoweverCut(make, texts);
    expectIdempotent(make, texts);
  });
});

describe('repeated documents', () => {
  test('go, but for the first', () => {
    const stage = new RepeatedDocumentRemover();
    const documents = [['ab', 'c'], ['abc'], ['abd'], ['a', 'bc'], []];
    expect(documents.map((pieces) => alike(stage, pieces))).toEqual(['abc', '', 'abd', '', '']);
    expect(stage.changes).toBe(2);
  });

  test('longer than what is held go on as they come, and stay', () => {
    const stage = new RepeatedDocumentRemover({ longestHeld: 4 });
    expect(stage.push('abcd')).toBe('');
    expect(stage.push('e')).toBe('abcde');
    expect(stage.push('f')).toBe('f');
    expect(stage.finish()).toBe('');
    expect(alike(stage, ['abcdef'])).toBe('abcdef');
    expect(stage.changes).toBe(0);
  });
});

describe('what has been seen', () => {
  const hashOf = (text: string) => {
    const hash = new TextHash();
    hash.add(text);
    return hash;
  };

  test('is told from everything else', () => {
    const seen = new SeenTexts();
    for (let at = 0; at < 50_000; at++) expect(seen.see(hashOf(`line ${at}`))).toBe(false);
    for (let at = 0; at < 50_000; at++) expect(seen.see(hashOf(`line ${at}`))).toBe(true);
  });

  test('has the same hash however it comes', () => {
    const hash = new TextHash();
    for (const piece of ['a li', '', 'n', 'e 字']) hash.add(piece);
    expect(hash.digest()).toEqual(hashOf('a line 字').digest());
  });

  test('is forgotten a generation at a time, the oldest first', () => {
    const seen = new SeenTexts(10);
    for (let at = 0; at < 25; at++) seen.see(hashOf(`${at}`));
    expect(seen.see(hashOf('24'))).toBe(true);
    expect(seen.see(hashOf('11'))).toBe(true);
    expect(seen.see(hashOf('9'))).toBe(false);
  });
});
