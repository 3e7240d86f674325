// What a front end may ask of sampling, and of scoring a text.

import type { TextSource } from './corpus.ts';
import type { WireError } from './errors.ts';

/** How the next character is chosen. Off: topK 0, topP 1, minP 0. */
export interface SamplingOptions {
  /** Logits are divided by it; 0 takes the most probable character. */
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
  /** Random seed, a whole number from 0 to 2^32 - 1. */
  seed: number;
  /** Characters to write at most. */
  length: number;
  /** Text after which writing ends; the stop text itself is kept. */
  stop: string[];
}

/** `model` is a model of the library; while it trains, its newest snapshot writes. */
export interface SamplingRequest {
  model: string;
  prompt: string;
  options: Partial<SamplingOptions>;
}

export interface SamplingStarted {
  sampling: string;
  seed: number;
  /** Characters of the prompt that the model has never seen; they count as `<unk>`. */
  unknownCharacters: string[];
}

/** A piece of text as it is written; pieces come at most 30 times a second. */
export interface SamplingText {
  sampling: string;
  text: string;
}

export interface SamplingEnded {
  sampling: string;
  reason: 'length' | 'end-of-document' | 'stop-text' | 'stopped' | 'failed';
  characters: number;
  charsPerSecond: number;
  error: WireError | null;
}

export interface EvaluationRequest {
  model: string;
  sources: TextSource[];
}

export interface Evaluation {
  characters: number;
  /** Characters outside the vocabulary; they are scored as `<unk>`. */
  unknown: number;
  /** Nats per character. */
  loss: number;
  bitsPerCharacter: number;
  perplexity: number;
  /** Shares of characters whose most probable prediction was right, and that were among the five most probable. */
  accuracy: number;
  topFiveAccuracy: number;
}
