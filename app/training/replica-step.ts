// The arithmetic of one replica's step, between the barriers: own gradients, their sum over all replicas, the update
// of the own slice. Knows nothing of what is decided about a step, nor of when one is taken back.

import type { Network, NetworkState } from '../model/network.ts';
import type { ReplicaJob } from './replica-job.ts';
import type { Reports } from './reports.ts';
import { layersAtMost, type SharedMemory } from './shared-memory.ts';
import { SliceArithmetic } from './slice-arithmetic.ts';
import { sliceParts, type SlicePart } from './slices.ts';
import type { Rows } from './step-reader.ts';

/** What became of a step, the same in every replica. */
export interface StepFigures {
  /** Nats per counted character. */
  loss: number;
  /** Before clipping. */
  gradientNorm: number;
  /** After clipping by value, where there is one. */
  clippedNorm: number;
  layerNorms: number[];
}

/** Positions of a window that have a loss. */
export function countedPositions({
  configuration,
  recipe,
}: Pick<ReplicaJob, 'configuration' | 'recipe'>): number {
  return configuration.targets === 'last' ? 1 : recipe.sequenceLength;
}

/** One replica's arithmetic; `state` is what its streams carry. */
export class ReplicaStep {
  state: NetworkState;
  readonly #job: ReplicaJob;
  readonly #network: Network;
  readonly #reports: Reports;
  readonly #memory: SharedMemory;
  readonly #rows: Rows;
  readonly #parts: SlicePart[];
  readonly #arithmetic: SliceArithmetic;
  /** Counted characters in a step of the whole batch. */
  readonly #characters: number;

  constructor(
    job: ReplicaJob,
    network: Network,
    own: { reports: Reports; rows: Rows; slice: { start: number; end: number } },
  ) {
    this.#job = job;
    this.#network = network;
    this.#reports = own.reports;
    this.#memory = job.memory;
    this.#rows = own.rows;
    this.#parts = sliceParts(network.layout, own.slice.start, own.slice.end);
    this.#arithmetic = new SliceArithmetic(job.memory, job.recipe.optimizer);
    this.#characters = countedPositions(job) * job.recipe.batchSize;
    this.state = network.initialState(own.rows.count);
  }

  close(): void {
    this.#network.disposeState(this.state);
  }

  replaceState(state: NetworkState): void {
    this.#network.disposeState(this.state);
    this.state = state;
  }

  /** Before the first barrier: forward and backward over the own streams; returns their summed loss. */
  differentiate(step: number, inputs: Int32Array, targets: Int32Array): number {
    const { recipe, configuration, replica } = this.#job;
    const weights = this.#network.lend(this.#memory.live.parameters);
    try {
      const { lossSum, state } = this.#network.lossAndGradients({
        weights,
        inputs,
        targets,
        batchSize: this.#rows.count,
        sequenceLength: recipe.sequenceLength,
        state: this.state,
        gradientScale: 1 / this.#characters,
        dropout:
          configuration.dropout > 0
            ? { seed: recipe.seed, step, firstStream: this.#rows.first }
            : null,
        gradients: this.#memory.gradients[replica] as Float32Array,
      });
      this.replaceState(state);
      return lossSum;
    } finally {
      // Lent memory must be given back before anybody writes the parameters.
      weights.release();
    }
  }

  /** Between the first and the second: sums the own slice of all gradients and reports its norms. */
  reduce(lossSum: number): void {
    const { clipValue } = this.#job.recipe;
    const layers = new Array<number>(layersAtMost).fill(0);
    let squaredNorm = 0;
    let clippedSquaredNorm = 0;
    for (const { start, end, layer } of this.#parts) {
      const figures = this.#arithmetic.reduce(clipValue, start, end);
      squaredNorm += figures.squaredNorm;
      clippedSquaredNorm += figures.clippedSquaredNorm;
      if (layer !== null) layers[layer] = (layers[layer] ?? 0) + figures.squaredNorm;
    }
    this.#reports.tell('loss', lossSum);
    this.#reports.tell('squaredNorm', squaredNorm);
    this.#reports.tell('clippedSquaredNorm', clippedSquaredNorm);
    this.#reports.tellLayers(layers);
  }

  /** After the second: what all replicas together came to. */
  figures(): StepFigures {
    return {
      loss: this.#reports.total('loss') / this.#characters,
      gradientNorm: Math.sqrt(this.#reports.total('squaredNorm')),
      clippedNorm: Math.sqrt(this.#reports.total('clippedSquaredNorm')),
      layerNorms: this.#reports.layerNorms(this.#job.configuration.layers.length),
    };
  }

  /** Before the third: updates the own slice. */
  update(step: number, { clippedNorm }: StepFigures, learningRate: number): void {
    const { recipe } = this.#job;
    const { momentum, squareDecay, clipNorm } = recipe;
    const gradientScale = clipNorm === null ? 1 : Math.min(1, clipNorm / (clippedNorm || 1));
    for (const { start, end, isDecayed } of this.#parts) {
      const weightDecay = isDecayed ? recipe.weightDecay : 0;
      const how = { step, learningRate, momentum, squareDecay, weightDecay, gradientScale };
      this.#arithmetic.update(how, start, end);
    }
  }

  /** True where clipping by value or by norm changed the step's gradient. */
  isClipped({ gradientNorm, clippedNorm }: StepFigures): boolean {
    const { clipNorm } = this.#job.recipe;
    return clippedNorm < gradientNorm || (clipNorm !== null && clippedNorm > clipNorm);
  }
}
