// How wide text is taken to be.

import { describe, expect, test } from 'vitest';
import { drawBar } from '../../../main/terminal/console.ts';
import {
  displayWidth,
  fitWidth,
  onOneLine,
  padWidth,
  withoutControls,
} from '../../../main/terminal/text-width.ts';

describe('text on a terminal', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['汉字，', 6],
    ['ＡＢ', 4],
    ['カナ', 4],
    ['한글', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    ['“a…”', 4],
  ])('%j takes %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  test('is cut so that no wide character stands half outside', () => {
    expect(fitWidth('汉字汉字', 8)).toBe('汉字汉字');
    expect(fitWidth('汉字汉字', 7)).toBe('汉字汉…');
    expect(fitWidth('汉字汉字', 6)).toBe('汉字…');
    expect(fitWidth('abc', 0)).toBe('');
  });

  test('is filled up to a column', () => {
    expect(padWidth('汉', 4)).toBe('汉  ');
    expect(padWidth('abcde', 4)).toBe('abcde');
  });

  test('loses what could steer the terminal and keeps lines', () => {
    expect(withoutControls('a\u001b]0;x\u0007\n\tb\u009b')).toBe('a�]0;x�\n\tb�');
  });

  test('is a name on one line', () => {
    expect(onOneLine('my\r\n\tnotes\u001b[31m.txt')).toBe('my� notes�[31m.txt');
  });

  test('is a bar that fills in eighths', () => {
    expect(drawBar(0, 4)).toBe('░░░░');
    expect(drawBar(0.53125, 4)).toBe('██▏░');
    expect(drawBar(2, 4)).toBe('████');
  });
});
