// The loop that writes: a prompt in, then one character after the other, the network's state carried along.
// Knows a stepper and a vocabulary; not which network steps, whose the model is or who reads the text.

import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SamplingEnded, SamplingOptions } from '../contract/sampling.ts';
import { endIndex, type Vocabulary } from '../corpus/vocabulary/vocabulary.ts';
import { createRandom } from '../model/random.ts';
import type { Stepper } from '../model/stepper/stepper.ts';
import { Distribution } from './distribution.ts';
import { encodePrompt, type PromptReader } from './prompt.ts';
import { createStopTexts } from './stop-texts.ts';

/** Everything one text depends on; the stepper stays the caller's, who disposes it afterwards. */
export interface Generation extends PromptReader {
  stepper: Stepper;
  prompt: string;
  options: SamplingOptions;
  /** Milliseconds from any fixed moment. */
  now: () => number;
}

/** How a text ended. A generation that is ended by `return()` has no summary. */
export interface GenerationSummary {
  reason: Extract<SamplingEnded['reason'], 'length' | 'end-of-document' | 'stop-text'>;
  /** Characters written, the prompt not counted. */
  characters: number;
  /** Writing speed; reading the prompt is not counted. */
  charsPerSecond: number;
}

/** Random numbers of sampling come from a stream that no parameter's first values use. */
const samplingStream = 0x73616d70;

/** Pieces of text come at most 30 times a second: faster than anybody reads, and cheap to send. */
const pieceIntervalMs = 1000 / 30;

/** Prompt characters read at once: a few tens of milliseconds, in which nothing else of this thread runs. */
const promptChunk = 256;

/**
 * Writes until the length, a stop text or the end of a document is reached; the text depends on the
 * model, prompt, options and seed alone, never on how it comes in pieces. `return()` ends it early; while
 * a long prompt is read, empty pieces come, so that this is possible then too.
 */
export async function* generate(
  generation: Generation,
): AsyncGenerator<string, GenerationSummary, void> {
  const { stepper, vocabulary, options, now } = generation;
  const distribution = new Distribution(vocabulary.size, options);
  const random = createRandom(options.seed, samplingStream);
  const stopTexts = createStopTexts(generation, options.stop);

  let logits = yield* readPrompt(generation); // [V]
  const startedAt = now();
  let pieceAt = startedAt;
  let piece = '';
  let characters = 0;
  let reason: GenerationSummary['reason'] | null = null;
  for (;;) {
    distribution.update(logits);
    const index = distribution.draw(random.uniform());
    if (index === endIndex) {
      reason = 'end-of-document';
    } else {
      piece += vocabulary.characters[index] ?? '';
      characters++;
      if (stopTexts.isCompletedBy(index)) reason = 'stop-text';
      else if (characters >= options.length) reason = 'length';
    }
    if (reason !== null) break;
    if (now() - pieceAt >= pieceIntervalMs) {
      yield piece;
      piece = '';
      await letOthersRun();
      pieceAt = now();
    }
    logits = stepper.feed(index);
  }
  const seconds = (now() - startedAt) / 1000;
  if (piece !== '') yield piece;
  return { reason, characters, charsPerSecond: seconds > 0 ? characters / seconds : 0 };
}

/** Reads the prompt from a fresh state and returns the logits [V] of the first character to write. */
async function* readPrompt(generation: Generation): AsyncGenerator<string, Float32Array, void> {
  const { stepper, vocabulary, prompt } = generation;
  const { indices } = encodePrompt(generation, prompt);
  stepper.reset();
  if (indices.length === 0) return stepper.feed(firstIndex(vocabulary));

  for (let start = 0; ; start += promptChunk) {
    const logits = stepper.feedAll(indices.subarray(start, start + promptChunk));
    if (start + promptChunk >= indices.length) return logits;
    yield '';
    await letOthersRun();
  }
}

/** Without a prompt the text starts like a new line; a model that knows no lines starts a document. */
function firstIndex(vocabulary: Vocabulary): number {
  return vocabulary.indexOf('\n') || endIndex;
}
