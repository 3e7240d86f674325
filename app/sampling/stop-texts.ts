// Notices when a text has just been completed by the last character written. Works on vocabulary indices,
// one per code point, so it neither splits a character nor cares how the text is cut into pieces.

import { unknownIndex } from '../corpus/vocabulary/vocabulary.ts';
import { encodePrompt, type PromptReader } from './prompt.ts';

/** Follows what is written, one character at a time. */
export interface StopTexts {
  /** Takes the next character; true when it completes one of the texts. */
  isCompletedBy(index: number): boolean;
}

/** Watches for texts; one with a character that the vocabulary lacks can never be written and is left out. */
export function createStopTexts(model: PromptReader, texts: readonly string[]): StopTexts {
  const sequences = texts
    .map((text) => encodePrompt(model, text).indices)
    .filter((sequence) => sequence.length > 0 && !sequence.includes(unknownIndex));
  const longest = Math.max(0, ...sequences.map((sequence) => sequence.length));
  const recent: number[] = [];

  const endsWith = (sequence: Int32Array): boolean =>
    sequence.length <= recent.length &&
    sequence.every((index, place) => index === recent[recent.length - sequence.length + place]);

  return {
    isCompletedBy(index) {
      if (longest === 0) return false;
      recent.push(index);
      if (recent.length > longest) recent.shift();
      return sequences.some(endsWith);
    },
  };
}
