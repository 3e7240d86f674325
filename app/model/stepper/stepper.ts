// A network that reads one character at a time for one stream: what sampling asks for. It carries its own
// state and keeps its own copy of the weights, in 16-bit fixed point (step-kernel.ts), so its logits are
// the network's to about 1e-3. Knows nothing of text, of temperatures or of training; needs no TensorFlow.

import { assert } from '../../contract/errors.ts';
import type { ModelConfiguration } from '../../contract/model.ts';
import { InputRows } from './input-rows.ts';
import { layOutParameters } from '../parameters.ts';
import type { RecurrentState } from '../state.ts';
import { createStepKernel } from './step-kernel.ts';
import { planHead, planOutput } from './stepper-dense.ts';
import { layerPlanners, type StepLayer, type StepperSource } from './stepper-layer.ts';
import { MemoryPlan } from './stepper-memory.ts';
import { planVectors } from './stepper-vector.ts';

/** A network that has read something. */
export interface Stepper {
  /** Reads a character; gives the logits [V] of the next one, valid until the next call. */
  feed(index: number): Float32Array;
  /** Reads several characters, at least one; gives the logits after the last. */
  feedAll(indices: Int32Array): Float32Array;
  /** Goes back to before the first character. */
  reset(): void;
  /** Lets go of the weights; nothing else may be called afterwards. */
  dispose(): void;
}

/** A stepper that knows what it has read by one stream's state. */
export interface RecurrentStepper extends Stepper {
  readState(): RecurrentState[];
  writeState(states: readonly RecurrentState[]): void;
}

/** Opens a stepper over a copy of the parameters. */
export function createStepper(
  configuration: ModelConfiguration,
  vocabularySize: number,
  parameters: Float32Array,
): RecurrentStepper {
  const layout = layOutParameters(configuration, vocabularySize);
  return new FixedPointStepper(
    buildParts(configuration, vocabularySize, { layout, parameters }),
    new InputRows(configuration, vocabularySize, { layout, parameters }),
  );
}

/** The parts of a stepper, in one memory. */
interface Parts {
  layers: readonly StepLayer[];
  runHead: () => void;
  /** Gives the logits [V], always the same array. */
  runOutput: () => Float32Array;
}

/** Places all parts, then makes their memory and fills it with the weights. */
function buildParts(
  { cell, activation, layers: sizes, head, tieWeights }: ModelConfiguration,
  vocabularySize: number,
  source: StepperSource,
): Parts {
  const plan = new MemoryPlan();
  const states = planVectors(plan, sizes, activation !== 'relu');
  const layers = states.map((hidden, index) =>
    layerPlanners[cell](plan, {
      name: `${cell}_${index}`,
      hidden,
      below: states[index - 1] ?? null,
    }),
  );
  const last = states.at(-1);
  assert(last, 'a network has at least one layer');
  const { build: buildHead, top } = planHead(plan, head, last);
  const buildOutput = planOutput(plan, { vocabularySize, isTied: tieWeights }, top);
  const machine = createStepKernel(plan.bytes, activation);
  return {
    layers: layers.map((build) => build(machine, source)),
    runHead: buildHead(machine, source),
    runOutput: buildOutput(machine, source),
  };
}

class FixedPointStepper implements RecurrentStepper {
  #parts: Parts | null;
  #inputRows: InputRows | null;

  constructor(parts: Parts, inputRows: InputRows) {
    this.#parts = parts;
    this.#inputRows = inputRows;
  }

  feed(index: number): Float32Array {
    this.#advance(index);
    return this.#logits();
  }

  feedAll(indices: Int32Array): Float32Array {
    assert(indices.length > 0, 'a stepper needs at least one character to go on from');
    for (let at = 0; at < indices.length; at++) this.#advance(indices[at] as number);
    return this.#logits();
  }

  reset(): void {
    for (const layer of this.#open().layers) layer.reset();
  }

  readState(): RecurrentState[] {
    return this.#open().layers.map((layer) => layer.readState());
  }

  writeState(states: readonly RecurrentState[]): void {
    this.#open().layers.forEach((layer, index) => {
      const state = states[index];
      assert(state, `layer ${index} lacks a state`);
      layer.writeState(state);
    });
  }

  dispose(): void {
    this.#parts = null;
    this.#inputRows = null;
  }

  #advance(index: number): void {
    const { layers } = this.#open();
    if (this.#inputRows) layers[0]?.base.set(this.#inputRows.of(index));
    for (const layer of layers) layer.advance();
  }

  #logits(): Float32Array {
    const { runHead, runOutput } = this.#open();
    runHead();
    return runOutput();
  }

  #open(): Parts {
    assert(this.#parts, 'the stepper was disposed of');
    return this.#parts;
  }
}
