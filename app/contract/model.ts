// What a model is, as it stands in model.json, in a model file's header and on the wire. No tensors.

import type { CleaningOptions } from './cleaning.ts';
import type { PresetName } from './presets.ts';
import type { TrainingNotice } from './training.ts';

/** What a layer of the network is made of. */
export type Cell = 'lstm' | 'gru' | 'rnn';

/**
 * The non-linearity of the candidate: of an LSTM's cell update and cell output, of a GRU's candidate, of a
 * simple RNN's state. Gates are always sigmoid.
 */
export type Activation = 'tanh' | 'relu' | 'sigmoid';

/** What training makes small; all three are taken on the softmax output. */
export type Loss = 'cross-entropy' | 'mean-squared-error' | 'binary-cross-entropy';

/** The shape of a network: enough, with the vocabulary, to lay out its parameters. */
export interface ModelConfiguration {
  cell: Cell;
  activation: Activation;
  /** Hidden size of each layer, the first nearest to the input. */
  layers: number[];
  /** Sizes of dense ReLU layers between the last recurrent layer and the output. */
  head: number[];
  /** Whether the loss is taken at every position of a window or at its last alone. */
  targets: 'every' | 'last';
  embedding: number | 'one-hot';
  /** Probability of zeroing an activation between two layers and before the output. */
  dropout: number;
  loss: Loss;
  /** The output's kernel is the embedding, transposed: the layer before it must have the embedding's size. */
  tieWeights: boolean;
}

/** How text is cleaned before it is encoded: as the corpus was that a model learned from. */
export type Normalisation = CleaningOptions;

/** How the gradient becomes a step. */
export type Optimizer = 'sgd' | 'rmsprop' | 'adam' | 'adamw';

/** How the learning rate changes while a run goes on. */
export type Schedule = 'constant' | 'step' | 'exponential' | 'cosine' | 'plateau';

/**
 * How the text is cut. `streams`: the batch reads contiguous streams and carries its state from window to window
 * (truncated backpropagation through time). `strided`: windows of their own every `stride` characters, in an order
 * shuffled anew each epoch, each from a zero state.
 */
export type WindowOrder = 'streams' | 'strided';

/** What large products are taken in; `auto`: bfloat16 where the machine and the network gain from it. */
export type Arithmetic = 'auto' | 'float32' | 'bfloat16';

/** How a model is, or was, trained. */
export interface Recipe {
  /** Where these settings come from; null where a person, or the defaults, chose them. */
  preset: PresetName | null;
  sequenceLength: number;
  batchSize: number;
  windows: WindowOrder;
  /** Characters from the start of one strided window to that of the next. */
  stride: number;
  /** Either epochs or minutes is set, the other is null. */
  epochs: number | null;
  minutes: number | null;
  optimizer: Optimizer;
  /** Decay of the gradients' running mean: SGD's and RMSProp's momentum, Adam's β1. */
  momentum: number;
  /** Decay of the running mean of squared gradients: RMSProp's ρ, Adam's β2. SGD has none. */
  squareDecay: number;
  schedule: Schedule;
  learningRate: number;
  /** Share of the steps in which the learning rate rises from zero; cosine alone has one. */
  warmup: number;
  /** Factor by which `step`, `exponential` and `plateau` lower the learning rate. */
  decayFactor: number;
  /** Epochs between two lowerings (`step`, `exponential`), or validations without a better one (`plateau`). */
  decayEvery: number;
  /** Epochs at the full rate before `step` and `exponential` begin. */
  decayAfter: number;
  weightDecay: number;
  /** Largest norm of the whole gradient; null: not clipped by norm. */
  clipNorm: number | null;
  /** Largest size of each number of the gradient; null: not clipped by value. */
  clipValue: number | null;
  validation: number;
  test: number;
  /** Occurrences in the training part that a character needs to have a place in the vocabulary; 1 takes all. */
  minimumCount: number;
  /** Share of the training part that the most frequent characters have to cover; rarer ones count as `<unk>`. */
  coverage: number;
  /** Steps between two validations; null: at each epoch's end, within bounds of time. */
  validateEvery: number | null;
  /** Validations without improvement after which the run ends and the best weights are restored; null: never. */
  patience: number | null;
  /** Nats by which a validation must be better to count as an improvement. */
  minimumGain: number;
  arithmetic: Arithmetic;
  seed: number;
  replicas: number | 'auto';
}

export interface ModelResults {
  steps: number;
  epochs: number;
  /** Nats per character over the whole validation split; null before the first validation. */
  bestValidationLoss: number | null;
  lastValidationLoss: number | null;
  lastTrainingLoss: number | null;
  testLoss: number | null;
  testAccuracy: number | null;
  /** The optimised loss on the test part, where it is another than cross-entropy. */
  testOptimisedLoss: number | null;
  /** Active seconds, pauses not counted. */
  seconds: number;
  charsPerSecond: number;
}

export interface CorpusReference {
  id: string | null;
  name: string;
  hash: string;
  characters: number;
}

/** The model that another one was fine-tuned from, as it was then. */
export interface ModelParent {
  id: string;
  name: string;
  bestValidationLoss: number | null;
}

/** `fresh` has no weights yet; `interrupted` can be resumed from its checkpoint. */
export type ModelState = 'fresh' | 'training' | 'queued' | 'paused' | 'interrupted' | 'finished';

/** One row in the list of models. */
export interface ModelSummary {
  id: string;
  name: string;
  createdAt: string;
  state: ModelState;
  configuration: ModelConfiguration;
  parameters: number;
  vocabularySize: number;
  corpus: CorpusReference;
  parent: ModelParent | null;
  results: ModelResults;
  /** Validation losses for a spark line, oldest first, at most 40. */
  spark: number[];
  /** A model that came with Charloom or from a file and has no checkpoint to continue from. */
  origin: 'trained' | 'imported' | 'shipped';
}

/** A model as its own screen shows it. */
export interface ModelDetails extends ModelSummary {
  recipe: Recipe;
  normalisation: Normalisation;
  sizeBytes: number;
  /** The vocabulary's characters from index 2 on, in vocabulary order, at most 6,000. */
  characters: string[];
  history: RunHistory;
  /** What its runs told on the way, each thing once, the oldest first. */
  notices: TrainingNotice[];
}

/** Everything a chart or a timeline of a run needs, thinned to at most 2,000 training points. */
export interface RunHistory {
  training: TrainingPoint[];
  validation: ValidationPoint[];
  samples: SamplePoint[];
}

/** A mean over the steps since the point before. */
export interface TrainingPoint {
  step: number;
  epoch: number;
  /** Nats per character. */
  loss: number;
  gradientNorm: number;
  /** Share of the steps whose gradient was clipped. */
  clippedShare: number;
  /** The gradient's norm in each recurrent layer, the first nearest to the input; empty in older histories. */
  layerGradientNorms: number[];
}

export interface ValidationPoint {
  step: number;
  epoch: number;
  /** Nats per character, whatever was optimised. */
  loss: number;
  /** The loss that was optimised, where it is another than cross-entropy; null otherwise. */
  optimisedLoss: number | null;
  bitsPerCharacter: number;
  /** Share of characters whose most probable prediction was right. */
  accuracy: number;
  /** Share of characters that were among the five most probable; null in older histories. */
  topFiveAccuracy: number | null;
  /** Active seconds since the run began. */
  seconds: number;
}

export interface SamplePoint {
  step: number;
  seconds: number;
  text: string;
}
