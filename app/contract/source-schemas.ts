// What a valid source of a text looks like, how it may be read and how cleaned; for requests and for what is kept.

import { z } from 'zod';
import type { CleaningOptions } from './cleaning.ts';
import { encodings, sourceFormats, type SourceReading } from './corpus.ts';
import { nameLength } from './limits.ts';

// Code generation from strings is forbidden by our content security policy, and not needed anywhere.
z.config({ jitless: true });

/** Names of grants, corpora, models and the like. */
export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/);
export const nameOfTextSchema = z.string().trim().min(1).max(nameLength);

/** A list of characters to leave out or to keep has room for a whole script's. */
const longestFilter = 100_000;

/** How a source is to be read. */
export const sourceReadingSchema: z.ZodType<SourceReading> = z
  .strictObject({
    encoding: z.enum(encodings),
    format: z.enum(sourceFormats),
    field: z.string().max(1000),
    skipUndecodable: z.boolean(),
  })
  .partial()
  // What is left out is not there: `undefined` would be another value.
  .transform(withoutUndefined);

const cleaningFields = z.strictObject({
  lineEnds: z.boolean(),
  form: z.enum(['none', 'NFC', 'NFKC']),
  fullWidth: z.boolean(),
  chinese: z.enum(['as-is', 'simplified', 'traditional']),
  controls: z.boolean(),
  blanks: z.boolean(),
  emptyLines: z.boolean(),
  lowerCase: z.boolean(),
  hyphenation: z.boolean(),
  pageNumbers: z.boolean(),
  gutenberg: z.boolean(),
  repeatedDocuments: z.boolean(),
  repeatedLines: z.boolean(),
  remove: z.string().max(longestFilter),
  keep: z.string().max(longestFilter),
});

/** All switches of cleaning, as they are kept. */
export const cleaningSchema: z.ZodType<CleaningOptions> = cleaningFields;

/** Some of the switches, as a request gives them. */
export const someCleaningSchema = cleaningFields.partial();

const text = z.string().max(64_000_000);

const textSources = [
  z.strictObject({
    kind: z.literal('grant'),
    grant: idSchema,
    reading: sourceReadingSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('text'), name: nameOfTextSchema, text }),
  z.strictObject({ kind: z.literal('sample'), sample: z.enum(['moby-dick', 'chinese-classics']) }),
] as const;

const keptSource = z.strictObject({
  kind: z.literal('kept'),
  corpus: idSchema,
  source: z.number().int().min(0),
  reading: sourceReadingSchema.optional(),
});

const mostSources = 10_000;

/** The sources of one request. */
export const sourcesSchema = z
  .array(z.discriminatedUnion('kind', textSources))
  .min(1)
  .max(mostSources);

/** What a corpus may be made of. */
export const importSourcesSchema = z
  .array(z.discriminatedUnion('kind', [...textSources, keptSource]))
  .min(1)
  .max(mostSources);

function withoutUndefined(value: object): SourceReading {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}
