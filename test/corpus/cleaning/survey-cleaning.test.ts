// What people are shown of cleaning before they choose it.
import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import { cleanWhole } from '../../../app/corpus/cleaning/corpus-cleaner.ts';
import { findChanges } from '../../../app/corpus/cleaning/find-changes.ts';
import { cleaningSteps } from '../../../app/corpus/cleaning/steps.ts';
import { surveyCleaning } from '../../../app/corpus/cleaning/survey-cleaning.ts';

const text = 'One  Ａ 乾淨\r\nexam-\r\nple\r\n\r\n\r\n- 3 -\r\nx\u200b\r\n';

describe('a survey', () => {
  test('counts every step, whether it is on or not, in their order', async () => {
    const { counts } = await surveyCleaning([text, text], defaultCleaning);
    expect(counts.map(({ step }) => step)).toEqual(cleaningSteps.map(({ step }) => step));
    expect(Object.fromEntries(counts.map(({ step, changes }) => [step, changes]))).toEqual({
      byteOrderMark: 0,
      lineEnds: 14,
      gutenberg: 0,
      pageNumbers: 2,
      hyphenation: 2,
      controls: 2,
      fullWidth: 2,
      form: 0,
      lowerCase: 4,
      chinese: 4,
      remove: 0,
      keep: 0,
      blanks: 2,
      repeatedDocuments: 1,
      repeatedLines: 0,
      emptyLines: 2,
    });
  });

  test('counts behind the steps that are on', async () => {
    const { counts } = await surveyCleaning([text], {
      ...defaultCleaning,
      fullWidth: true,
      remove: 'x ',
    });
    const changes = (wanted: string) => counts.find(({ step }) => step === wanted)?.changes;
    expect(changes('remove')).toBe(7);
    expect(changes('blanks')).toBe(0);
  });

  test('shows at most three places of each step, before and after', async () => {
    const { examples } = await surveyCleaning([text], defaultCleaning);
    const of = (wanted: string) => examples.filter(({ step }) => step === wanted);
    expect(of('lineEnds')).toHaveLength(1);
    expect(of('pageNumbers')).toEqual([
      { step: 'pageNumbers', before: '\n- 3 -\nx\u200b', after: '\nx\u200b' },
    ]);
    expect(of('hyphenation')).toEqual([
      {
        step: 'hyphenation',
        before: 'One  Ａ 乾淨\nexam-\nple\n',
        after: 'One  Ａ 乾淨\nexample\n',
      },
    ]);
    const lines = Array.from({ length: 9 }, (_, at) => `line${at}  and\nother ${at}\n`).join('');
    const many = await surveyCleaning([lines], defaultCleaning);
    expect(many.examples.filter(({ step }) => step === 'blanks')).toHaveLength(3);
  });

  test('of repeated documents shows how one begins', async () => {
    const document = 'To be told from others, a text needs some length.\n'.repeat(9);
    const { examples } = await surveyCleaning([document, document], defaultCleaning);
    const [example] = examples.filter(({ step }) => step === 'repeatedDocuments');
    expect(example?.before.startsWith('To be told')).toBe(true);
    expect(example?.before.length).toBeLessThan(170);
    expect(example?.after).toBe('');
  });

  test('agrees with what cleaning then does', async () => {
    const options = { ...defaultCleaning, controls: true, blanks: true };
    const cleaned = cleanWhole(text, options);
    const { counts } = await surveyCleaning([cleaned], options);
    for (const { step, changes } of counts) {
      if (step === 'controls' || step === 'blanks' || step === 'lineEnds') expect(changes).toBe(0);
    }
  });
});

describe('changes between two texts', () => {
  test('are found line by line, with a line around them', () => {
    expect(findChanges('a\nb\nc\nd\ne\nf', 'a\nb\nC\nd\nf', 9)).toEqual([
      { before: 'b\nc\nd', after: 'b\nC\nd' },
      { before: 'd\ne\nf', after: 'd\nf' },
    ]);
    expect(findChanges('a\nb', 'a\nb', 9)).toEqual([]);
    expect(findChanges('a\nb\n', '', 9)).toEqual([{ before: 'a\nb\n', after: '' }]);
  });

  test('in long lines are shown around the first difference', () => {
    const [change] = findChanges(
      `${'a'.repeat(500)}X${'b'.repeat(500)}`,
      `${'a'.repeat(500)}${'b'.repeat(500)}`,
      1,
    );
    expect(change?.before).toBe(`…${'a'.repeat(40)}X${'b'.repeat(119)}…`);
    expect(change?.after).toBe(`…${'a'.repeat(40)}${'b'.repeat(120)}…`);
  });

  test('never cut a character in two', () => {
    const [change] = findChanges('𠮷'.repeat(301) + 'x', '𠮷'.repeat(301) + 'y', 1);
    expect(change?.before).toMatch(/^…𠮷+x$/u);
    expect(change?.after).toMatch(/^…𠮷+y$/u);
  });
});
