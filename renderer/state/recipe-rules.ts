// What each number of the recipe form may be, by the contract's bounds, and which control an error is about.
// Knows no form and no screen.

import { EngineError } from '../../app/contract/errors.ts';
import { configurationLimits, recipeLimits, type Bounds } from '../../app/contract/limits.ts';
import type { Phrase } from './language.svelte.ts';

/** What a number may be. */
export interface Rule {
  bounds: Bounds;
  isWhole?: boolean;
  /** The lower bound itself is not allowed. */
  isAbove?: boolean;
  isOptional?: boolean;
}

export const numberRules = {
  epochs: { bounds: recipeLimits.epochs, isWhole: true },
  minutes: { bounds: recipeLimits.minutes, isAbove: true },
  embedding: { bounds: configurationLimits.embedding, isWhole: true },
  dropout: { bounds: configurationLimits.dropout },
  learningRate: { bounds: recipeLimits.learningRate, isAbove: true },
  momentum: { bounds: recipeLimits.momentum },
  squareDecay: { bounds: recipeLimits.squareDecay },
  weightDecay: { bounds: recipeLimits.weightDecay },
  warmup: { bounds: recipeLimits.warmup },
  decayFactor: { bounds: recipeLimits.decayFactor, isAbove: true },
  decayEvery: { bounds: recipeLimits.decayEvery, isWhole: true },
  decayAfter: { bounds: recipeLimits.decayAfter, isWhole: true },
  clipNorm: { bounds: recipeLimits.clipNorm, isAbove: true, isOptional: true },
  clipValue: { bounds: recipeLimits.clipValue, isAbove: true, isOptional: true },
  batchSize: { bounds: recipeLimits.batchSize, isWhole: true },
  sequenceLength: { bounds: recipeLimits.sequenceLength, isWhole: true },
  stride: { bounds: recipeLimits.stride, isWhole: true },
  minimumCount: { bounds: recipeLimits.minimumCount, isWhole: true },
  coverage: { bounds: recipeLimits.coverage },
  validation: { bounds: recipeLimits.validation },
  test: { bounds: recipeLimits.test },
  validateEvery: { bounds: recipeLimits.validateEvery, isWhole: true, isOptional: true },
  patience: { bounds: recipeLimits.patience, isWhole: true, isOptional: true },
  minimumGain: { bounds: recipeLimits.minimumGain },
  seed: { bounds: recipeLimits.seed, isWhole: true },
  replicas: { bounds: recipeLimits.replicas, isWhole: true, isOptional: true },
} as const satisfies Record<string, Rule>;

/** A control of the form that holds a number. */
export type NumberName = keyof typeof numberRules;

export const layerRule: Rule = { bounds: configurationLimits.layerSize, isWhole: true };

/** A control of the form; a layer's is `layers.0` and so on, a dense layer's `head.0`. */
export type RecipeField =
  | NumberName
  | 'corpus'
  | 'name'
  | 'samplePrompt'
  | 'tieWeights'
  | 'layers'
  | `layers.${number}`
  | 'head'
  | `head.${number}`;

/** What is wrong with a number, if anything is. */
export function checkNumber(value: number | null, rule: Rule): Phrase | null {
  const { min, max } = rule.bounds;
  if (value === null) return rule.isOptional ? null : { key: 'form.required' };
  const isTooLow = rule.isAbove ? value <= min : value < min;
  if (Number.isFinite(value) && !isTooLow && value <= max) {
    if (!rule.isWhole || Number.isInteger(value)) return null;
  }
  const key = rule.isWhole ? 'form.whole' : rule.isAbove ? 'form.above' : 'form.between';
  return { key, values: { min, max } };
}

const corpusErrors = ['corpus-too-short', 'corpus-empty', 'corpus-not-found', 'corpus-changed'];

const otherFields = /^(corpus|name|samplePrompt|tieWeights|(layers|head)(\.\d+)?)$/;

/** The control that an error of the engine is about. */
export function fieldOf(error: unknown): RecipeField | null {
  if (!(error instanceof EngineError)) return null;
  if (corpusErrors.includes(error.code)) return 'corpus';
  const path = error.details.field;
  if (typeof path !== 'string') return null;
  const field = path.replace(/^(recipe|configuration)\./, '');
  const isKnown = Object.hasOwn(numberRules, field) || otherFields.test(field);
  return isKnown ? (field as RecipeField) : null;
}
