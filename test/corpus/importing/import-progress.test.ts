import { expect, test } from 'vitest';
import { ImportProgress } from '../../../app/corpus/importing/import-progress.ts';

const utf8 = { isUtf8: true };
const other = { isUtf8: false };

function collect(totalBytes: number) {
  const told: number[] = [];
  const progress = new ImportProgress(totalBytes, (done, total) => {
    expect(total).toBe(totalBytes);
    told.push(done);
  });
  return { progress, told };
}

test('rises evenly within each phase, from source to source, and ends at the total', () => {
  const { progress, told } = collect(3000);
  for (const sizeBytes of [1000, 2000]) {
    progress.begin(sizeBytes, sizeBytes === 1000 ? utf8 : other);
    for (const phase of ['hashed', 'lookedAt', 'read'] as const) {
      for (let bytes = 0; bytes <= sizeBytes; bytes += 100) progress.tell(phase, bytes);
    }
  }
  for (let share = 0; share <= 1; share += 0.125) progress.tellEncoded(share);
  expect(told[0]).toBe(0);
  expect(told.at(-1)).toBe(3000);
  for (let at = 1; at < told.length; at++) {
    const risen = told[at]! - told[at - 1]!;
    expect(risen).toBeGreaterThanOrEqual(0);
    // No phase ends far from where the next one begins.
    expect(risen).toBeLessThanOrEqual(3000 * 0.05);
  }
});

test('of a source that grows while it is read stays within its size', () => {
  const { progress, told } = collect(100);
  progress.begin(100, utf8);
  progress.tell('read', 100);
  progress.tell('read', 500);
  expect(told[1]).toBe(told[0]);
});

test('jumps over phases that a format does not have', () => {
  const { progress, told } = collect(100);
  progress.begin(100, utf8);
  progress.tell('read', 0);
  expect(told[0]).toBeGreaterThan(10);
});

test('weighs the phases by what a text is like', () => {
  const readFrom = (traits: typeof utf8, bytes: number) => {
    const { progress, told } = collect(1000);
    progress.begin(1000, traits);
    progress.tell('read', bytes);
    return told[0]!;
  };
  // Other encodings than UTF-8 take longer to be found and to be read.
  expect(readFrom(other, 0)).toBeGreaterThan(readFrom(utf8, 0) + 50);
  expect(readFrom(other, 1000)).toBeGreaterThan(readFrom(utf8, 1000) + 50);
});
