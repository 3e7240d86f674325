// One GRU layer over a window (Cho et al. 2014), reset after the recurrent product as in Keras and PyTorch;
// gru-reference.ts is its readable twin.
//   z, r = σ(x·W + b + h·U + c);  g = φ(x·W + b + r∘(h·U + c));  h' = g + z∘(h - g)
// Parameters hold the gates z, r, h side by side and the biases b, c one below the other; here z and r, which are
// treated alike, stay together as "gates", and the candidate g apart, so that nothing is copied in a step but z, r.

import type { Activation } from '../contract/model.ts';
import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { tensorActivation, type TensorActivation } from './activations.ts';
import type { LayerInput } from './input-layer.ts';
import type { Matrix, Products } from './matrix.ts';
import type {
  LayerPass,
  LayerPlace,
  LayerState,
  RecurrentLayer,
  WindowSize,
} from './recurrent-layer.ts';
import { besideEachOther, blockOf, rowsOfSteps } from './steps.ts';
import type { GradientWriter, Weights } from './weights.ts';

/** The weights as they are multiplied, cut once for each window. */
interface GruKernels {
  gates: Matrix; // [I,2H]
  candidate: Matrix; // [I,H]
  recurrentGates: Tensor; // [H,2H]
  recurrentCandidate: Tensor; // [H,H]
  gatesBias: Tensor; // [2H], b + c
  candidateBias: Tensor; // [H], of b
  recurrentBias: Tensor; // [H], of c
}

/** What a step leaves for the way back, [B,H] each but the gates. */
interface GruStep {
  gates: Tensor; // [B,2H], z and r
  update: Tensor; // z
  reset: Tensor; // r
  recurrent: Tensor; // h·U + c, the candidate's part
  candidate: Tensor; // g
  distance: Tensor; // h - g
}

interface GruWindow {
  kernels: GruKernels;
  input: LayerInput;
  /** Hidden states before the window and after each step, T+1 × [B,H]. */
  states: Tensor[];
  steps: GruStep[];
}

/** One layer's sizes and the ways through it; its weights come with each call. */
export class GruLayer implements RecurrentLayer {
  readonly hiddenSize: number;
  readonly #name: string;
  readonly #inputSize: number;
  readonly #activation: TensorActivation;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { name, inputSize, hiddenSize, activation }: LayerPlace & { activation: Activation },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#name = name;
    this.#inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.#activation = tensorActivation(tensorflow.ops, activation);
  }

  forward(
    weights: Weights,
    input: LayerInput,
    { state, size: { T } }: { state: LayerState; size: WindowSize },
  ): LayerPass {
    const { ops } = this.#tensorflow;
    const firstAxis = this.#constants.index(0);
    const kernels = this.#kernels(weights, input.products);
    const project = (kernel: Matrix, bias: Tensor) =>
      ops.split(input.project(kernel, bias).wide, T, firstAxis);
    const gates = project(kernels.gates, kernels.gatesBias); // T × [B,2H]
    const candidates = project(kernels.candidate, kernels.candidateBias); // T × [B,H]
    const states = [state.hidden];
    const steps: GruStep[] = [];
    let hidden = state.hidden; // [B,H]
    for (let t = 0; t < T; t++) {
      const projected = { gates: gates[t] as Tensor, candidate: candidates[t] as Tensor };
      const { after, step } = this.#step(kernels, projected, hidden);
      hidden = after;
      states.push(after);
      steps.push(step);
    }
    const window: GruWindow = { kernels, input, states, steps };
    return {
      hidden: input.products.ofWide(rowsOfSteps(ops, this.#constants, states.slice(1))),
      stateAfter: () => ({ hidden, cell: null }),
      backward: (hiddenGradients, writer) => this.#backward(window, hiddenGradients, writer),
    };
  }

  #step(
    kernels: GruKernels,
    projected: { gates: Tensor; candidate: Tensor },
    hidden: Tensor,
  ): { after: Tensor; step: GruStep } {
    const { ops } = this.#tensorflow;
    // z, r = σ(x·W + b + h·U + c)
    const gateProducts = ops.matMul(hidden, kernels.recurrentGates); // [B,2H]
    const gateSums = ops.addV2(projected.gates, gateProducts); // [B,2H]
    const gates = ops.sigmoid(gateSums); // [B,2H]
    const [update, reset] = ops.split(gates, 2, this.#constants.index(1)) as [Tensor, Tensor];
    // g = φ(x·W + b + r∘(h·U + c))
    const products = ops.matMul(hidden, kernels.recurrentCandidate); // [B,H]
    const recurrent = ops.biasAdd(products, kernels.recurrentBias); // [B,H]
    const letThrough = ops.mul(reset, recurrent); // [B,H]
    const sums = ops.addV2(projected.candidate, letThrough); // [B,H]
    const candidate = this.#activation.of(sums); // [B,H]
    // h' = g + z∘(h - g)
    const distance = ops.sub(hidden, candidate); // [B,H]
    const kept = ops.mul(update, distance); // [B,H]
    const after = ops.addV2(candidate, kept); // [B,H]
    for (const tensor of [gateProducts, gateSums, products, letThrough, sums, kept]) {
      this.#tensorflow.release(tensor);
    }
    return { after, step: { gates, update, reset, recurrent, candidate, distance } };
  }

  #backward(
    { kernels, input, states, steps }: GruWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const back = this.#backThroughTime(kernels, steps, hiddenGradients);
    const { gates, candidate, recurrent } = back; // [T*B,2H], [T*B,H], [T*B,H]

    const { products } = input;
    const previous = products.ofWide(rowsOfSteps(ops, constants, states.slice(0, -1))); // [T*B,H]
    const ofGates = products.ofWide(gates);
    const recurrentKernels = [ofGates, products.ofWide(recurrent)].map(
      (gradients) => products.multiplyFirstTransposed(previous, gradients).wide,
    );
    writer.write(
      `${this.#name}/recurrent_kernel`,
      besideEachOther(ops, constants, recurrentKernels), // [H,3H]
    );
    const projections = [
      { kernel: kernels.gates, gradients: ofGates, sums: null },
      { kernel: kernels.candidate, gradients: products.ofWide(candidate), sums: null },
    ];
    const { kernels: inputKernels, rows, sums } = input.gradients(projections, writer);
    writer.write(`${this.#name}/kernel`, besideEachOther(ops, constants, inputKernels)); // [I,3H]

    const [gatesBias, candidateBias, recurrentBias] = [
      ops.biasAddGrad(sums?.[0] ?? gates), // [2H]
      ops.biasAddGrad(sums?.[1] ?? candidate), // [H]
      ops.biasAddGrad(recurrent), // [H]
    ];
    const biases = [gatesBias, candidateBias, gatesBias, recurrentBias];
    writer.write(`${this.#name}/bias`, ops.concat(biases, constants.index(0)));
    return rows;
  }

  /** From the gradients of all hidden states to those of everything before a non-linearity, and of h·U + c. */
  #backThroughTime(
    { recurrentGates, recurrentCandidate }: GruKernels,
    steps: readonly GruStep[],
    hiddenGradients: Tensor /* [T*B,H] */,
  ) {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const T = steps.length;
    // Transposed once: products with transpose_b would take a third longer each.
    const gatesTransposed = ops.transpose(recurrentGates, constants.vector(1, 0)); // [2H,H]
    const candidateTransposed = ops.transpose(recurrentCandidate, constants.vector(1, 0)); // [H,H]
    const fromAbove = ops.split(hiddenGradients, T, constants.index(0)); // T × [B,H]
    const gates = new Array<Tensor>(T); // [B,2H] each
    const candidates = new Array<Tensor>(T); // [B,H] each
    const recurrents = new Array<Tensor>(T); // [B,H] each
    let gradient = fromAbove[T - 1] as Tensor; // [B,H], of the hidden state after the step
    for (let t = T - 1; t >= 0; t--) {
      const step = steps[t] as GruStep;
      // h' = z∘h + (1 - z)∘g
      const throughUpdate = ops.mul(gradient, step.update); // [B,H]
      const ofCandidate = ops.sub(gradient, throughUpdate); // [B,H]
      const ofUpdate = ops.mul(gradient, step.distance); // [B,H]
      // g = φ(… + r∘(h·U + c))
      const candidate = this.#activation.gradient(step.candidate, ofCandidate); // [B,H]
      const ofReset = ops.mul(candidate, step.recurrent); // [B,H]
      const recurrent = ops.mul(candidate, step.reset); // [B,H]
      // z, r = σ(…)
      const ofGates = besideEachOther(ops, constants, [ofUpdate, ofReset]); // [B,2H]
      const gate = ops.sigmoidGrad(step.gates, ofGates); // [B,2H]
      [gates[t], candidates[t], recurrents[t]] = [gate, candidate, recurrent];
      const done = [throughUpdate, ofCandidate, ofUpdate, ofReset, ofGates, gradient];
      if (t > 0) {
        const throughGates = ops.matMul(gate, gatesTransposed); // [B,H]
        const throughCandidate = ops.matMul(recurrent, candidateTransposed); // [B,H]
        const parts = [fromAbove[t - 1] as Tensor, throughUpdate, throughGates, throughCandidate];
        gradient = ops.addN(parts); // [B,H]
        done.push(throughGates, throughCandidate);
      }
      for (const tensor of done) this.#tensorflow.release(tensor);
    }
    return {
      gates: rowsOfSteps(ops, constants, gates), // [T*B,2H]
      candidate: rowsOfSteps(ops, constants, candidates), // [T*B,H]
      recurrent: rowsOfSteps(ops, constants, recurrents), // [T*B,H]
    };
  }

  #kernels(weights: Weights, products: Products): GruKernels {
    const { ops } = this.#tensorflow;
    const H = this.hiddenSize;
    const columns = (name: string, rows: number, [from, to]: [number, number]) =>
      blockOf(ops, this.#constants, {
        of: weights.of(`${this.#name}/${name}`),
        ...{ from: [0, from], size: [rows, to - from] },
      });
    const bias = ops.reshape(weights.of(`${this.#name}/bias`), this.#constants.vector(6 * H)); // [6H]
    const ofBias = (from: number, size: number) =>
      ops.slice(bias, this.#constants.vector(from), this.#constants.vector(size));
    return {
      gates: products.ofWide(columns('kernel', this.#inputSize, [0, 2 * H])),
      candidate: products.ofWide(columns('kernel', this.#inputSize, [2 * H, 3 * H])),
      recurrentGates: columns('recurrent_kernel', H, [0, 2 * H]),
      recurrentCandidate: columns('recurrent_kernel', H, [2 * H, 3 * H]),
      gatesBias: ops.addV2(ofBias(0, 2 * H), ofBias(3 * H, 2 * H)),
      candidateBias: ofBias(2 * H, H),
      recurrentBias: ofBias(5 * H, H),
    };
  }
}
