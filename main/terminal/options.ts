// Readers of option values: each takes what was typed and gives the value, or says what was expected.
// The bounds are the contract's own; defaults stay with the engine and are only shown here.

import { InvalidArgumentError, Option } from 'commander';
import { configurationLimits, nameLength, type Bounds } from '../../app/contract/limits.ts';
import type { Messages } from './messages.ts';

/** What makes a value of what was typed. */
export type Reader = (typed: string) => unknown;

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

  /** Sizes of recurrent layers, as in 256,256. */
  readonly layers = (typed: string): number[] =>
    this.#sizes(typed, configurationLimits.layers.max, '256,256');

  /** Sizes of dense layers, as in 64,32. */
  readonly head = (typed: string): number[] =>
    this.#sizes(typed, configurationLimits.head.max, '64,32');

  /** One word with a value of its own, or what another reader makes of the rest. */
  readonly or =
    (word: string, value: unknown, read: Reader): Reader =>
    (typed) => {
      if (typed === word) return value;
      try {
        return read(typed);
      } catch (error: unknown) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        throw new InvalidArgumentError(this.#messages.expectedOr(error.message, word));
      }
    };

  readonly name = (typed: string): string => {
    const name = typed.trim();
    if (name !== '' && name.length <= nameLength) return name;
    throw new InvalidArgumentError(this.#messages.expectedName(nameLength));
  };

  /** One of the words that exist. */
  readonly oneOf =
    <Word extends string>(...words: readonly Word[]) =>
    (typed: string): Word => {
      const found = words.find((word) => word === typed);
      if (found !== undefined) return found;
      throw new InvalidArgumentError(this.#messages.expectedOneOf(words.join(', ')));
    };

  #sizes(typed: string, most: number, example: string): number[] {
    const { layerSize } = configurationLimits;
    const sizes = typed.split(',').map((size) => (/^\s*\d+\s*$/.test(size) ? Number(size) : NaN));
    const isValid =
      sizes.length <= most && sizes.every((size) => size >= layerSize.min && size <= layerSize.max);
    if (isValid) return sizes;
    throw new InvalidArgumentError(this.#messages.expectedSizes(most, layerSize.max, example));
  }
}

/** As it is typed: --clip-norm. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** An option whose value a reader makes. */
export function option(flags: string, description: string, read: Reader): Option {
  return new Option(flags, description).argParser(read);
}

/** Something was asked for in a way that cannot be meant. */
export class UsageError extends Error {}
