// The cleaning of a model's texts, as a model file's header keeps it.

import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { encodeModelHeader, parseModelHeader } from '../../app/formats/model-header.ts';
import { tinyHeader } from './fixtures.ts';

/** What the header of a file says whose cleaning is written so. */
const read = (normalisation: unknown) => {
  const header = JSON.parse(encodeModelHeader(tinyHeader())) as object;
  return parseModelHeader(JSON.stringify({ ...header, normalisation }), 'ink.safetensors');
};

describe('the cleaning in a model file', () => {
  test('is kept, every switch of it', () => {
    const normalisation = {
      ...{ ...defaultCleaning, lineEnds: false, form: 'NFKC' as const, fullWidth: true },
      ...{ chinese: 'traditional' as const, controls: true, remove: '0-9\\-', keep: 'a-z' },
    };
    const header = { ...tinyHeader(), normalisation };
    expect(parseModelHeader(encodeModelHeader(header), 'ink.safetensors')).toEqual(header);
  });

  test('is the default where there was no choice yet', () => {
    const before = { lineEnds: 'lf', form: 'NFC', byteOrderMark: 'removed' };
    expect(read(before).normalisation).toEqual(defaultCleaning);
  });

  test.each([
    ['has a switch that is not known', { ...defaultCleaning, poetry: true }, 'normalisation'],
    ['lacks a switch', { ...defaultCleaning, blanks: undefined }, 'normalisation.blanks'],
    [
      'has a switch on what it cannot be',
      { ...defaultCleaning, form: 'NFD' },
      'normalisation.form',
    ],
    ['has a filter that is none', { ...defaultCleaning, keep: 'z-a' }, 'runs backwards'],
    [
      'is from before and says something else',
      { lineEnds: 'crlf', form: 'NFC', byteOrderMark: 'removed' },
      'normalisation.lineEnds',
    ],
    ['is not there', undefined, 'normalisation'],
  ])('is refused where it %s', (_, normalisation, problem) => {
    expect(() => read(normalisation)).toThrow(problem);
  });
});
