// The recurrent layers of a stepper: from a layer's sums to its new state, for each cell. Gates and equations
// are the kernel's (step-kernel-cells.ts).

import { assert } from '../../contract/errors.ts';
import type { Cell } from '../../contract/model.ts';
import type { ParameterLayout } from '../parameters.ts';
import type { RecurrentState } from '../state.ts';
import { floatsAt, type MemoryPlan, type StepMachine } from './stepper-memory.ts';
import { planSums, Sums } from './stepper-sums.ts';
import { StepVector, type VectorPlace } from './stepper-vector.ts';
import { entryOf } from '../weights.ts';

/** The learned numbers that a stepper is opened with, and where each lies. */
export interface StepperSource {
  layout: ParameterLayout;
  parameters: Float32Array;
}

/** One layer with one stream's state. */
export interface StepLayer {
  /** What its sums over the input begin with, [gates·P]; the first layer's is the row of each character. */
  readonly base: Float32Array;
  /** Moves on by one character, from the state of the layer below. */
  advance(): void;
  readState(): RecurrentState;
  writeState(state: RecurrentState): void;
  reset(): void;
}

/** A layer that is still to be built: its parameters' common name, its state's place and that of the layer below. */
export interface LayerPlan {
  name: string;
  hidden: VectorPlace;
  below: VectorPlace | null;
}

/** Places a layer and gives what builds it once there is a memory. */
type PlanLayer = (
  plan: MemoryPlan,
  layer: LayerPlan,
) => (machine: StepMachine, source: StepperSource) => StepLayer;

/** How many blocks of sums each cell has. */
export const gateCounts: Record<Cell, number> = { lstm: 4, gru: 3, rnn: 1 };

/** Gates i, g, f, o; one kernel [I+H,4H] for the input and the state. */
const planLstm: PlanLayer = (plan, { name, hidden, below }) => {
  const vectors = below ? [below, hidden] : [hidden];
  const sumsPlace = planSums(plan, { gates: gateCounts.lstm, hidden }, vectors);
  const cellPlace = plan.take(4 * hidden.P);
  return (machine, { layout, parameters }) => {
    const kernel = entryOf(layout, `${name}/kernel`); // [I+H,4H]
    const recurrentRows = kernel.offset + kernel.size - hidden.length * 4 * hidden.length;
    const kernels = below ? [kernel.offset, recurrentRows] : [recurrentRows];
    const bias = entryOf(layout, `${name}/bias`).offset;
    const sums = new Sums(machine, sumsPlace, { parameters, kernels, bias });
    const cell = floatsAt(machine, cellPlace, hidden.P);
    const advance = () => {
      sums.run();
      machine.kernel.advanceLstm(sumsPlace.out, 4 * hidden.P, cellPlace, hidden.values);
    };
    return new Layer(sums.base, { hidden: new StepVector(machine, hidden), cell }, advance);
  };
};

/** Gates z, r, h; the reset gate weighs the recurrent sums, so these are kept apart from the input's. */
const planGru: PlanLayer = (plan, { name, hidden, below }) => {
  const shape = { gates: gateCounts.gru, hidden };
  const inputPlace = planSums(plan, shape, below ? [below] : []);
  const recurrentPlace = planSums(plan, shape, [hidden]);
  return (machine, { layout, parameters }) => {
    const startOf = (part: string) => entryOf(layout, `${name}/${part}`).offset;
    const inputSums = new Sums(machine, inputPlace, {
      parameters,
      kernels: [startOf('kernel')],
      bias: startOf('bias'), // [2,3H]: the input's, then the recurrent one
    });
    const recurrentSums = new Sums(machine, recurrentPlace, {
      parameters,
      kernels: [startOf('recurrent_kernel')],
      bias: startOf('bias') + gateCounts.gru * hidden.length,
    });
    const advance = () => {
      inputSums.run();
      recurrentSums.run();
      const [inputs, recurrent] = [inputPlace.out, recurrentPlace.out];
      machine.kernel.advanceGru(inputs, recurrent, 4 * hidden.P, hidden.values);
    };
    const state = { hidden: new StepVector(machine, hidden), cell: new Float32Array(0) };
    return new Layer(inputSums.base, state, advance);
  };
};

/** One block: the state is the non-linearity of its sums. */
const planRnn: PlanLayer = (plan, { name, hidden, below }) => {
  const vectors = below ? [below, hidden] : [hidden];
  const place = planSums(plan, { gates: gateCounts.rnn, hidden }, vectors);
  return (machine, { layout, parameters }) => {
    const startOf = (part: string) => entryOf(layout, `${name}/${part}`).offset;
    const recurrent = startOf('recurrent_kernel');
    const kernels = below ? [startOf('kernel'), recurrent] : [recurrent];
    const sums = new Sums(machine, place, { parameters, kernels, bias: startOf('bias') });
    const advance = () => {
      sums.run();
      machine.kernel.activate(place.out, place.out + 4 * hidden.P, hidden.values);
    };
    const state = { hidden: new StepVector(machine, hidden), cell: new Float32Array(0) };
    return new Layer(sums.base, state, advance);
  };
};

/** How each cell's layers are placed. */
export const layerPlanners: Record<Cell, PlanLayer> = {
  lstm: planLstm,
  gru: planGru,
  rnn: planRnn,
};

class Layer implements StepLayer {
  readonly base: Float32Array;
  readonly #hidden: StepVector;
  readonly #cell: Float32Array; // [P], empty where the cell carries its hidden state alone
  readonly #advance: () => void;

  constructor(
    base: Float32Array,
    { hidden, cell }: { hidden: StepVector; cell: Float32Array },
    advance: () => void,
  ) {
    this.base = base;
    this.#hidden = hidden;
    this.#cell = cell;
    this.#advance = advance;
  }

  advance(): void {
    this.#advance();
    this.#hidden.fix();
  }

  readState(): RecurrentState {
    const hidden = this.#hidden.read();
    return { hidden, cell: this.#cell.slice(0, hidden.length) };
  }

  writeState({ hidden, cell }: RecurrentState): void {
    const H = this.#hidden.length;
    assert(
      hidden.length === H && cell.length === Math.min(H, this.#cell.length),
      `a state of ${H} units was expected`,
    );
    this.#hidden.write(hidden);
    this.#cell.set(cell);
  }

  reset(): void {
    this.#hidden.reset();
    this.#cell.fill(0);
  }
}
