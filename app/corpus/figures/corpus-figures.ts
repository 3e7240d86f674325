// What is shown of a text beside its characters' counts: its documents, its language and how far it can be compressed.
// Collected while a text is cleaned and written, at next to no cost; knows neither files nor encodings.

import type { CorpusDetails } from '../../contract/corpus.ts';
import { CompressedSize } from './compressed-size.ts';
import { DocumentNotes } from './document-notes.ts';
import { LanguageGuesser } from './language-guess.ts';

export type FiguresOfText = Pick<
  CorpusDetails,
  'documents' | 'languages' | 'compressedBitsPerCharacter'
>;

/** Takes the clean text in pieces of any size. */
export class CorpusFigures {
  readonly #notes = new DocumentNotes();
  readonly #languages = new LanguageGuesser();
  readonly #size = new CompressedSize();

  add(text: string): void {
    this.#notes.add(text);
    this.#languages.add(text);
    this.#size.add(text);
  }

  /** Says that the next text belongs to another document; `characters` is the length of the one that has ended. */
  endDocument(name: string, characters: number): void {
    this.#notes.endDocument(name, characters);
  }

  /** Takes an eighth of a second at most. */
  async finish(): Promise<FiguresOfText> {
    return {
      documents: this.#notes.finish(),
      languages: this.#languages.finish(),
      compressedBitsPerCharacter: await this.#size.finish(),
    };
  }
}
