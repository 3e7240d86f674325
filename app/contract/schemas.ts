// What a valid request looks like, method by method, and the one place where requests are checked.
// Everything below the contract's edge trusts the types that come out of here.

import { z } from 'zod';
import { EngineError } from './errors.ts';
import type { EngineMethods, HostMethods } from './engine.ts';

// Code generation from strings is forbidden by our content security policy, and not needed anywhere.
z.config({ jitless: true });

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/);
const name = z.string().trim().min(1).max(120);
const text = z.string().max(64_000_000);
const whole = (min: number, max: number) => z.number().int().min(min).max(max);

const textSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grant'), grant: id }),
  z.strictObject({ kind: z.literal('text'), name, text }),
  z.strictObject({ kind: z.literal('sample'), sample: z.enum(['moby-dick', 'chinese-classics']) }),
]);
const sources = z.array(textSource).min(1).max(10_000);

/** Limits keep one step's memory within what a person's machine has; a model file is held to the same. */
export const configurationSchema = z.strictObject({
  cell: z.literal('lstm'),
  activation: z.literal('tanh'),
  layers: z.array(whole(1, 4096)).min(1).max(8),
  head: z.array(whole(1, 4096)).max(0),
  targets: z.literal('every'),
  embedding: z.union([whole(1, 4096), z.literal('one-hot')]),
  dropout: z.number().min(0).max(0.95),
  loss: z.literal('cross-entropy'),
});

/** A recipe as a whole; which of epochs and minutes is set is checked where both are known. */
export const recipeSchema = z.strictObject({
  sequenceLength: whole(1, 4096),
  batchSize: whole(1, 4096),
  epochs: whole(1, 100_000).nullable(),
  minutes: z.number().positive().max(100_000).nullable(),
  optimizer: z.literal('adamw'),
  schedule: z.literal('cosine'),
  learningRate: z.number().positive().max(10),
  warmup: z.number().min(0).max(1),
  weightDecay: z.number().min(0).max(10),
  clipNorm: z.number().positive().max(1e6),
  validation: z.number().min(0).max(0.5),
  test: z.number().min(0).max(0.5),
  patience: whole(1, 100_000).nullable(),
  seed: whole(0, 0xffff_ffff),
  replicas: z.union([whole(1, 64), z.literal('auto')]),
});

/** How text is chosen from probabilities; partial on the wire, whole below. */
export const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2),
  topK: whole(0, 65_536),
  topP: z.number().min(0).max(1),
  minP: z.number().min(0).max(1),
  seed: whole(0, 0xffff_ffff),
  length: whole(1, 10_000_000),
  stop: z.array(z.string().min(1).max(200)).max(20),
});

const nothing = z.union([z.undefined(), z.null()]);
const corpus = z.strictObject({ corpus: id });
const model = z.strictObject({ model: id });
const run = z.strictObject({ run: id });

const requests: Record<keyof EngineMethods | keyof HostMethods, z.ZodType> = {
  'engine.about': nothing,
  'corpus.samples': nothing,
  'corpus.list': nothing,
  'corpus.show': corpus,
  'corpus.excerpt': z.strictObject({ corpus: id, position: z.number().min(0).max(1) }),
  'corpus.inspect': z.strictObject({ sources }),
  'corpus.import': z.strictObject({ sources, name: name.optional(), operation: id.optional() }),
  'corpus.cancelImport': z.strictObject({ operation: id }),
  'corpus.rename': z.strictObject({ corpus: id, name }),
  'corpus.remove': corpus,
  'model.list': nothing,
  'model.show': model,
  'model.rename': z.strictObject({ model: id, name }),
  'model.remove': model,
  'model.export': z.strictObject({ model: id, grant: id }),
  'model.import': z.strictObject({ grant: id, name: name.optional() }),
  'training.start': z
    .strictObject({
      corpus: id,
      name: name.optional(),
      configuration: configurationSchema.partial().optional(),
      recipe: recipeSchema.partial().optional(),
      samplePrompt: z.string().max(2000).optional(),
    })
    .refine((request) => !(request.recipe?.epochs && request.recipe.minutes), {
      path: ['recipe'],
      message: 'epochs and minutes exclude each other: give one of them',
    }),
  'training.continue': z
    .strictObject({
      model: id,
      epochs: whole(1, 100_000).optional(),
      minutes: z.number().positive().max(100_000).optional(),
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
  'sampling.evaluate': z.strictObject({ model: id, sources }),
  'host.grant': z.strictObject({
    path: z.string().min(1),
    mode: z.enum(['read', 'write']),
    name: z.string().min(1).max(1000),
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
