// Matching brackets at a distance: what each kind of cell makes of a text that asks for memory alone, with as many
// parameters, as many steps and the same text. Trained by the real engine, scored by the product's own network.

import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { Cell, ModelConfiguration } from '../../app/contract/model.ts';
import { Vocabulary } from '../../app/corpus/vocabulary/vocabulary.ts';
import { openLibrary } from '../../app/library/library.ts';
import { Network } from '../../app/model/network.ts';
import { createRandom } from '../../app/model/random.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { drawLines, farDistance, lineLength, nearDistance } from './bracket-text.ts';
import { hold } from './check-failed.mjs';
import {
  createWorkplace,
  withRealEngine,
  type EngineScripts,
  type RealEngine,
} from './real-engine.ts';

export interface BracketsOptions {
  scripts: EngineScripts;
  folder: string;
  seeds: readonly number[];
  say: (text: string) => void;
}

/** One run. */
interface Trial {
  cell: Cell;
  learningRate: number;
  seed: number;
}

export interface CellFigures {
  cell: Cell;
  parameters: number;
  /** Of the rates that every cell tried the one that suited it best. */
  learningRate: number;
  /** Share of the closing brackets at the far distance that were foretold, for each seed. */
  accuracies: number[];
  mean: number;
}

/** One layer, of the size that gives each as many parameters as the others have. */
const hiddenSizes: Record<Cell, number> = { lstm: 32, gru: 37, rnn: 67 };

/** Every cell tries all of them and keeps the best: none suits a simple RNN and an LSTM alike. */
const learningRates = [0.002, 0.005, 0.01, 0.02];
/** With this one rates are tried; it does not count. */
const trialSeed = 101;

/** Each line is a window of its own. One replica: a step of so few units is not worth sharing. */
const recipe = {
  windows: 'strided',
  sequenceLength: lineLength,
  stride: lineLength,
  batchSize: 32,
  epochs: 8,
  validation: 0.02,
  replicas: 1,
} as const;
const trainingLines = 6000;
const scoredLines = 512;
/** What is scored is drawn from other seeds, and what counts has not been looked at in the trials. */
const textSeed = { training: 21, trial: 22, scored: 23 };

/** Trains every cell with every seed, at the learning rate that suits it best. */
export async function matchBrackets(options: BracketsOptions): Promise<CellFigures[]> {
  const { scripts, folder, seeds, say } = options;
  const workplace = await createWorkplace(folder);
  const lines = drawLines(createRandom(textSeed.training), trainingLines, nearDistance);
  const text = lines.map((line) => line.text).join('');
  return withRealEngine(scripts, workplace, {}, async (engine) => {
    const { id: corpus } = await engine.client.call('corpus.import', {
      sources: [{ kind: 'text', name: 'brackets', text }],
    });
    let parameters = 0;
    const match = async (trial: Trial, scoredSeed: number): Promise<number> => {
      const model = await trainOne(engine, corpus, trial);
      ({ parameters } = await engine.client.call('model.show', { model }));
      const { cell, learningRate, seed } = trial;
      const accuracy = await scoreClosings(workplace.home, model, { cell, scoredSeed });
      say(`${cell}, rate ${learningRate}, seed ${seed}: ${(100 * accuracy).toFixed(1)} %`);
      return accuracy;
    };
    const figures: CellFigures[] = [];
    for (const cell of ['lstm', 'gru', 'rnn'] as const) {
      const learningRate = await bestRate((rate) =>
        match({ cell, learningRate: rate, seed: trialSeed }, textSeed.trial),
      );
      const accuracies: number[] = [];
      for (const seed of seeds) {
        accuracies.push(await match({ cell, learningRate, seed }, textSeed.scored));
      }
      figures.push({ cell, parameters, learningRate, accuracies, mean: mean(accuracies) });
    }
    return figures;
  });
}

/** The rate at which a trial comes out best. */
async function bestRate(match: (learningRate: number) => Promise<number>): Promise<number> {
  let best = { learningRate: 0, accuracy: -1 };
  for (const learningRate of learningRates) {
    const accuracy = await match(learningRate);
    if (accuracy > best.accuracy) best = { learningRate, accuracy };
  }
  return best.learningRate;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

function configurationOf(cell: Cell): ModelConfiguration {
  return { ...defaultConfiguration, cell, layers: [hiddenSizes[cell]], embedding: 'one-hot' };
}

/** Returns the model when its run is over. */
async function trainOne(
  engine: RealEngine,
  corpus: string,
  { cell, learningRate, seed }: Trial,
): Promise<string> {
  const ended = new Promise<string>((resolve) => {
    const stop = engine.client.on('training.ended', ({ reason }) => {
      stop();
      resolve(reason);
    });
  });
  const { model } = await engine.client.call('training.start', {
    corpus,
    configuration: configurationOf(cell),
    recipe: { ...recipe, learningRate, seed },
  });
  const reason = await ended;
  hold(reason === 'completed', `a run ended as "${reason}":\n${engine.log.slice(-10).join('\n')}`);
  return model;
}

/** Reads unseen lines side by side, each from a zero state, and looks at the outer closing brackets alone. */
async function scoreClosings(
  home: string,
  model: string,
  { cell, scoredSeed }: { cell: Cell; scoredSeed: number },
): Promise<number> {
  const configuration = configurationOf(cell);
  const { models } = await openLibrary({ home });
  const vocabulary = Vocabulary.fromCharacters((await models.read(model)).vocabulary);
  const lines = drawLines(createRandom(scoredSeed), scoredLines, farDistance);
  const B = lines.length;
  const T = lineLength - 1;
  const inputs = new Int32Array(T * B); // [T*B]
  const targets = new Int32Array(T * B); // [T*B]
  lines.forEach(({ text }, line) => {
    const indices = vocabulary.encode(text);
    for (let t = 0; t < T; t++) {
      inputs[t * B + line] = indices[t] ?? 0;
      targets[t * B + line] = indices[t + 1] ?? 0;
    }
  });
  const network = new Network(openTensorFlow(), configuration, { vocabularySize: vocabulary.size });
  const state = network.initialState(B);
  const weights = network.lend(await models.readWeights(model));
  try {
    const window = { weights, inputs, targets, batchSize: B, sequenceLength: T, state };
    const scored = network.score(window);
    network.disposeState(scored.state);
    // The target at t stands at t + 1 in its line.
    const right = lines.filter(({ closing }, line) => scored.isCorrect[(closing - 1) * B + line]);
    return right.length / B;
  } finally {
    weights.release();
    network.disposeState(state);
    network.dispose();
  }
}
