import { expect, test } from 'vitest';
import type { CleaningOptions } from '../../../app/contract/cleaning.ts';
import { cleanedTwice, noCleaning, stepsOf } from '../../../app/corpus/cleaning/cleaned-twice.ts';

test('a step that was done stays done, a new one is done too', () => {
  const before = { ...noCleaning, lowerCase: true };
  const after = { ...noCleaning, blanks: true };
  expect(stepsOf(cleanedTwice(before, after))).toEqual(['blanks', 'lowerCase']);
});

test('of two forms the one that changes more holds', () => {
  const form = (first: CleaningOptions['form'], second: CleaningOptions['form']) =>
    cleanedTwice({ ...noCleaning, form: first }, { ...noCleaning, form: second }).form;
  expect([form('NFKC', 'NFC'), form('NFC', 'NFKC'), form('NFC', 'none')]).toEqual([
    ...['NFKC', 'NFKC', 'NFC'],
  ]);
});

test('the script is the last one that was asked for', () => {
  const script = (before: CleaningOptions['chinese'], after: CleaningOptions['chinese']) =>
    cleanedTwice({ ...noCleaning, chinese: before }, { ...noCleaning, chinese: after }).chinese;
  expect(script('simplified', 'traditional')).toBe('traditional');
  expect(script('simplified', 'as-is')).toBe('simplified');
});

test('characters that were left out are remembered beside those that are left out now', () => {
  const both = cleanedTwice(
    { ...noCleaning, remove: 'a-c', keep: '0-9' },
    { ...noCleaning, remove: 'x' },
  );
  expect(both).toMatchObject({ remove: 'a-cx', keep: '0-9' });
  expect(cleanedTwice(both, { ...noCleaning, remove: 'a-cxy' }).remove).toBe('a-cxy');
});
