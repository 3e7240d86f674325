import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitBatch } from '../../../app/corpus/windows/fit-batch.ts';
import { splitCorpus } from '../../../app/corpus/splitting/splits.ts';

describe('splitting by position', () => {
  test('takes the last tenth for validation', () => {
    expect(splitCorpus(1_115_394, null, { validation: 0.1, test: 0 })).toEqual({
      train: { start: 0, end: 1_003_854 },
      validation: { start: 1_003_854, end: 1_115_394 },
      test: { start: 1_115_394, end: 1_115_394 },
    });
  });

  test('puts the test part at the very end and validation before it', () => {
    expect(splitCorpus(1000, null, { validation: 0.2, test: 0.1 })).toEqual({
      train: { start: 0, end: 700 },
      validation: { start: 700, end: 900 },
      test: { start: 900, end: 1000 },
    });
  });

  test('covers every character once', () => {
    const share = fc.double({ min: 0, max: 0.2, noNaN: true });
    const ends = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(fc.option(ends), share, share, (lengths, validation, test) => {
        let sum = 0;
        const documentEnds = lengths?.map((length) => (sum += length)) ?? null;
        const length = Math.max(2000, sum);
        if (documentEnds !== null) documentEnds[documentEnds.length - 1] = length;
        const splits = splitCorpus(length, documentEnds, { validation, test });
        expect(splits.train.start).toBe(0);
        expect(splits.train.end).toBe(splits.validation.start);
        expect(splits.validation.end).toBe(splits.test.start);
        expect(splits.test.end).toBe(length);
        expect(splits.validation.end).toBeGreaterThanOrEqual(splits.validation.start);
      }),
    );
  });

  test('refuses shares that leave too little to train on, with the numbers', () => {
    expect(() => splitCorpus(500, null, { validation: 0.5, test: 0.5 })).toThrow(
      expect.objectContaining({
        code: 'corpus-too-short',
        message: expect.stringMatching(/Of 500 characters, 0 .* 100 are needed/) as string,
        details: { characters: 500, training: 0, minimum: 100 },
      }),
    );
  });
});

describe('splitting several documents', () => {
  const tenDocuments = Array.from({ length: 10 }, (_, at) => (at + 1) * 100 + (at % 3));

  test('moves each border to the nearest document end', () => {
    const splits = splitCorpus(1000, tenDocuments, { validation: 0.17, test: 0.12 });
    expect(tenDocuments).toContain(splits.train.end);
    expect(tenDocuments).toContain(splits.validation.end);
    expect(splits.test).toEqual({ start: 902, end: 1000 });
    expect(splits.validation).toEqual({ start: 700, end: 902 });
  });

  test('cuts inside a document where no end gives half to twice the size asked for', () => {
    const splits = splitCorpus(1000, [500, 1000], { validation: 0.1, test: 0 });
    expect(splits.validation).toEqual({ start: 900, end: 1000 });
  });

  test('leaves a part out that nobody asked for', () => {
    const splits = splitCorpus(1000, tenDocuments, { validation: 0, test: 0 });
    expect(splits.train).toEqual({ start: 0, end: 1000 });
  });
});

const streams = (batchSize: number, sequenceLength: number) => ({
  windows: 'streams' as const,
  stride: 3,
  batchSize,
  sequenceLength,
});

describe('fitting batch and length', () => {
  test('leaves what fits as it is', () => {
    expect(fitBatch(100_000, streams(32, 64))).toEqual({ batchSize: 32, sequenceLength: 64 });
  });

  test('lowers the batch first', () => {
    expect(fitBatch(901, streams(32, 64))).toEqual({ batchSize: 7, sequenceLength: 64 });
  });

  test('then lowers the length', () => {
    expect(fitBatch(451, streams(32, 400))).toEqual({ batchSize: 1, sequenceLength: 225 });
  });

  test('always leaves two windows a stream', () => {
    const whole = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1e7 }), whole(4096), whole(4096), (length, B, T) => {
        const fitted = fitBatch(length, streams(B, T));
        expect(fitted.batchSize).toBeLessThanOrEqual(B);
        expect(fitted.sequenceLength).toBeLessThanOrEqual(T);
        expect(Math.min(fitted.batchSize, fitted.sequenceLength)).toBeGreaterThanOrEqual(1);
        const streamLength = Math.floor((length - 1) / fitted.batchSize);
        expect(streamLength).toBeGreaterThanOrEqual(2 * fitted.sequenceLength);
      }),
    );
  });

  test('lets strided windows overlap, and lowers their batch where they do not fill it', () => {
    const strided = { ...streams(32, 64), windows: 'strided' as const };
    expect(fitBatch(1000, strided)).toEqual({ batchSize: 32, sequenceLength: 64 });
    expect(fitBatch(128, strided)).toEqual({ batchSize: 22, sequenceLength: 64 });
    const long = { ...strided, sequenceLength: 400 };
    expect(fitBatch(128, long)).toEqual({ batchSize: 1, sequenceLength: 127 });
  });

  test('refuses what is too short for any batch, with the numbers', () => {
    expect(() => fitBatch(99, streams(32, 64))).toThrow(
      expect.objectContaining({
        code: 'corpus-too-short',
        details: { characters: 99, minimum: 100 },
      }),
    );
  });
});
