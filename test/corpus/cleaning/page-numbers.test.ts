import { describe, expect, test } from 'vitest';
import { LineStream } from '../../../app/corpus/cleaning/line-stream.ts';
import { pageNumberForm } from '../../../app/corpus/cleaning/page-number-forms.ts';
import { PageNumberRemover } from '../../../app/corpus/cleaning/page-numbers.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

const make = () => new LineStream(new PageNumberRemover());
/** Text of one page that ends in the middle of a sentence, and one that does not. */
const cutPage = 'The sea was calm and the ship lay still on it. '.repeat(20) + 'And then he\n';
const wholePage = 'The sea was calm and the ship lay still on it. '.repeat(20) + '\n';

describe('a line', () => {
  test.each([
    ...['- 12 -', '– 12 –', '— xii —', '·12·', '-12-', '~ 3 ~', '-- 12 --', '－１２－'],
    ...['Page 12', 'page 12 of 300', 'p. 12', 'pg 7', '[Pg 12]', 'Seite 12', 'S. 12', 'стр. 12'],
    ...[
      'Page xii',
      'página 3',
      '第 12 页',
      '第12頁',
      '第十二页',
      '第 3 页 共 20 页',
      '第3页/共20页',
    ],
    ...['12页', '12 ページ', '12쪽', '  - 12 -\r\n', '\fPage 3\n'],
  ])('such as %j is a page’s number', (line) => {
    expect(pageNumberForm(line)).toEqual({ kind: 'certain' });
  });

  test.each([
    ['12', 'arabic', 12],
    ['１２', 'arabic', 12],
    ['\f 7\r\n', 'arabic', 7],
    ['xiv', 'roman', 14],
    ['cxliv', 'roman', 144],
    ['[12]', 'bracketed', 12],
    ['{12}', 'bracketed', 12],
    ['12 / 300', 'bracketed', 12],
  ])('such as %j may be one', (line, style, value) => {
    expect(pageNumberForm(line)).toEqual({ kind: 'bare', style, value });
  });

  test.each([
    ...['12.', '12)', '- 12', 'XII', 'XII.', 'civil', 'mix', 'iiii', '- civil -', '1,200', '12:30'],
    ...[
      'Page',
      'Page twelve',
      'page civil',
      '第十二回',
      '第三章',
      'Chapter 12',
      '123456',
      '',
      '12 -',
    ],
    ...['3 blind mice', '1999-2000', '(12] '],
  ])('such as %j is none', (line) => {
    expect(pageNumberForm(line)).toBeNull();
  });
});

describe('bare numbers', () => {
  const pages = (numbers: readonly (string | number)[], page: string) =>
    numbers.map((number) => `${page}\n${number}\n`).join('');

  test('go where they count pages that cut sentences', () => {
    expect(clean(make(), pages([8, 9, 11, 12], cutPage) + cutPage)).toEqual({
      text: `${cutPage}\n`.repeat(4) + cutPage,
      changes: 4,
    });
    expect(clean(make(), pages(['iv', 'v', 'vi'], cutPage)).changes).toBe(3);
    expect(clean(make(), pages(['[4]', '[5]'], cutPage)).changes).toBe(2);
  });

  test('go indented and with line ends of Windows too', () => {
    const page = cutPage.replaceAll('\n', '\r\n');
    const numbered = [12, 13, 14].map((number) => `${page}\r\n      ${number}\r\n`).join('');
    expect(clean(make(), numbered)).toEqual({ text: `${page}\r\n`.repeat(3), changes: 3 });
  });

  test('of verses and list items stay: they are too near', () => {
    const verses = Array.from({ length: 30 }, (_, at) => `${at + 1}\nIn the beginning he\n`).join(
      '',
    );
    expect(clean(make(), verses)).toEqual({ text: verses, changes: 0 });
  });

  test('of chapters and poems stay: they cut no sentence', () => {
    const chapters = pages([1, 2, 3, 4], wholePage);
    expect(clean(make(), chapters)).toEqual({ text: chapters, changes: 0 });
  });

  test.each([
    ['in capitals', ['IV', 'V', 'VI']],
    ['that do not count on', [4, 9, 2, 40]],
    ['that count in another style', [4, 'v', '[6]']],
    ['that stand alone', [4]],
  ])('stay %s', (_, numbers) => {
    const text = pages(numbers, cutPage);
    expect(clean(make(), text)).toEqual({ text, changes: 0 });
  });

  test('stay where the next one is far away, and little text is held for it', () => {
    const stage = make();
    const given = `${cutPage}4\n${cutPage.repeat(60)}`;
    expect(given.length - stage.push(given).length).toBeLessThan(40_000);
    expect(alike(make(), [given, '5\n'])).toBe(`${given}5\n`);
  });
});

test('page numbers go alike wherever a text is cut', () => {
  const texts = textsOf(
    '4\n',
    '5\n',
    '6\n',
    '\n',
    cutPage,
    wholePage,
    '- 7 -\n',
    'xi\n',
    'xii\n',
    'x',
  );
  expectSameHoweverCut(
    make,
    texts.filter((text) => text.length < 9000),
  );
  expectIdempotent(make, textsOf('- 4 -\n', '5\n', 'page 3\n', 'x', '\n'));
});

test('a number before a line that is too long stays', () => {
  const long = 'x'.repeat(70_000);
  expect(alike(make(), ['4\n', long, '\n5\n'])).toBe(`4\n${long}\n5\n`);
});
