// corpus.json: what it holds, and how the one of the version before is read.

import { z } from 'zod';
import { defaultCleaning, type CleaningCount, type CleaningStep } from '../contract/cleaning.ts';
import { encodings, sourceFormats } from '../contract/corpus.ts';
import { cleaningSchema, sourceReadingSchema } from '../contract/source-schemas.ts';
import { hashSchema, nameSchema } from '../formats/model-header.ts';
import type { CorpusRecord } from './interfaces.ts';

/** Raised when a record's meaning changes. */
export const corpusVersion = 2;

const whole = z.number().int().min(0);
const steps = [...Object.keys(defaultCleaning), 'byteOrderMark'] as CleaningStep[];
const note = z.strictObject({ name: z.string(), characters: whole, opening: z.string() });

const knownSource = z.strictObject({
  name: z.string(),
  sizeBytes: whole,
  characters: whole,
  hash: hashSchema,
  format: z.enum(sourceFormats),
  encoding: z.enum(encodings).nullable(),
  undecodable: whole,
  missingChapters: whole.exactOptional(),
  partsWithoutText: whole.exactOptional(),
  documents: whole,
  path: z.string().nullable(),
  modifiedMs: z.number().nullable(),
  reading: sourceReadingSchema,
  cleaning: cleaningSchema.nullable(),
  textBytes: whole.nullable(),
});

const figures = z.strictObject({
  documents: z.strictObject({ count: whole, longest: z.array(note), shortest: z.array(note) }),
  languages: z.array(z.strictObject({ language: z.string(), share: z.number() })),
  compressedBitsPerCharacter: z.number(),
});

const recordSchema = z.strictObject({
  formatVersion: z.literal(corpusVersion),
  id: z.string(),
  name: nameSchema,
  createdAt: z.iso.datetime(),
  reading: whole.min(1),
  sources: z.array(knownSource),
  cleaning: cleaningSchema,
  cleaned: z.array(z.strictObject({ step: z.enum(steps), changes: whole })),
  characters: whole,
  lines: whole,
  sizeBytes: whole,
  hash: hashSchema,
  figures: figures.nullable(),
  alphabet: z.array(z.strictObject({ character: z.string().min(1).max(2), count: whole })),
});

/** As version 1 kept it: every source a plain text and a document, cleaned as the defaults say. */
const previousSchema = z.strictObject({
  ...recordSchema.omit({ reading: true, cleaned: true, figures: true }).shape,
  formatVersion: z.literal(1),
  sources: z.array(knownSource.pick({ name: true, sizeBytes: true, characters: true, hash: true })),
  cleaning: z.strictObject({ lineEnds: whole, byteOrderMarks: whole, composed: whole }),
  documentEnds: z.array(whole).nullable(),
});

/** A corpus' record of this version or the one before. */
export const corpusSchema: z.ZodType<CorpusRecord> = z.discriminatedUnion('formatVersion', [
  recordSchema,
  previousSchema.transform(upgrade),
]);

function upgrade({
  documentEnds: _,
  ...record
}: z.infer<typeof previousSchema>): z.infer<typeof recordSchema> {
  const { lineEnds, byteOrderMarks, composed } = record.cleaning;
  const cleaned: CleaningCount[] = [
    { step: 'byteOrderMark', changes: byteOrderMarks },
    { step: 'lineEnds', changes: lineEnds },
    { step: 'form', changes: composed },
  ];
  return {
    ...record,
    formatVersion: corpusVersion,
    reading: 1,
    sources: record.sources.map((source) => ({
      ...source,
      format: 'text' as const,
      encoding: 'utf-8' as const,
      undecodable: 0,
      documents: source.characters > 0 ? 1 : 0,
      path: null,
      modifiedMs: null,
      reading: {},
      cleaning: null,
      textBytes: null,
    })),
    cleaning: defaultCleaning,
    cleaned: cleaned.filter(({ changes }) => changes > 0),
    figures: null,
  };
}
