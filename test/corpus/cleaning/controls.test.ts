import { describe, expect, test } from 'vitest';
import { ControlRemover } from '../../../app/corpus/cleaning/controls.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

const make = () => new ControlRemover();
const kept = (text: string) => expect(clean(make(), text)).toEqual({ text, changes: 0 });

describe('control characters', () => {
  test('go, and with them all that has no width', () => {
    const text = 'a\0\x07b\x7f\x9f\u00ad\u200b\u200e\u202ac\u202c\u2060\ufeffd\u034f\ufff9';
    expect(clean(make(), text)).toEqual({ text: 'abcd', changes: 13 });
  });

  test('that end a line or a page become LF', () => {
    expect(clean(make(), 'a\vb\fc\u0085d\u2028e\u2029f')).toEqual({
      text: 'a\nb\nc\nd\ne\nf',
      changes: 5,
    });
  });

  test('that set a terminal to a colour go with their numbers', () => {
    expect(clean(make(), '\x1b[1;31mred\x1b[0m [1m')).toEqual({ text: 'red [1m', changes: 2 });
    expect(alike(make(), ['\x1b', '[3', '1', 'mred', '\x1b['])).toBe('red[');
  });

  test('leave blanks, tabs and line ends alone', () => kept('a\tb \u00a0c\r\nd\u3000\n'));
});

describe('joiners', () => {
  test.each([
    ['Persian words', 'می‌خواهم کتاب‌ها'],
    ['Devanagari half letters', 'क्‍ष र्‍य'],
    ['Sinhala conjuncts', 'ශ්‍රී ලංකාව'],
    ['a Malayalam letter at the end of its word', 'അവന്‍ വന്നു'],
    ['families and professions', '👨‍👩‍👧‍👦 👩🏽‍🚀 ❤️‍🔥 🏳️‍🌈 🧑‍⚕️'],
  ])('stay in %s', (_, text) => kept(text));

  test.each([
    ['between Latin letters', 'a\u200db\u200cc', 'abc'],
    ['at the edges of Arabic words', '\u200cمی\u200c خواهم\u200c', 'می خواهم'],
    ['where one is enough', 'می\u200c\u200c\u200cخواهم', 'می\u200cخواهم'],
    ['beside an emoji that nothing follows', '👨\u200d and \u200d👩', '👨 and 👩'],
  ])('go %s', (_, text, expected) => {
    expect(clean(make(), text).text).toBe(expected);
  });
});

describe('what belongs to a character', () => {
  test('stays: variation selectors, and tags behind a flag', () => {
    const scotland = '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';
    kept(`☺\ufe0f ☺\ufe0e 葛\u{e0100} ${scotland}`);
    expect(clean(make(), 'a\u{e0067}\u{e007f}b').text).toBe('ab');
  });
});

test('controls go alike wherever a text is cut, and a second time changes nothing', () => {
  const texts = textsOf(
    ...['\u200d', '\u200c', 'ی', 'क', '\u094d', 'a', '👨', '🏽', '\ufe0f', '🏴', '\u{e0067}', '\0'],
    ...['\x1b', '[', '3', '1', 'm', '\u2028', '\x1b[31m', '\n', '\u00ad'],
  );
  expectSameHoweverCut(make, texts);
  // Taking out a sequence may bring another one together: ESC ESC [m [m.
  expectIdempotent(
    make,
    texts.filter((text) => !text.includes('\x1b')),
  );
});
