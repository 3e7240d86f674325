// A run's history as charts and timelines need it, read from its logs and thinned however long the run was.
// A run that went on from a checkpoint, or was rolled back, logs some steps again: the later lines replace the
// earlier ones. What earlier versions did not log reads as null, 0 or nothing.

import { join } from 'node:path';
import { z } from 'zod';
import type { RunHistory, TrainingPoint, ValidationPoint } from '../contract/model.ts';
import { noticeCodes, type TrainingNotice } from '../contract/training.ts';
import type { FileSystem } from './file-system.ts';
import { readLines } from './json-lines.ts';

export const metricsFile = 'metrics.jsonl';
export const samplesFile = 'samples.jsonl';

/** More points than a chart has pixels tell nothing. */
const trainingPointsAtMost = 2000;
/** Samples that a timeline shows. */
const samplesAtMost = 200;
/** Notices that a person reads; of a long run the last ones. */
const noticesAtMost = 20;
/** Points of a spark line. */
const sparkPointsAtMost = 40;

const step = z.number().int().min(0);
const metricsSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    step,
    epoch: z.number(),
    loss: z.number(),
    gradientNorm: z.number(),
    clippedShare: z.number().default(0),
    layerGradientNorms: z.array(z.number()).default([]),
  }),
  z.object({
    type: z.literal('validation'),
    step,
    epoch: z.number(),
    loss: z.number(),
    optimisedLoss: z.number().nullable().default(null),
    bitsPerCharacter: z.number(),
    accuracy: z.number(),
    topFiveAccuracy: z.number().nullable().default(null),
    seconds: z.number(),
  }),
  z.object({ type: z.literal('rollback'), toStep: step }),
  z.object({
    type: z.literal('notice'),
    code: z.enum(noticeCodes),
    message: z.string(),
    details: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .default({}),
  }),
]);
const sampleSchema = z.object({ step, seconds: z.number(), text: z.string() });

/** Everything that was logged for a model. */
export async function readHistory(
  fileSystem: FileSystem,
  folder: string,
): Promise<{ history: RunHistory; notices: TrainingNotice[] }> {
  /** A run that goes on tells some things once more. */
  const notices = new Map<string, TrainingNotice>();
  const training = new ThinnedPoints();
  const validation: ValidationPoint[] = [];
  for await (const line of readLines(fileSystem, join(folder, metricsFile))) {
    const parsed = metricsSchema.safeParse(line);
    if (!parsed.success) continue;
    const { type, ...entry } = parsed.data;
    if ('toStep' in entry) {
      training.rewind(entry.toStep + 1);
      rewind(validation, entry.toStep + 1);
    } else if ('code' in entry) {
      const { code, message, details } = entry;
      notices.set(message, { code, message, details });
    } else if ('gradientNorm' in entry) {
      training.add(entry);
    } else {
      rewind(validation, entry.step);
      validation.push(entry);
    }
  }
  const samples: RunHistory['samples'] = [];
  for await (const line of readLines(fileSystem, join(folder, samplesFile))) {
    const parsed = sampleSchema.safeParse(line);
    if (!parsed.success) continue;
    rewind(samples, parsed.data.step);
    samples.push(parsed.data);
  }
  return {
    history: { training: training.points, validation, samples: spread(samples, samplesAtMost) },
    notices: [...notices.values()].slice(-noticesAtMost),
  };
}

/** Validation losses for a spark line, oldest first. */
export function sparkOf(validation: readonly ValidationPoint[]): number[] {
  return spread(validation, sparkPointsAtMost).map((point) => point.loss);
}

/** Evenly spread items, the first and the last among them. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  const stride = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * stride)] as Item);
}

/** Drops what was logged of this step and later ones before the run went back to it. */
function rewind(points: { step: number }[], step: number): void {
  while ((points.at(-1)?.step ?? -1) >= step) points.pop();
}

/** Keeps every n-th point, n doubling whenever there are too many; memory stays flat. */
class ThinnedPoints {
  points: TrainingPoint[] = [];
  #stride = 1;
  #skipped = 0;

  add(point: TrainingPoint): void {
    this.rewind(point.step);
    if (++this.#skipped < this.#stride) return;
    this.#skipped = 0;
    this.points.push(point);
    if (this.points.length <= trainingPointsAtMost) return;
    this.points = this.points.filter((_, at) => at % 2 === 0);
    this.#stride *= 2;
  }

  rewind(step: number): void {
    rewind(this.points, step);
  }
}
