// The form from which a new model is made: what is filled in, what is wrong with it, and the request that
// comes of it. Bounds and defaults are the contract's. Knows no control and no screen.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import { EngineError } from '../../app/contract/errors.ts';
import {
  configurationLimits,
  nameLength,
  recipeLimits,
  type Bounds,
} from '../../app/contract/limits.ts';
import type { TrainingRequest } from '../../app/contract/training.ts';
import type { Phrase } from './language.svelte.ts';
import { countParameters } from './parameters.ts';

/** A control of the form; a layer's is `layers.0` and so on. */
export type RecipeField =
  | 'corpus'
  | 'name'
  | 'epochs'
  | 'minutes'
  | 'layers'
  | `layers.${number}`
  | 'batchSize'
  | 'learningRate'
  | 'dropout'
  | 'sequenceLength'
  | 'embedding'
  | 'seed'
  | 'weightDecay'
  | 'clipNorm'
  | 'validation'
  | 'test'
  | 'patience'
  | 'replicas'
  | 'samplePrompt';

/** Minutes offered where a person would rather say how long: a coffee's worth. */
const defaultMinutes = 10;

interface Rule {
  bounds: Bounds;
  isWhole?: boolean;
  /** The lower bound itself is not allowed. */
  isAbove?: boolean;
  isOptional?: boolean;
}

const rules = {
  epochs: { bounds: recipeLimits.epochs, isWhole: true },
  minutes: { bounds: recipeLimits.minutes, isAbove: true },
  batchSize: { bounds: recipeLimits.batchSize, isWhole: true },
  learningRate: { bounds: recipeLimits.learningRate, isAbove: true },
  dropout: { bounds: configurationLimits.dropout },
  sequenceLength: { bounds: recipeLimits.sequenceLength, isWhole: true },
  embedding: { bounds: configurationLimits.embedding, isWhole: true },
  seed: { bounds: recipeLimits.seed, isWhole: true },
  weightDecay: { bounds: recipeLimits.weightDecay },
  clipNorm: { bounds: recipeLimits.clipNorm, isAbove: true },
  validation: { bounds: recipeLimits.validation },
  test: { bounds: recipeLimits.test },
  patience: { bounds: recipeLimits.patience, isWhole: true, isOptional: true },
  replicas: { bounds: recipeLimits.replicas, isWhole: true, isOptional: true },
} as const satisfies Partial<Record<RecipeField, Rule>>;

type NumberField = keyof typeof rules;

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

function defaultNumbers(): Record<NumberField, number | null> {
  const { embedding, dropout } = defaultConfiguration;
  const recipe = defaultRecipe;
  return {
    epochs: recipe.epochs,
    minutes: recipe.minutes ?? defaultMinutes,
    batchSize: recipe.batchSize,
    learningRate: recipe.learningRate,
    dropout,
    sequenceLength: recipe.sequenceLength,
    embedding: embedding === 'one-hot' ? null : embedding,
    seed: recipe.seed,
    weightDecay: recipe.weightDecay,
    clipNorm: recipe.clipNorm,
    validation: recipe.validation,
    test: recipe.test,
    patience: recipe.patience,
    replicas: recipe.replicas === 'auto' ? null : recipe.replicas,
  };
}

/** The form, from its defaults to a request. */
export class RecipeForm {
  corpus = $state<string | null>(null);
  name = $state('');
  samplePrompt = $state('');
  duration = $state<'epochs' | 'minutes'>('epochs');
  input = $state<'embedding' | 'one-hot'>('embedding');
  layers = $state<(number | null)[]>([...defaultConfiguration.layers]);
  numbers = $state(defaultNumbers());
  /** Whether an attempt was made: an empty form need not scold. */
  wasTried = $state(false);
  /** What the engine refused last, with the control that caused it, or none. */
  refusal = $state.raw<{ field: RecipeField | null; error: unknown } | null>(null);

  /** Puts every number back to its default; text and name stay. */
  reset(): void {
    this.numbers = defaultNumbers();
    this.layers = [...defaultConfiguration.layers];
    this.duration = 'epochs';
    this.input = 'embedding';
    this.wasTried = false;
    this.refusal = null;
  }

  /** Everything that is wrong, by the control that it stands beside. */
  readonly problems: Readonly<Partial<Record<RecipeField, Phrase>>> = $derived.by(() => {
    const problems: Partial<Record<RecipeField, Phrase>> = {};
    const note = (field: RecipeField, problem: Phrase | null) => {
      if (problem !== null) problems[field] ??= problem;
    };
    if (this.corpus === null) note('corpus', { key: 'form.chooseText' });
    if (this.name.trim().length > nameLength) {
      note('name', { key: 'form.name', values: { max: nameLength } });
    }
    this.layers.forEach((size, index) =>
      note(
        `layers.${index}`,
        checkNumber(size, { bounds: configurationLimits.layerSize, isWhole: true }),
      ),
    );
    for (const field of this.#fieldsInUse()) {
      note(field, checkNumber(this.numbers[field], rules[field]));
    }
    const { validation, test } = this.numbers;
    if ((validation ?? 0) + (test ?? 0) > recipeLimits.validation.max) {
      note('test', { key: 'form.shares' });
    }
    return problems;
  });

  readonly isValid = $derived(Object.keys(this.problems).length === 0);

  /** Learned numbers of the model as it stands, over so many characters; null while a size is missing. */
  countParameters(characters: number): number | null {
    const sizes = this.layers.filter((size) => size !== null);
    if (sizes.length !== this.layers.length || this.#hasSizeProblem()) return null;
    const embedding = this.input === 'one-hot' ? 'one-hot' : (this.numbers.embedding ?? 0);
    // Besides the text's own characters there are two: the unknown one and the end of a document.
    return countParameters({ layers: sizes, embedding }, characters + 2);
  }

  /** The request, of a form without problems. */
  request(corpus: CorpusSummary): TrainingRequest {
    const { embedding, dropout, epochs, minutes, patience, replicas, ...rest } = this.numbers;
    const numbers = Object.fromEntries(
      Object.entries(rest).filter((entry): entry is [string, number] => entry[1] !== null),
    );
    const isTimed = this.duration === 'minutes';
    return {
      corpus: corpus.id,
      name: this.name.trim() || corpus.name,
      configuration: {
        layers: this.layers.filter((size) => size !== null),
        embedding: this.input === 'one-hot' ? 'one-hot' : (embedding ?? 64),
        dropout: dropout ?? 0,
      },
      recipe: {
        ...numbers,
        epochs: isTimed ? null : epochs,
        minutes: isTimed ? minutes : null,
        patience,
        replicas: replicas ?? 'auto',
      },
      samplePrompt: this.samplePrompt,
    };
  }

  /** Remembers what the engine refused, beside the control that its `field` names. */
  refuse(error: unknown): void {
    this.refusal = { field: fieldOf(error), error };
  }

  #fieldsInUse(): NumberField[] {
    const unused: NumberField[] = [this.duration === 'epochs' ? 'minutes' : 'epochs'];
    if (this.input === 'one-hot') unused.push('embedding');
    return (Object.keys(rules) as NumberField[]).filter((field) => !unused.includes(field));
  }

  #hasSizeProblem(): boolean {
    return Object.keys(this.problems).some(
      (field) => field === 'embedding' || field.startsWith('layers.'),
    );
  }
}

const corpusErrors = ['corpus-too-short', 'corpus-empty', 'corpus-not-found', 'corpus-changed'];

/** The control that an error of the engine is about. */
export function fieldOf(error: unknown): RecipeField | null {
  if (!(error instanceof EngineError)) return null;
  if (corpusErrors.includes(error.code)) return 'corpus';
  const path = error.details.field;
  if (typeof path !== 'string') return null;
  const field = path.replace(/^(recipe|configuration)\./, '');
  const isKnown =
    Object.hasOwn(rules, field) || /^(corpus|name|samplePrompt|layers(\.\d+)?)$/.test(field);
  return isKnown ? (field as RecipeField) : null;
}
