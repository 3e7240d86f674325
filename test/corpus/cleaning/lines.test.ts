// The steps that work on blanks and lines, and the stream of lines under them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlankReducer } from '../../../app/corpus/cleaning/blanks.ts';
import { EmptyLineReducer } from '../../../app/corpus/cleaning/empty-lines.ts';
import {
  LineStream,
  maximumLine,
  type LineEditor,
} from '../../../app/corpus/cleaning/line-stream.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

describe('a stream of lines', () => {
  const marking = (): LineEditor => ({
    changes: 0,
    line: (text) => `(${text})`,
    part: (text) => text,
    end: () => '.',
  });

  test('gives an editor whole lines with their ends', () => {
    expect(alike(new LineStream(marking()), ['a', 'b\n\nc', 'd'])).toBe('(ab\n)(\n)(cd).');
  });

  test('lets a line that is too long pass in parts, wherever it is cut', () => {
    const long = `${'x'.repeat(maximumLine)}\n`;
    const expected = `(a\n)${long}(b\n).`;
    for (const pieces of [
      [`a\n${long}b\n`],
      ['a\n', long, 'b\n'],
      [`a\n${long.slice(0, -1)}`, '\nb\n'],
    ]) {
      expect(alike(new LineStream(marking()), pieces)).toBe(expected);
    }
    expect(alike(new LineStream(marking()), [long.slice(1)])).toBe(`(${long.slice(1)}).`);
  });

  test('holds no more than one line back', () => {
    const stream = new LineStream(marking());
    let length = 0;
    for (let piece = 0; piece < 100; piece++) length += stream.push('x'.repeat(10_000)).length;
    expect(length).toBeGreaterThan(1_000_000 - maximumLine);
  });
});

describe('blanks', () => {
  const make = () => new BlankReducer({ trims: true });

  test('become one, and none at a line’s end', () => {
    expect(clean(make(), 'a  b\tc \n  d\u00a0e \t')).toEqual({
      text: 'a b c\n d\u00a0e',
      changes: 5,
    });
  });

  test('of other kinds stay what they are, alone or in runs of their own', () => {
    expect(clean(make(), 'quoi\u202f? \n\u3000\u3000子曰\u00a0 x').text).toBe(
      'quoi\u202f?\n\u3000子曰 x',
    );
  });

  test('at the end of a prompt stay, as one', () => {
    expect(clean(new BlankReducer({ trims: false }), 'To be  \nor \t').text).toBe('To be \nor ');
  });

  test('become the same wherever a text is cut, and nothing more the second time', () => {
    const texts = textsOf(' ', '  ', '\t', '\u00a0', '\u3000', 'a', '\n', '\r\n');
    for (const trims of [true, false]) {
      expectSameHoweverCut(() => new BlankReducer({ trims }), texts);
      expectIdempotent(() => new BlankReducer({ trims }), texts);
    }
    expectSameHoweverCut(make, texts, (text) =>
      text
        .replace(/[ \t\u00a0\u3000]+(?=[\r\n]|$)/g, '')
        .replace(/[ \t\u00a0\u3000]+/g, (run) => (/[ \t]/.test(run) ? ' ' : run.charAt(0))),
    );
  });

  test('without end are read in a time that grows with their number alone', () => {
    const text = `${' '.repeat(300_000)}x`.repeat(3);
    expect(clean(make(), text).text).toBe(' x x x');
  });
});

describe('empty lines', () => {
  const make = () => new LineStream(new EmptyLineReducer());

  test('become one, those with blanks among them', () => {
    expect(clean(make(), '\n\na\n\n \t\n\nb\nc\n\n\n')).toEqual({
      text: '\na\n\nb\nc\n\n',
      changes: 4,
    });
  });

  test('of one document do not join with those of the next', () => {
    const stage = make();
    expect(alike(stage, ['a\n\n']) + alike(stage, ['\nb'])).toBe('a\n\n\nb');
  });

  test('become the same wherever a text is cut, and nothing more the second time', () => {
    const texts = textsOf('\n', ' \n', '\u3000', 'a', 'b\n');
    expectSameHoweverCut(make, texts);
    expectIdempotent(make, texts);
  });

  test('never leave two behind each other', () => {
    fc.assert(
      fc.property(textsOf('\n', ' ', 'a'), (text) => {
        expect(clean(make(), text).text).not.toMatch(/(^|\n)\s*\n\s*\n/);
      }),
    );
  });
});
