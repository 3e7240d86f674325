// Where a run takes its weights from: first values, a checkpoint, or a finished model that goes on.

import { EngineError } from '../../contract/errors.ts';
import type { ModelParent, Recipe } from '../../contract/model.ts';
import type { ModelRecord, Models } from '../../library/interfaces.ts';
import { initialiseParameters, layOutParameters, setOutputBias } from '../../model/parameters.ts';
import { initialPosition } from '../../training/run-position.ts';
import { stateFloats } from '../../training/shared-memory.ts';
import type { StartPoint } from '../../training/start-point.ts';
import { stepsPerEpoch } from '../../training/windows.ts';
import { inheritWeights } from './fine-tuning.ts';
import type { PreparedRun } from '../plans/prepare.ts';
import { fromCheckpoint, type Before } from './run-checkpoint.ts';

export type RunOrigin =
  /** First values, or those of the model that it is fine-tuned from. */
  | { kind: 'fresh'; parent: ModelParent | null }
  | { kind: 'checkpoint' }
  /** With a fresh optimiser and schedule, from the weights of a finished model. */
  | { kind: 'continued'; from: 'best' | 'last' };

export interface RunStart {
  point: StartPoint;
  before: Before;
  /** Set where the newest checkpoint was damaged and an older one was taken. */
  damage: string | null;
  /** Replicas that an exact resume needs; null where any number will do. */
  replicas: number | null;
}

export const nothingBefore: Before = { runs: 0, steps: 0, epochs: 0, seconds: 0 };

/** Reads what a run needs to begin; throws `checkpoint-missing` where there are no weights to go on from. */
export async function openRunStart(
  models: Models,
  model: string,
  prepared: PreparedRun,
  origin: RunOrigin,
): Promise<RunStart> {
  const { configuration, recipe, vocabulary, text } = prepared;
  const layout = layOutParameters(configuration, vocabulary.size);
  const sizes = {
    parameters: layout.size,
    states: stateFloats(configuration, recipe.batchSize),
  };
  const perEpoch = stepsPerEpoch(text.train, recipe);
  // A timed run plans its steps as soon as it has timed some; until then one epoch is as good a guess.
  const fresh = {
    momentum: new Float32Array(layout.size),
    variance: new Float32Array(layout.size),
    states: null,
    position: initialPosition(perEpoch * (recipe.epochs ?? 1)),
    points: [],
    plan: new Int32Array(0),
  };
  if (origin.kind === 'fresh') {
    const parameters = initialiseParameters(layout, recipe.seed);
    setOutputBias(parameters, layout, prepared.counts);
    if (origin.parent) await inheritFrom(models, origin.parent, { ...prepared, parameters });
    const point = { ...fresh, parameters, best: null };
    return { point, before: nothingBefore, damage: null, replicas: null };
  }

  const record = await models.read(model);
  const best = await readBest(models, record);
  const checkpoint = await models.readCheckpoint(model);
  const restored = checkpoint ? fromCheckpoint(checkpoint, sizes) : null;
  const damage = checkpoint?.damage ?? null;

  if (origin.kind === 'checkpoint') {
    if (!restored) throw checkpointMissing();
    const { point, metadata } = restored;
    const position = best ? point.position : { ...point.position, bestStep: -1 };
    const { before, replicas } = metadata;
    return { point: { ...point, position, best }, before, damage, replicas };
  }
  const parameters = origin.from === 'last' ? (restored?.point.parameters ?? best) : best;
  if (!parameters) throw checkpointMissing();
  const { bestValidationLoss, steps, epochs, seconds } = record.results;
  const runs = (restored?.metadata.before.runs ?? 0) + 1;
  const position =
    best && bestValidationLoss !== null
      ? { ...fresh.position, bestLoss: bestValidationLoss, bestStep: 0 }
      : fresh.position;
  const point = { ...fresh, position, parameters, best };
  return { point, before: { runs, steps, epochs, seconds }, damage, replicas: null };
}

/** Copies the best weights of a model over first values. */
async function inheritFrom(
  models: Models,
  { id, name }: ModelParent,
  fresh: Omit<PreparedRun, 'parameters'> & { parameters: Float32Array },
): Promise<void> {
  const { configuration, vocabulary, parameters, unknownShare } = fresh;
  const record = await models.read(id).catch((cause: unknown) => {
    throw parentMissing(name, cause);
  });
  inheritWeights(
    { configuration, vocabulary: vocabulary.characters, parameters },
    { ...record, parameters: await models.readWeights(id) },
    unknownShare > 0 && takesAll(record.recipe),
  );
}

/** True where no character of the training part fell out, so that `<unk>` stood for nothing. */
function takesAll({ minimumCount, coverage }: Recipe): boolean {
  return minimumCount <= 1 && coverage === 1;
}

async function readBest(models: Models, record: ModelRecord): Promise<Float32Array | null> {
  return record.trainedAt === null ? null : models.readWeights(record.id);
}

function parentMissing(name: string, cause: unknown): EngineError {
  return new EngineError(
    'model-not-found',
    `"${name}", whose weights this model was to begin with, is no longer in the library. Begin with another model.`,
    { details: { model: name }, cause },
  );
}

function checkpointMissing(): EngineError {
  return new EngineError(
    'checkpoint-missing',
    'This model has no checkpoint to go on from. Train a new model on its corpus.',
  );
}
