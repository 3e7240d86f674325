// What a model file says of itself in its header: the JSON text under `charloom`, written and checked.
// Knows nothing of tensors. Unknown keys are refused: what this version does not know it cannot honour.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defaultCleaning } from '../contract/cleaning.ts';
import { EngineError } from '../contract/errors.ts';
import type { ModelConfiguration, ModelResults, Normalisation, Recipe } from '../contract/model.ts';
import { storedConfigurationSchema, storedRecipeSchema } from '../contract/schemas.ts';
import { cleaningSchema } from '../contract/source-schemas.ts';
import { checkCleaning } from '../corpus/cleaning/corpus-cleaner.ts';
import { maximumVocabularySize, Vocabulary } from '../corpus/vocabulary/vocabulary.ts';
import { FormatError } from './format-error.ts';
import { parseStrictJson, type JsonValue } from './strict-json.ts';

/** What stands in the header under `charloom`, its version apart. */
export interface ModelFileHeader {
  name: string;
  configuration: ModelConfiguration;
  /** `<unk>`, `<end>`, then one code point each. */
  vocabulary: string[];
  normalisation: Normalisation;
  training: ModelFileTraining;
}

export interface ModelFileTraining {
  recipe: Recipe;
  results: ModelResults;
  corpus: { name: string; hash: string; characters: number };
  trainedAt: string | null;
  /** The processor that it was trained on. */
  machine: string | null;
}

export const modelFileVersion = 1;

const count = z.number().int().min(0);
const amount = z.number().min(0);
const loss = z.number().nullable();

/** The results of training, as model.json has them too; what earlier versions did not keep is null. */
export const resultsSchema = z.strictObject({
  steps: count,
  epochs: amount,
  bestValidationLoss: loss,
  lastValidationLoss: loss,
  lastTrainingLoss: loss,
  testLoss: loss,
  testAccuracy: loss,
  testOptimisedLoss: loss.default(null),
  seconds: amount,
  charsPerSecond: amount,
});

/** What every model was before cleaning could be chosen. */
const onlyNormalisation = { lineEnds: 'lf', form: 'NFC', byteOrderMark: 'removed' };

/** The cleaning of a model's texts; what was written before there was a choice means the default. */
export const normalisationSchema = z.preprocess(
  (value) => (isDeepStrictEqual(value, onlyNormalisation) ? defaultCleaning : value),
  cleaningSchema.check((context) => {
    try {
      checkCleaning(context.value);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      context.issues.push({ code: 'custom', message: error.message, input: context.value });
    }
  }),
);

/** Names are for people: any text, but not endless. */
export const nameSchema = z.string().min(1).max(200);
export const hashSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
export const vocabularySchema = z.array(z.string().max(5)).min(3).max(maximumVocabularySize);

const headerSchema = z.strictObject({
  formatVersion: z.literal(modelFileVersion),
  name: nameSchema,
  configuration: storedConfigurationSchema,
  vocabulary: vocabularySchema,
  normalisation: normalisationSchema,
  training: z.strictObject({
    recipe: storedRecipeSchema,
    results: resultsSchema,
    corpus: z.strictObject({ name: nameSchema, hash: hashSchema, characters: count }),
    trainedAt: z.iso.datetime().nullable(),
    machine: z.string().max(200).nullable(),
  }),
});

/** The JSON text for a file's metadata. */
export function encodeModelHeader(header: ModelFileHeader): string {
  return JSON.stringify({ formatVersion: modelFileVersion, ...header });
}

/** Takes the JSON text of a file's metadata; `model-file-too-new` comes before any other complaint. */
export function parseModelHeader(json: string | undefined, fileName: string): ModelFileHeader {
  if (json === undefined) throw new FormatError('it holds no model of Charloom');
  const value = parseStrictJson(json);
  const version = versionOf(value);
  if (version !== null && version > modelFileVersion) {
    throw new EngineError(
      'model-file-too-new',
      `"${fileName}" was made by a newer Charloom: it has format ${version}, this one reads up to ` +
        `${modelFileVersion}. Update Charloom to open it.`,
      { details: { file: fileName, version, supported: modelFileVersion } },
    );
  }
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FormatError(`its header is wrong at "${issue?.path.join('.')}": ${issue?.message}`);
  }
  const { formatVersion: _, ...header } = parsed.data;
  requireVocabulary(header.vocabulary);
  return header;
}

function versionOf(value: JsonValue): number | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const version = value['formatVersion'];
  return typeof version === 'number' && Number.isInteger(version) ? version : null;
}

function requireVocabulary(characters: readonly string[]): void {
  try {
    Vocabulary.fromCharacters(characters);
  } catch (error) {
    throw error instanceof EngineError ? new FormatError(error.message) : error;
  }
}
