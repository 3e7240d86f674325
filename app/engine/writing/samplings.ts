// Texts that are being written: each a generator that is asked for pieces and can be stopped.

import { randomInt, randomUUID } from 'node:crypto';
import { defaultSampling } from '../../contract/defaults.ts';
import { EngineError, toWireError } from '../../contract/errors.ts';
import type { SamplingEnded, SamplingRequest, SamplingStarted } from '../../contract/sampling.ts';
import { generate } from '../../sampling/generate.ts';
import { encodePrompt } from '../../sampling/prompt.ts';
import type { Emit } from '../emit.ts';
import type { LoadedModel, LoadedModels } from './loaded-models.ts';
import { openStepper } from './open-stepper.ts';

/** Whoever asked learns the sampling's name from the reply; its first piece must not overtake that. */
const afterReply = () => new Promise<void>((resolve) => setImmediate(resolve));

export class Samplings {
  readonly #models: LoadedModels;
  readonly #emit: Emit;
  /** Names of the texts being written; a name that is taken out stops its writer. */
  readonly #writing = new Map<string, { isStopped: boolean }>();

  constructor(models: LoadedModels, emit: Emit) {
    this.#models = models;
    this.#emit = emit;
  }

  async start(request: SamplingRequest): Promise<SamplingStarted> {
    const model = await this.#models.load(request.model);
    const sampling = `sampling-${randomUUID().slice(0, 8)}`;
    const seed = request.options.seed ?? randomInt(2 ** 32);
    const { unknownCharacters } = encodePrompt(model, request.prompt);
    this.#writing.set(sampling, { isStopped: false });
    void this.#write(sampling, model, { ...request, options: { ...request.options, seed } });
    return { sampling, seed, unknownCharacters };
  }

  stop(sampling: string): void {
    const writing = this.#writing.get(sampling);
    if (!writing) {
      throw new EngineError('sampling-not-found', 'This text is no longer being written.', {
        details: { sampling },
      });
    }
    writing.isStopped = true;
  }

  async #write(sampling: string, model: LoadedModel, request: SamplingRequest): Promise<void> {
    await afterReply();
    let ended: Omit<SamplingEnded, 'sampling'>;
    try {
      ended = await this.#generate(sampling, model, request);
    } catch (error: unknown) {
      ended = { reason: 'failed', characters: 0, charsPerSecond: 0, error: toWireError(error) };
    }
    this.#writing.delete(sampling);
    this.#emit('sampling.ended', { sampling, ...ended });
  }

  async #generate(
    sampling: string,
    model: LoadedModel,
    { prompt, options }: SamplingRequest,
  ): Promise<Omit<SamplingEnded, 'sampling'>> {
    const { vocabulary, normalisation } = model;
    const stepper = openStepper(model);
    const now = () => performance.now();
    const startedAt = now();
    let characters = 0;
    try {
      const pieces = generate({
        stepper,
        vocabulary,
        normalisation,
        prompt,
        options: { ...defaultSampling, ...options },
        now,
      });
      for (;;) {
        const piece = await pieces.next();
        if (piece.done) return { ...piece.value, error: null };
        characters += [...piece.value].length;
        if (piece.value !== '') this.#emit('sampling.text', { sampling, text: piece.value });
        if (this.#writing.get(sampling)?.isStopped) {
          await pieces.return(undefined as never);
          const charsPerSecond = (1000 * characters) / (now() - startedAt);
          return { reason: 'stopped', characters, charsPerSecond, error: null };
        }
      }
    } finally {
      stepper.dispose();
    }
  }
}
