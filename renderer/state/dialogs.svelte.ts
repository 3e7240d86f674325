// The one question that may stand before the window: asked here, answered there. Knows no dialog's looks.

import type { Phrase } from './language.svelte.ts';

/** Asks before something is lost; says what. */
export interface Confirmation {
  kind: 'confirm';
  title: Phrase;
  text: Phrase;
  /** The button that does it; it names the thing. */
  button: Phrase;
  act: () => Promise<unknown>;
}

/** Asks for a new name; what the engine refuses is shown below the field. */
export interface Naming {
  kind: 'name';
  title: Phrase;
  name: string;
  act: (name: string) => Promise<unknown>;
}

/** Takes a text that a person pastes; opened again with what was refused, and why. */
export interface Pasting {
  kind: 'paste';
  name: string;
  text: string;
  problem: unknown;
  act: (name: string, text: string) => Promise<unknown>;
}

/** Asks which texts to put together with one, and what the new one is called. */
export interface Merging {
  kind: 'merge';
  /** The text that stands first. */
  corpus: string;
}

export type Question = Confirmation | Naming | Pasting | Merging;

/** The question that is open. */
export class Dialogs {
  open = $state.raw<Question | null>(null);

  ask(question: Question): void {
    this.open = question;
  }

  close(): void {
    this.open = null;
  }
}
