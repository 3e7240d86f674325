// What a model is, as it stands in model.json, in a model file's header and on the wire. No tensors.

/** The shape of a network: enough, with the vocabulary, to lay out its parameters. */
export interface ModelConfiguration {
  cell: 'lstm';
  activation: 'tanh';
  /** Hidden size of each layer, the first nearest to the input. */
  layers: number[];
  /** Sizes of dense layers before the output. */
  head: number[];
  targets: 'every';
  embedding: number | 'one-hot';
  /** Probability of zeroing an activation between two layers and before the output. */
  dropout: number;
  loss: 'cross-entropy';
}

/** How text was made canonical before it was encoded. */
export interface Normalisation {
  lineEnds: 'lf';
  form: 'NFC';
  byteOrderMark: 'removed';
}

/** How a model is, or was, trained. */
export interface Recipe {
  sequenceLength: number;
  batchSize: number;
  /** Either epochs or minutes is set, the other is null. */
  epochs: number | null;
  minutes: number | null;
  optimizer: 'adamw';
  schedule: 'cosine';
  learningRate: number;
  /** Share of the steps in which the learning rate rises from zero. */
  warmup: number;
  weightDecay: number;
  clipNorm: number;
  validation: number;
  test: number;
  /** Validations without improvement after which the run ends; null: never. */
  patience: number | null;
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
}

/** Everything a chart or a timeline of a run needs, thinned to at most 2,000 training points. */
export interface RunHistory {
  training: { step: number; epoch: number; loss: number; gradientNorm: number }[];
  validation: ValidationPoint[];
  samples: SamplePoint[];
}

export interface ValidationPoint {
  step: number;
  epoch: number;
  loss: number;
  bitsPerCharacter: number;
  /** Share of characters whose most probable prediction was right. */
  accuracy: number;
  /** Active seconds since the run began. */
  seconds: number;
}

export interface SamplePoint {
  step: number;
  seconds: number;
  text: string;
}
