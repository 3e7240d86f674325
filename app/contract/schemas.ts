// What a valid request looks like, method by method, and the one place where requests are checked.
// Everything below the contract's edge trusts the types that come out of here.

import { z } from 'zod';
import { defaultRecipe } from './defaults.ts';
import { EngineError } from './errors.ts';
import type { EngineMethods, HostMethods } from './engine.ts';
import { configurationLimits, recipeLimits, samplingLimits, type Bounds } from './limits.ts';
import type { ModelConfiguration } from './model.ts';
import { presetNames } from './presets.ts';
import {
  idSchema,
  importSourcesSchema,
  nameOfTextSchema,
  someCleaningSchema,
  sourcesSchema,
} from './source-schemas.ts';

const id = idSchema;
const name = nameOfTextSchema;
const within = ({ min, max }: Bounds) => z.number().min(min).max(max);
const whole = (bounds: Bounds) => within(bounds).int();

const configurationFields = z.strictObject({
  cell: z.enum(['lstm', 'gru', 'rnn']),
  activation: z.enum(['tanh', 'relu', 'sigmoid']),
  layers: z
    .array(whole(configurationLimits.layerSize))
    .min(configurationLimits.layers.min)
    .max(configurationLimits.layers.max),
  head: z.array(whole(configurationLimits.layerSize)).max(configurationLimits.head.max),
  targets: z.enum(['every', 'last']),
  embedding: z.union([whole(configurationLimits.embedding), z.literal('one-hot')]),
  dropout: within(configurationLimits.dropout),
  loss: z.enum(['cross-entropy', 'mean-squared-error', 'binary-cross-entropy']),
  tieWeights: z.boolean(),
});

/** A network's shape, within limits that a person's machine can hold; what is kept on disk is held to the same. */
export const configurationSchema = configurationFields.refine(canTie, {
  path: ['tieWeights'],
  message: 'tied weights need an embedding of the same size as the layer before the output',
});

const recipeFields = z.strictObject({
  preset: z.enum(presetNames).nullable(),
  sequenceLength: whole(recipeLimits.sequenceLength),
  batchSize: whole(recipeLimits.batchSize),
  windows: z.enum(['streams', 'strided']),
  stride: whole(recipeLimits.stride),
  epochs: whole(recipeLimits.epochs).nullable(),
  minutes: within(recipeLimits.minutes).positive().nullable(),
  optimizer: z.enum(['sgd', 'rmsprop', 'adam', 'adamw']),
  momentum: within(recipeLimits.momentum),
  squareDecay: within(recipeLimits.squareDecay),
  schedule: z.enum(['constant', 'step', 'exponential', 'cosine', 'plateau']),
  learningRate: within(recipeLimits.learningRate).positive(),
  warmup: within(recipeLimits.warmup),
  decayFactor: within(recipeLimits.decayFactor).positive(),
  decayEvery: whole(recipeLimits.decayEvery),
  decayAfter: whole(recipeLimits.decayAfter),
  weightDecay: within(recipeLimits.weightDecay),
  clipNorm: within(recipeLimits.clipNorm).positive().nullable(),
  clipValue: within(recipeLimits.clipValue).positive().nullable(),
  validation: within(recipeLimits.validation),
  test: within(recipeLimits.test),
  minimumCount: whole(recipeLimits.minimumCount),
  coverage: within(recipeLimits.coverage),
  validateEvery: whole(recipeLimits.validateEvery).nullable(),
  patience: whole(recipeLimits.patience).nullable(),
  minimumGain: within(recipeLimits.minimumGain),
  arithmetic: z.enum(['auto', 'float32', 'bfloat16']),
  seed: whole(recipeLimits.seed),
  replicas: z.union([whole(recipeLimits.replicas), z.literal('auto')]),
});

/** A recipe as a whole; which of epochs and minutes is set is checked where both are known. */
export const recipeSchema = recipeFields;

/** A network's shape as a file holds it: what earlier versions did not know has the value that they worked with. */
export const storedConfigurationSchema = z.preprocess(
  (value) => withDefaults({ tieWeights: false }, value),
  configurationSchema,
);

/** A recipe as a file holds it; see storedConfigurationSchema. */
export const storedRecipeSchema = z.preprocess(
  // What was trained before there was a choice was trained in float32.
  (value) => withDefaults({ ...defaultRecipe, arithmetic: 'float32' }, value),
  recipeSchema,
);

/** True where the weights are not tied, or can be. */
function canTie({ tieWeights, embedding, layers, head }: Partial<ModelConfiguration>): boolean {
  const last = head?.at(-1) ?? layers?.at(-1);
  return tieWeights !== true || embedding === undefined || last === undefined || embedding === last;
}

function withDefaults(defaults: object, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...defaults, ...value } : value;
}

/** How text is chosen from probabilities; partial on the wire, whole below. */
export const samplingSchema = z.strictObject({
  temperature: within(samplingLimits.temperature),
  topK: whole(samplingLimits.topK),
  topP: within(samplingLimits.topP),
  minP: within(samplingLimits.minP),
  seed: whole(samplingLimits.seed),
  length: whole(samplingLimits.length),
  stop: z.array(z.string().min(1).max(200)).max(20),
});

const importRequest = {
  sources: importSourcesSchema,
  name: name.optional(),
  cleaning: someCleaningSchema.optional(),
  operation: id.optional(),
};
const shares = {
  validation: within(recipeLimits.validation),
  test: within(recipeLimits.test),
};

const nothing = z.union([z.undefined(), z.null()]);
const corpus = z.strictObject({ corpus: id });
const vocabulary = z.strictObject({
  corpus: id,
  validation: within(recipeLimits.validation),
  test: within(recipeLimits.test),
  minimumCount: whole(recipeLimits.minimumCount),
  coverage: within(recipeLimits.coverage),
});
const model = z.strictObject({ model: id });
const run = z.strictObject({ run: id });

const requests: Record<keyof EngineMethods | keyof HostMethods, z.ZodType> = {
  'engine.about': nothing,
  'corpus.samples': nothing,
  'corpus.list': nothing,
  'corpus.unreadable': nothing,
  'corpus.show': corpus,
  'corpus.excerpt': z.strictObject({ corpus: id, position: z.number().min(0).max(1) }),
  'corpus.vocabulary': vocabulary,
  'corpus.baseline': vocabulary,
  'corpus.inspect': z.strictObject({
    sources: importSourcesSchema,
    cleaning: someCleaningSchema.optional(),
  }),
  'corpus.import': z.strictObject(importRequest),
  'corpus.preview': z.strictObject(importRequest),
  'corpus.cancelImport': z.strictObject({ operation: id }),
  'corpus.rename': z.strictObject({ corpus: id, name }),
  'corpus.remove': corpus,
  'corpus.duplicate': z.strictObject({ corpus: id, name: name.optional() }),
  'corpus.merge': z.strictObject({
    corpora: z.array(id).min(2).max(1000),
    name: name.optional(),
    operation: id.optional(),
  }),
  'corpus.sources': corpus,
  'corpus.reimport': z.strictObject({
    corpus: id,
    sources: importSourcesSchema.optional(),
    cleaning: someCleaningSchema.optional(),
    operation: id.optional(),
  }),
  'corpus.splits': z.strictObject({ corpus: id, ...shares }),
  'model.list': nothing,
  'model.unreadable': nothing,
  'model.show': model,
  'model.rename': z.strictObject({ model: id, name }),
  'model.remove': model,
  'model.export': z.strictObject({ model: id, grant: id }),
  'model.import': z.strictObject({ grant: id, name: name.optional() }),
  'training.start': z
    .strictObject({
      corpus: id,
      name: name.optional(),
      configuration: configurationFields.partial().optional(),
      recipe: recipeFields.partial().optional(),
      from: id.optional(),
      samplePrompt: z.string().max(2000).optional(),
    })
    .refine(({ configuration }) => canTie(configuration ?? {}), {
      path: ['configuration', 'tieWeights'],
      message: 'tied weights need an embedding of the same size as the layer before the output',
    })
    .refine(({ from, configuration }) => from === undefined || configuration === undefined, {
      path: ['configuration'],
      message: 'a model that goes on from another has its network: leave the configuration out',
    })
    .refine((request) => !(request.recipe?.epochs && request.recipe.minutes), {
      path: ['recipe'],
      message: 'epochs and minutes exclude each other: give one of them',
    }),
  'training.plan': z.strictObject({
    corpus: id,
    minutes: within(recipeLimits.minutes).positive().optional(),
    configuration: configurationFields.partial().optional(),
    recipe: recipeFields.partial().optional(),
    from: id.optional(),
  }),
  'training.continue': z
    .strictObject({
      model: id,
      epochs: whole(recipeLimits.epochs).optional(),
      minutes: within(recipeLimits.minutes).positive().optional(),
      from: z.enum(['best', 'last']).optional(),
    })
    .refine((request) => request.epochs === undefined || request.minutes === undefined, {
      message: 'epochs and minutes exclude each other: give one of them',
    }),
  'training.pause': run,
  'training.resume': run,
  'training.stop': run,
  'training.runs': nothing,
  'sampling.start': z.strictObject({
    model: id,
    prompt: z.string().max(1_000_000),
    options: samplingSchema.partial(),
  }),
  'sampling.stop': z.strictObject({ sampling: id }),
  'sampling.evaluate': z.strictObject({ model: id, sources: sourcesSchema }),
  'host.grant': z.strictObject({
    path: z.string().min(1),
    mode: z.enum(['read', 'write']),
    // The way from a folder may be as long as a path.
    name: z.string().min(1).max(32_768),
    isTemporary: z.boolean().optional(),
    grant: id.optional(),
  }),
  'host.revoke': z.strictObject({ grant: id }),
  'host.prepareExit': nothing,
  'host.ping': nothing,
};

/** Checks a request; throws `invalid-request` that names the field, what came and what was expected. */
export function checkRequest(method: string, request: unknown): unknown {
  if (!Object.hasOwn(requests, method)) {
    throw new EngineError('unknown-method', `The engine has no method "${method}".`, {
      details: { method },
    });
  }
  const parsed = requests[method as keyof typeof requests].safeParse(request);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new EngineError(
    'invalid-request',
    `The request "${method}" is not valid${field ? ` at ${field}` : ''}: ${issue?.message ?? 'unreadable'}.`,
    { details: { method, field, expected: issue?.message ?? '' } },
  );
}
