// Steps put one behind the other. Makes sure that no step ever sees half a character at a piece's end.

import type { CleaningStage } from './stage.ts';

export class CleaningPipeline {
  readonly #stages: readonly CleaningStage[];
  /** The first half of a surrogate pair, at the end of a piece. */
  #half = '';

  constructor(stages: readonly CleaningStage[]) {
    this.#stages = stages;
  }

  push(piece: string): string {
    let text = this.#half + piece;
    this.#half = '';
    const last = text.charCodeAt(text.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      this.#half = text.slice(-1);
      text = text.slice(0, -1);
    }
    for (const stage of this.#stages) {
      if (text === '') return '';
      text = stage.push(text);
    }
    return text;
  }

  finish(): string {
    let text = this.#half;
    this.#half = '';
    for (const stage of this.#stages) {
      text = (text === '' ? '' : stage.push(text)) + stage.finish();
    }
    return text;
  }
}
