import { describe, expect, test } from 'vitest';
import { HyphenJoiner } from '../../../app/corpus/cleaning/hyphenation.ts';
import { LineStream } from '../../../app/corpus/cleaning/line-stream.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

const make = () => new LineStream(new HyphenJoiner());

describe('a hyphen at a line’s end', () => {
  test.each([
    ['joins a word, and the line ends after it', 'an exam-\nple of it\n', 'an example\nof it\n'],
    ['takes what stands close to the word along', '(an exam-\nple), so\n', '(an example),\nso\n'],
    ['joins over the indentation of the next line', 'exam- \n   ple x', 'example \nx'],
    ['joins where nothing follows the word', 'exam-\nple\nand', 'example\nand'],
    ['joins at the end of a text without a last line end', 'exam-\nple', 'example'],
    ['joins a word that is broken twice', 'in-\ncom-\nplete\n', 'incomplete\n'],
    ['joins before CRLF', 'exam-\r\nple of\r\n', 'example\r\nof\r\n'],
    ['joins Cyrillic and accented words', 'при-\nмер é-té-\nrieur', 'пример\né-té-\nrieur'],
    ['joins where only a break puts it', 'Anglo¬\nSaxon of\u00ad\nTen\n', 'AngloSaxon\nofTen\n'],
  ])('%s', (_, text, expected) => {
    const cleaned = clean(make(), text);
    expect(cleaned.text).toBe(expected);
    expect(cleaned.changes).toBeGreaterThan(0);
  });

  test.each([
    ['before a capital', 'Anglo-\nSaxon'],
    ['between figures', 'from 1914-\n1918'],
    ['in a word with another hyphen', 'mother-in-\nlaw'],
    ['that is a dash', 'he said --\nthen he - \nleft'],
    ['before “and”', 'pre-\nand post-war, Vor-\nund Nachteile'],
    ['before an empty line', 'exam-\n\nple'],
    ['of a list', '-\nitem\n- \nitem'],
    ['of a single letter', 'the x-\naxis'],
    ['of an address', 'www.an-\nexample'],
    ['behind a letter without case', '字-\n字'],
    ['before a word with a hyphen at its end', 'exam-\nple- x'],
  ])('stays %s', (_, text) => expect(clean(make(), text)).toEqual({ text, changes: 0 }));

  test('stays in a word that was met with it before', () => {
    const text = 'A well-known man, well-\nknown and re-\nnowned';
    expect(clean(make(), text)).toEqual({
      text: 'A well-known man, well-known\nand renowned',
      changes: 2,
    });
  });
});

describe('soft hyphens', () => {
  test('go everywhere', () => {
    expect(clean(make(), 'ex\u00adam\u00adple of\u00ad\n\nx\u00ad')).toEqual({
      text: 'example of\n\nx',
      changes: 4,
    });
  });
});

test('hyphens are the same wherever a text is cut, and nothing is joined the second time', () => {
  const texts = textsOf(
    'ab',
    'a',
    '-',
    '-\n',
    '\n',
    ' ',
    '\u00ad',
    '\u00ad\n',
    '¬\n',
    'A',
    '1',
    'and',
    '.',
  );
  expectSameHoweverCut(make, texts);
  expectIdempotent(
    make,
    texts.filter((text) => !/[¬\u00ad]/.test(text)),
  );
});

test('a line that is too long passes, and half a word before it too', () => {
  const long = 'x'.repeat(70_000);
  expect(alike(make(), ['exam-\n', long, 'exam-\nple'])).toBe(`exam-\n${long}exam-\nple`);
});
