// All steps together, over whole imports.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultCleaning, type CleaningOptions } from '../../../app/contract/cleaning.ts';
import { cleanPrompt } from '../../../app/corpus/cleaning/clean-prompt.ts';
import {
  checkCleaning,
  cleanWhole,
  CorpusCleaner,
  prepareCleaning,
} from '../../../app/corpus/cleaning/corpus-cleaner.ts';

/** Every switch on at once. */
const everything: CleaningOptions = {
  lineEnds: true,
  form: 'NFKC',
  fullWidth: true,
  chinese: 'simplified',
  controls: true,
  blanks: true,
  emptyLines: true,
  lowerCase: true,
  hyphenation: true,
  pageNumbers: true,
  gutenberg: true,
  repeatedDocuments: true,
  repeatedLines: true,
  remove: '*',
  keep: '',
};
const nothing: CleaningOptions = { ...defaultCleaning, lineEnds: false, form: 'none' };

beforeAll(() => prepareCleaning(everything));

function cleanDocuments(options: CleaningOptions, documents: readonly (readonly string[])[]) {
  const cleaner = new CorpusCleaner(options);
  const texts = documents.map((pieces) => {
    cleaner.startDocument();
    const text = pieces.map((piece) => cleaner.push(piece)).join('');
    return text + cleaner.endDocument();
  });
  return { texts, counts: cleaner.counts() };
}

/** Pieces of a text, cut between any two UTF-16 units. */
const inPieces = (text: string, lengths: readonly number[]) => {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
};

const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\uFEFF',
        '\r',
        '\n',
        '\r\n',
        ' ',
        '\t',
        'e\u0301',
        'Ａ',
        '乾淨',
        '乾',
        'ΣΑΣ',
      ),
      fc.constantFrom(
        'exam-\nple',
        '- 3 -\n',
        '12\n',
        '\0',
        '\u200d',
        '👨‍👩‍👧',
        'A line that is longer than most.\n',
      ),
      fc.constantFrom(
        '*** START OF THE PROJECT GUTENBERG EBOOK A ***\n',
        'End of Project Gutenberg’s A\n',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
    ),
    { maxLength: 30, size: 'max' },
  )
  .map((parts) => parts.join(''));

describe('a corpus', () => {
  test('is the same however its documents are cut, with any switches', () => {
    const switches: fc.Arbitrary<CleaningOptions> = fc.record({
      lineEnds: fc.boolean(),
      form: fc.constantFrom('none', 'NFC', 'NFKC'),
      fullWidth: fc.boolean(),
      chinese: fc.constantFrom('as-is', 'simplified'),
      controls: fc.boolean(),
      blanks: fc.boolean(),
      emptyLines: fc.boolean(),
      lowerCase: fc.boolean(),
      hyphenation: fc.boolean(),
      pageNumbers: fc.boolean(),
      gutenberg: fc.boolean(),
      repeatedDocuments: fc.boolean(),
      repeatedLines: fc.boolean(),
      remove: fc.constantFrom('', '0-9*'),
      keep: fc.constantFrom('', 'a-z \\-'),
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        switches,
        fc.array(texts, { maxLength: 3 }),
        cuts,
        (options, documents, lengths) => {
          const whole = cleanDocuments(
            options,
            documents.map((text) => [text]),
          );
          const cut = cleanDocuments(
            options,
            documents.map((text) => inPieces(text, lengths)),
          );
          expect(cut).toEqual(whole);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('stays as it is with every switch off, its byte order mark apart', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(cleanWhole(text, nothing)).toBe(text.replace(/^\uFEFF/, ''));
        expect(cleanPrompt(text, nothing)).toBe(text.replace(/^\uFEFF/, ''));
      }),
    );
  });

  test('loses by default its byte order mark and what is another line end or composition', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const expected = text
          .replace(/^\uFEFF/, '')
          .replace(/\r\n?/g, '\n')
          .normalize('NFC');
        expect(cleanWhole(text, defaultCleaning)).toBe(expected);
      }),
    );
  });

  test('goes through the steps in their order, each counted over all documents', () => {
    const first =
      '\uFEFFＴＨＥ  乾淨 exam-\r\nple\r\n- 3 -\r\n\r\n\r\n\x07A LINE  OF SOME 10 WORDS, ALL IN ALL*\r\n';
    const { texts, counts } = cleanDocuments(everything, [
      [first],
      ['a line of some 10 words, all in all\n', 'And more\n'],
      [first],
    ]);
    expect(texts).toEqual([
      'the 干净 example\n\na line of some 10 words, all in all\n',
      'and more\n',
      '',
    ]);
    expect(counts).toEqual([
      { step: 'byteOrderMark', changes: 2 },
      { step: 'lineEnds', changes: 12 },
      { step: 'pageNumbers', changes: 2 },
      { step: 'hyphenation', changes: 2 },
      { step: 'controls', changes: 2 },
      { step: 'fullWidth', changes: 6 },
      { step: 'lowerCase', changes: 55 },
      { step: 'chinese', changes: 4 },
      { step: 'remove', changes: 2 },
      { step: 'blanks', changes: 4 },
      { step: 'repeatedDocuments', changes: 1 },
      { step: 'repeatedLines', changes: 1 },
      { step: 'emptyLines', changes: 1 },
    ]);
  });

  test('gives up a document that was not ended', () => {
    const cleaner = new CorpusCleaner({ ...nothing, repeatedDocuments: true });
    cleaner.push('half');
    cleaner.startDocument();
    expect(cleaner.push('whole') + cleaner.endDocument()).toBe('whole');
  });

  test('keeps characters by a notation in the form of the text', () => {
    expect(cleanWhole('cafe\u0301', { ...defaultCleaning, remove: 'e\u0301' })).toBe('caf');
    expect(cleanWhole('cafe', { ...defaultCleaning, remove: 'e\u0301' })).toBe('cafe');
  });
});

describe('a filter’s notation', () => {
  test('is refused before anything is read', () => {
    expect(() => checkCleaning({ remove: 'a-', keep: '' })).toThrow(
      'the range from "a" has no end',
    );
    expect(() => checkCleaning({ remove: '', keep: 'z-a' })).toThrow('backwards');
    checkCleaning({ remove: '0-9', keep: '\\-' });
  });
});

describe('a prompt', () => {
  test('is cleaned character by character, and keeps its ends and its lines', () => {
    const prompt = 'ＴＨＥ  乾淨*\x07 exam-\r\nple\r\n\r\n\r\n- 3 -\r\n  ';
    expect(cleanPrompt(prompt, everything)).toBe('the 干净 exam-\nple\n\n\n- 3 -\n ');
  });

  test('is as its text would be, where nothing but characters changes', () => {
    const options = { ...everything, hyphenation: false, pageNumbers: false, gutenberg: false };
    fc.assert(
      fc.property(texts, (text) => {
        const kept = { ...options, blanks: false, repeatedLines: false, emptyLines: false };
        expect(cleanPrompt(text, kept)).toBe(cleanWhole(text, kept));
      }),
    );
  });
});
