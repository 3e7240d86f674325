// The bounds of every number that a person may set, in one place: the edge refuses what lies outside,
// and a form says so beside the control before anything is sent.

/** The lowest and the highest value allowed, both included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Bounds of a network's shape; they keep one step's memory within what a person's machine has. */
export const configurationLimits = {
  layers: { min: 1, max: 8 },
  layerSize: { min: 1, max: 4096 },
  head: { min: 0, max: 8 },
  embedding: { min: 1, max: 4096 },
  dropout: { min: 0, max: 0.95 },
} as const satisfies Record<string, Bounds>;

/** Bounds of a recipe. Where 0 itself makes no sense, the schema refuses it besides. */
export const recipeLimits = {
  sequenceLength: { min: 1, max: 4096 },
  batchSize: { min: 1, max: 4096 },
  epochs: { min: 1, max: 100_000 },
  minutes: { min: 0, max: 100_000 },
  learningRate: { min: 0, max: 10 },
  warmup: { min: 0, max: 1 },
  weightDecay: { min: 0, max: 10 },
  clipNorm: { min: 0, max: 1e6 },
  clipValue: { min: 0, max: 1e6 },
  stride: { min: 1, max: 4096 },
  momentum: { min: 0, max: 0.9999 },
  squareDecay: { min: 0, max: 0.999999 },
  decayFactor: { min: 0, max: 1 },
  decayEvery: { min: 1, max: 100_000 },
  decayAfter: { min: 0, max: 100_000 },
  validateEvery: { min: 1, max: 10_000_000 },
  minimumGain: { min: 0, max: 10 },
  validation: { min: 0, max: 0.5 },
  test: { min: 0, max: 0.5 },
  minimumCount: { min: 1, max: 1_000_000 },
  // Of a text that is mostly <unk> nothing is to be learnt.
  coverage: { min: 0.5, max: 1 },
  patience: { min: 1, max: 100_000 },
  seed: { min: 0, max: 0xffff_ffff },
  replicas: { min: 1, max: 64 },
} as const satisfies Record<string, Bounds>;

/** Bounds of how text is chosen from probabilities. */
export const samplingLimits = {
  temperature: { min: 0, max: 2 },
  topK: { min: 0, max: 65_536 },
  topP: { min: 0, max: 1 },
  minP: { min: 0, max: 1 },
  seed: { min: 0, max: 0xffff_ffff },
  length: { min: 1, max: 10_000_000 },
} as const satisfies Record<string, Bounds>;

/** Characters that a name may have at most. */
export const nameLength = 120;
