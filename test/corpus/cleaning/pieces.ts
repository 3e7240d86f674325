// What the tests of cleaning share: texts that come in pieces, cut anywhere.

import fc from 'fast-check';
import { expect } from 'vitest';
import type { CleaningStage } from '../../../app/corpus/cleaning/stage.ts';

/** What a step makes of one document in pieces. */
export function alike(stage: CleaningStage, pieces: readonly string[]): string {
  return pieces.map((piece) => stage.push(piece)).join('') + stage.finish();
}

/** What a new step makes of a whole text, and how many changes it counts. */
export function clean(stage: CleaningStage, text: string): { text: string; changes: number } {
  return { text: alike(stage, [text]), changes: stage.changes };
}

/** Texts of such parts, in any order. */
export function textsOf(...parts: string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...parts), { maxLength: 40, size: 'max' })
    .map((chosen) => chosen.join(''));
}

/** Checks that no cut between two characters changes the text or the count; and that it is what is expected. */
export function expectSameHoweverCut(
  make: () => CleaningStage,
  texts: fc.Arbitrary<string>,
  expected?: (text: string) => string,
): void {
  const cuts = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, cuts, (text, lengths) => {
      const whole = clean(make(), text);
      const stage = make();
      expect(alike(stage, cut(text, lengths))).toBe(whole.text);
      expect(stage.changes).toBe(whole.changes);
      if (expected) expect(whole.text).toBe(expected(text));
    }),
    { numRuns: 500 },
  );
}

/** Checks that a second cleaning changes nothing more. */
export function expectIdempotent(make: () => CleaningStage, texts: fc.Arbitrary<string>): void {
  fc.assert(
    fc.property(texts, (text) => {
      const once = clean(make(), text);
      expect(clean(make(), once.text)).toEqual({ text: once.text, changes: 0 });
    }),
    { numRuns: 500 },
  );
}

/** Pieces of so many code points, over and over; empty ones among them. */
function cut(text: string, lengths: readonly number[]): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  let turn = 0;
  for (let at = 0; at < characters.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(characters.slice(at, at + length).join(''));
    at += length;
    if (length === 0) pieces.push(characters[at++] ?? '');
  }
  return pieces;
}
