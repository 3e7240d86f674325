// Matching brackets at a distance: what each kind of cell makes of a text that asks for memory alone, with as many
// parameters, as many steps and the same text. Trained by the real engine, scored by the product's own network.

import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { Cell, ModelConfiguration } from '../../app/contract/model.ts';
import { Vocabulary } from '../../app/corpus/vocabulary.ts';
import { openLibrary } from '../../app/library/library.ts';
import { Network } from '../../app/model/network.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
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

export interface CellFigures {
  cell: Cell;
  parameters: number;
  /** Share of the closing brackets at the far distance that were foretold, for each seed. */
  accuracies: number[];
  mean: number;
}

interface Contender {
  /** One layer, of the size that gives it as many parameters as the others have. */
  hiddenSize: number;
  learningRate: number;
}

/** Of 0.005, 0.01 and 0.02 the rate that suited each best: at 0.02 the simple RNN's loss was higher still. */
const contenders: Record<Cell, Contender> = {
  lstm: { hiddenSize: 32, learningRate: 0.02 },
  gru: { hiddenSize: 37, learningRate: 0.02 },
  rnn: { hiddenSize: 67, learningRate: 0.005 },
};

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
/** What is scored is drawn from another seed. */
const textSeed = { training: 21, scored: 22 };

/** Trains every cell with every seed. */
export async function matchBrackets(options: BracketsOptions): Promise<CellFigures[]> {
  const { scripts, folder, seeds, say } = options;
  const workplace = await createWorkplace(folder);
  const lines = drawLines(createRandom(textSeed.training), trainingLines, nearDistance);
  const text = lines.map((line) => line.text).join('');
  return withRealEngine(scripts, workplace, {}, async (engine) => {
    const { id: corpus } = await engine.client.call('corpus.import', {
      sources: [{ kind: 'text', name: 'brackets', text }],
    });
    const figures: CellFigures[] = [];
    for (const cell of ['lstm', 'gru', 'rnn'] as const) {
      const accuracies: number[] = [];
      let parameters = 0;
      for (const seed of seeds) {
        const model = await trainOne(engine, corpus, cell, seed);
        const scored = await scoreClosings(workplace.home, model, configurationOf(cell));
        accuracies.push(scored.accuracy);
        ({ parameters } = scored);
        say(`${cell}, seed ${seed}: ${(100 * scored.accuracy).toFixed(1)} %`);
      }
      const mean = accuracies.reduce((sum, each) => sum + each, 0) / accuracies.length;
      figures.push({ cell, parameters, accuracies, mean });
    }
    return figures;
  });
}

function configurationOf(cell: Cell): ModelConfiguration {
  const { hiddenSize } = contenders[cell];
  return { ...defaultConfiguration, cell, layers: [hiddenSize], embedding: 'one-hot' };
}

/** Returns the model when its run is over. */
async function trainOne(
  engine: RealEngine,
  corpus: string,
  cell: Cell,
  seed: number,
): Promise<string> {
  const { learningRate } = contenders[cell];
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
async function scoreClosings(home: string, model: string, configuration: ModelConfiguration) {
  const { models } = await openLibrary({ home });
  const vocabulary = Vocabulary.fromCharacters((await models.read(model)).vocabulary);
  const lines = drawLines(createRandom(textSeed.scored), scoredLines, farDistance);
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
  const network = new Network(openTensorFlow(), configuration, vocabulary.size);
  const state = network.initialState(B);
  const weights = network.lend(await models.readWeights(model));
  try {
    const window = { weights, inputs, targets, batchSize: B, sequenceLength: T, state };
    const scored = network.score(window);
    network.disposeState(scored.state);
    // The target at t stands at t + 1 in its line.
    const right = lines.filter(({ closing }, line) => scored.isCorrect[(closing - 1) * B + line]);
    const parameters = layOutParameters(configuration, vocabulary.size).count;
    return { accuracy: right.length / B, parameters };
  } finally {
    weights.release();
    network.disposeState(state);
    network.dispose();
  }
}
