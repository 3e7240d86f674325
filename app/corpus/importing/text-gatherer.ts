// Takes the pieces of sources, cleans them, counts them and puts them together as one text with its documents.
// Knows nothing of where they come from.

import {
  defaultCleaning,
  type CleaningCount,
  type CleaningOptions,
} from '../../contract/cleaning.ts';
import { checkCleaning, CorpusCleaner, prepareCleaning } from '../cleaning/corpus-cleaner.ts';
import { cancelledError } from '../corpus-errors.ts';
import { DocumentList } from './document-list.ts';
import { CorpusFigures, type FiguresOfText } from '../figures/corpus-figures.ts';
import type { SourcePiece } from '../sources/source-piece.ts';
import { CharacterTally } from './tally.ts';
import { TextBlocks } from './text-blocks.ts';

export interface GathererOptions {
  signal?: AbortSignal | undefined;
  /** Left out, as in `defaultCleaning`. */
  cleaning?: CleaningOptions;
  /** Takes the clean text in UTF-8, piece by piece. */
  keep?: (bytes: Uint8Array) => Promise<void>;
  /** Takes the list of documents, where there are several. */
  keepDocuments?: (bytes: Uint8Array) => Promise<void>;
}

/** A source's pieces, and what is to be done with them. */
export interface GatheredSource<Facts> {
  name: string;
  pieces: AsyncGenerator<SourcePiece, Facts>;
  /** Null: the text stays as it is; `as-corpus`: it is cleaned as the corpus says. */
  cleaning: CleaningOptions | 'as-corpus' | null;
  /** Called with the source's bytes so far. */
  onRead: (bytes: number) => void;
}

/** What a source has added. */
export interface Addition {
  characters: number;
  documents: number;
  textBytes: number;
}

/** What is known once all sources have been taken. */
export interface Gathered {
  /** What cleaning changed, each step that changed anything. */
  cleaned: CleaningCount[];
  /** Of the clean text in UTF-8, `sha256:<hex>`. */
  hash: string;
  /** Worked out in another thread meanwhile. */
  figures: Promise<FiguresOfText>;
}

/** Between the names of a source and of a document in it. */
const nameSeparator = ' › ';

export class TextGatherer {
  readonly tally = new CharacterTally();
  readonly #options: GathererOptions;
  readonly #blocks: TextBlocks;
  readonly #documents: DocumentList;
  readonly #figures = new CorpusFigures();
  /** One for each way of cleaning: repeated lines and documents are found across documents. */
  readonly #cleaners = new Map<string, CorpusCleaner>();
  /** Characters up to the end of the last document. */
  #ended = 0;
  /** Documents before the source that is being read. */
  #documentsBefore = 0;

  constructor(options: GathererOptions) {
    this.#options = options;
    const keepNothing = () => Promise.resolve();
    this.#blocks = new TextBlocks(this.tally, options.keep ?? keepNothing);
    this.#documents = new DocumentList(options.keepDocuments ?? keepNothing);
  }

  get sizeBytes(): number {
    return this.#blocks.sizeBytes;
  }

  /** Characters of each document that has any. */
  get documents(): number[] {
    return this.#documents.lengths;
  }

  /** Takes a source to its end. */
  async add<Facts>(source: GatheredSource<Facts>): Promise<{ facts: Facts; added: Addition }> {
    const { characters } = this.tally;
    const { sizeBytes } = this;
    const documents = (this.#documentsBefore = this.documents.length);
    try {
      const facts = await this.#takePieces(source);
      const added = {
        characters: this.tally.characters - characters,
        documents: this.documents.length - documents,
        textBytes: this.sizeBytes - sizeBytes,
      };
      return { facts, added };
    } finally {
      await source.pieces.return(undefined as never);
    }
  }

  /** Hands on what is left; what cleaning changed, the hash of the text and what is found out about it. */
  async finish(): Promise<Gathered> {
    const figures = this.#figures.finish();
    // Heard of where they are waited for, which may never be.
    figures.catch(() => undefined);
    const hash = await this.#blocks.finish();
    await this.#documents.finish();
    const counts = [...this.#cleaners.values()].map((cleaner) => cleaner.counts());
    return { cleaned: sumByStep(counts), hash, figures };
  }

  async #takePieces<Facts>({ name, pieces, cleaning, onRead }: GatheredSource<Facts>) {
    const cleaner = await this.#cleanerFor(cleaning);
    let document: string | null = null;
    for (;;) {
      const step = await pieces.next();
      if (this.#options.signal?.aborted) throw cancelledError();
      if (step.done) {
        if (document !== null) await this.#endDocument(document, cleaner);
        return step.value;
      }
      const piece = step.value;
      if (piece.document !== undefined || document === null) {
        if (document !== null) await this.#endDocument(document, cleaner);
        document = [name, piece.document].filter(Boolean).join(nameSeparator);
        cleaner?.startDocument();
      }
      await this.#addClean(cleaner?.push(piece.text) ?? piece.text);
      onRead(piece.doneBytes);
    }
  }

  #addClean(text: string): Promise<void> {
    this.#figures.add(text);
    return this.#blocks.add(text);
  }

  async #endDocument(name: string, cleaner: CorpusCleaner | null): Promise<void> {
    if (cleaner !== null) await this.#addClean(cleaner.endDocument());
    this.#blocks.count();
    this.tally.endDocument();
    const characters = this.tally.characters - this.#ended;
    this.#ended = this.tally.characters;
    this.#figures.endDocument(name, characters);
    const isFirstOfSource = this.documents.length === this.#documentsBefore;
    if (characters > 0) await this.#documents.add({ name, characters }, isFirstOfSource);
  }

  async #cleanerFor(cleaning: CleaningOptions | 'as-corpus' | null): Promise<CorpusCleaner | null> {
    if (cleaning === null) return null;
    const ofCorpus = this.#options.cleaning ?? defaultCleaning;
    const options = cleaning === 'as-corpus' ? ofCorpus : cleaning;
    const key = JSON.stringify(options);
    let cleaner = this.#cleaners.get(key);
    if (cleaner === undefined) {
      checkCleaning(options);
      await prepareCleaning(options);
      cleaner = new CorpusCleaner(options);
      this.#cleaners.set(key, cleaner);
    }
    return cleaner;
  }
}

/** What several cleaners changed together, each step that changed anything. */
function sumByStep(counts: readonly (readonly CleaningCount[])[]): CleaningCount[] {
  const sums = new Map<CleaningCount['step'], number>();
  for (const { step, changes } of counts.flat()) {
    if (changes > 0) sums.set(step, (sums.get(step) ?? 0) + changes);
  }
  return [...sums].map(([step, changes]) => ({ step, changes }));
}
