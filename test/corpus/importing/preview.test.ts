// What a preview says of a text that is read and has something in it to be cared about.

import { expect, test } from 'vitest';
import { Previews } from '../../../app/corpus/importing/preview.ts';
import { fileInput, temporaryFolder } from '../fixtures.ts';

test('NULs that are too few to make a text binary are told as control characters', async () => {
  const text = `${'It was a bright cold day in April.\n'.repeat(40)}three\0 of\0 them\0\n`;
  const input = await fileInput(await temporaryFolder(), 'a.txt', text);
  const { sources, counts, examples } = await new Previews().preview([input]);
  expect(sources[0]?.problem).toBeNull();
  expect(counts).toContainEqual({ step: 'controls', changes: 3 });
  const [example] = examples.filter(({ step }) => step === 'controls');
  expect(example?.before).toContain('three\0 of\0 them\0');
  expect(example?.after).toContain('three of them');
});

test('a text of which only the beginning is looked at, among many, does not count as looked through', async () => {
  const folder = await temporaryFolder();
  const many = Array.from({ length: 100 }, (_, at) => fileInput(folder, `${at}.txt`, 'Short.\n'));
  const long = await fileInput(folder, 'long.txt', 'It was cold.\n'.repeat(1_000));
  const preview = await new Previews().preview([long, ...(await Promise.all(many))]);
  expect(preview.totalBytes).toBe(13_700);
  expect(preview.characters).toBe(4_700);
  expect(preview.lookedAtBytes).toBe(4_700);
});

test('records without text behind the last that has some count as looked at', async () => {
  const records = `{"text":"${'It was cold. '.repeat(50)}"}\n${'{"text":""}\n'.repeat(20)}`;
  const table = await fileInput(await temporaryFolder(), 'a.jsonl', records);
  const preview = await new Previews().preview([table]);
  expect(preview.sources[0]?.partsWithoutText).toBe(20);
  expect(preview.lookedAtBytes).toBe(preview.totalBytes);
});
