// Readers of option values: each takes what was typed and gives the value, or says what was expected.
// The bounds are the contract's own; defaults stay with the engine and are only shown here.

import { InvalidArgumentError, Option } from 'commander';
import { configurationLimits, nameLength, type Bounds } from '../../app/contract/limits.ts';
import type { Messages } from './messages.ts';

export class OptionReaders {
  readonly #messages: Messages;

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  readonly whole =
    (bounds: Bounds) =>
    (typed: string): number => {
      const value = /^\d+$/.test(typed) ? Number(typed) : NaN;
      if (value >= bounds.min && value <= bounds.max) return value;
      throw new InvalidArgumentError(this.#messages.expectedWhole(bounds.min, bounds.max));
    };

  readonly number =
    (bounds: Bounds) =>
    (typed: string): number => {
      const value = typed.trim() === '' ? NaN : Number(typed);
      if (value >= bounds.min && value <= bounds.max) return value;
      throw new InvalidArgumentError(this.#messages.expectedNumber(bounds.min, bounds.max));
    };

  readonly aboveZero =
    (bounds: Bounds) =>
    (typed: string): number => {
      const value = Number(typed);
      if (value > 0 && value <= bounds.max) return value;
      throw new InvalidArgumentError(this.#messages.expectedAboveZero(bounds.max));
    };

  /** Sizes of layers, as in 256,256. */
  readonly layers = (typed: string): number[] => {
    const { layers, layerSize } = configurationLimits;
    const sizes = typed.split(',').map((size) => (/^\s*\d+\s*$/.test(size) ? Number(size) : NaN));
    const isValid =
      sizes.length <= layers.max &&
      sizes.every((size) => size >= layerSize.min && size <= layerSize.max);
    if (isValid) return sizes;
    throw new InvalidArgumentError(this.#messages.expectedLayers(layers.max, layerSize.max));
  };

  /** A number within bounds, or one word. */
  readonly wholeOr =
    <Word extends string>(bounds: Bounds, word: Word) =>
    (typed: string): number | Word => {
      if (typed === word) return word;
      const value = /^\d+$/.test(typed) ? Number(typed) : NaN;
      if (value >= bounds.min && value <= bounds.max) return value;
      throw new InvalidArgumentError(this.#messages.expectedWholeOr(bounds.min, bounds.max, word));
    };

  readonly name = (typed: string): string => {
    const name = typed.trim();
    if (name !== '' && name.length <= nameLength) return name;
    throw new InvalidArgumentError(this.#messages.expectedName(nameLength));
  };

  /** One of the words that exist. */
  readonly oneOf =
    <Word extends string>(...words: Word[]) =>
    (typed: string): Word => {
      const found = words.find((word) => word === typed);
      if (found !== undefined) return found;
      throw new InvalidArgumentError(this.#messages.expectedOneOf(words.join(', ')));
    };
}

/** An option whose value a reader makes. */
export function option(
  flags: string,
  description: string,
  read: (typed: string) => unknown,
): Option {
  return new Option(flags, description).argParser(read);
}

/** Something was asked for in a way that cannot be meant. */
export class UsageError extends Error {}
