// What replica 0 leaves of every step for the trainer, which reads it when it comes to it.

import type { StepFigures } from './replica-step.ts';
import { ringFields, ringSteps, type SharedMemory } from './shared-memory.ts';

export interface RecordedStep extends Pick<StepFigures, 'loss' | 'gradientNorm' | 'layerNorms'> {
  /** Steps done, this one included. */
  step: number;
  learningRate: number;
  isClipped: boolean;
  activeSeconds: number;
  milliseconds: number;
}

/** Records a step, and only then that there is one more. */
export function recordStep({ ring, recorded }: SharedMemory, figures: RecordedStep): void {
  const count = recorded[0] ?? 0;
  const at = (count % ringSteps) * ringFields.size;
  ring[at + ringFields.step] = figures.step;
  ring[at + ringFields.loss] = figures.loss;
  ring[at + ringFields.gradientNorm] = figures.gradientNorm;
  ring[at + ringFields.learningRate] = figures.learningRate;
  ring[at + ringFields.isClipped] = figures.isClipped ? 1 : 0;
  ring[at + ringFields.activeSeconds] = figures.activeSeconds;
  ring[at + ringFields.milliseconds] = figures.milliseconds;
  ring.set(figures.layerNorms, at + ringFields.layerNorms);
  recorded[0] = count + 1;
}
