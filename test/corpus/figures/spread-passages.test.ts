import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpreadPassages } from '../../../app/corpus/figures/spread-passages.ts';

function passagesOf(text: string, pieceLength: number): SpreadPassages {
  const spread = new SpreadPassages({ length: 10, atMost: 4 });
  for (let at = 0; at < text.length; at += pieceLength)
    spread.add(text.slice(at, at + pieceLength));
  return spread;
}

const textOf = (length: number) =>
  Array.from({ length }, (_, at) => String.fromCharCode(0x4e00 + at)).join('');

describe('spread passages', () => {
  test('hold a short text whole', () => {
    const spread = passagesOf(textOf(39), 7);
    expect(spread.isWhole).toBe(true);
    expect(spread.passages.join('')).toBe(textOf(39));
  });

  test('lie evenly over a long one, the first at its start', () => {
    const text = textOf(1000);
    const spread = passagesOf(text, 33);
    expect(spread.isWhole).toBe(false);
    const starts = spread.passages.map((passage) => text.indexOf(passage));
    const [first = -1, second = -1] = starts;
    expect(first).toBe(0);
    expect(starts.length).toBeGreaterThanOrEqual(2);
    starts.forEach((start, at) => expect(start).toBe(at * second));
    expect(1000 - (starts.at(-1) ?? 0)).toBeLessThanOrEqual(2 * second);
  });

  test('are the same whatever the pieces', () => {
    fc.assert(
      fc.property(fc.nat(700), fc.integer({ min: 1, max: 100 }), (length, pieceLength) => {
        const text = textOf(length);
        const spread = passagesOf(text, pieceLength);
        expect(spread.passages).toEqual(passagesOf(text, 1).passages);
        expect(spread.passages.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});
