// A model's vocabulary: which character has which index, and text to indices and back.
// Knows nothing of files or of where the counts come from.

import { assert, EngineError } from '../../contract/errors.ts';

/** Index of `<unk>`, which stands for every character outside the vocabulary and is never emitted. */
export const unknownIndex = 0;
/** Index of `<end>`, the end of a document. */
export const endIndex = 1;
/** The first two entries of every vocabulary; characters follow from index 2 on. */
export const specialEntries = ['<unk>', '<end>'] as const;

/** The largest vocabulary: beyond it embeddings and softmax outgrow a person's machine. */
export const maximumVocabularySize = 65_536;

/** What `<unk>` looks like where it has to be shown: the replacement character. */
const unknownShown = '\uFFFD';

/** Distinct characters of the training part by falling count, after `<unk>` and `<end>`. */
export class Vocabulary {
  /** All entries in index order, `<unk>` and `<end>` included. */
  readonly characters: readonly string[];
  readonly #indices = new Map<number, number>();

  private constructor(characters: readonly string[]) {
    this.characters = characters;
    for (let index = specialEntries.length; index < characters.length; index++) {
      const codePoint = characters[index]?.codePointAt(0);
      if (codePoint !== undefined) this.#indices.set(codePoint, index);
    }
  }

  get size(): number {
    return this.characters.length;
  }

  /** One index for each code point; a character outside the vocabulary gives 0. */
  encode(text: string): Int32Array {
    const indices = new Int32Array(text.length);
    let length = 0;
    for (let at = 0; at < text.length; length++) {
      const codePoint = text.codePointAt(at) ?? 0;
      indices[length] = this.#indices.get(codePoint) ?? unknownIndex;
      at += codePoint > 0xffff ? 2 : 1;
    }
    return indices.slice(0, length);
  }

  /** The text of indices; `<unk>` shows as U+FFFD and `<end>` as nothing. */
  decode(indices: ArrayLike<number>): string {
    let text = '';
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] ?? unknownIndex;
      const character = this.characters[index];
      assert(character !== undefined, `index ${index} is outside a vocabulary of ${this.size}`);
      if (index === unknownIndex) text += unknownShown;
      else if (index !== endIndex) text += character;
    }
    return text;
  }

  /** The index of one character, 0 when the vocabulary lacks it. */
  indexOf(character: string): number {
    const codePoint = character.codePointAt(0);
    if (codePoint === undefined || character.length !== (codePoint > 0xffff ? 2 : 1)) {
      return unknownIndex;
    }
    return this.#indices.get(codePoint) ?? unknownIndex;
  }

  /** This vocabulary and behind it, by code point, those of the characters that it lacks; as many as there is room for. */
  with(characters: readonly string[]): Vocabulary {
    const own = new Set(this.characters);
    const added = [...new Set(characters)]
      .filter((character) => !own.has(character))
      .sort((first, second) => (first.codePointAt(0) ?? 0) - (second.codePointAt(0) ?? 0));
    const all = [...this.characters, ...added].slice(0, maximumVocabularySize);
    return added.length === 0 ? this : Vocabulary.fromCharacters(all);
  }

  /** Orders characters by falling count, ties by code point; the rarest beyond the limit are left out. */
  static fromCounts(counts: Iterable<[string, number]>): Vocabulary {
    const present = [...counts].filter(([, count]) => count > 0);
    present.sort(
      ([first, firstCount], [second, secondCount]) =>
        secondCount - firstCount || (first.codePointAt(0) ?? 0) - (second.codePointAt(0) ?? 0),
    );
    const room = maximumVocabularySize - specialEntries.length;
    const characters = present.slice(0, room).map(([character]) => character);
    return Vocabulary.fromCharacters([...specialEntries, ...characters]);
  }

  /** Takes a stored vocabulary after checking every entry; throws `model-file-invalid` that names the index. */
  static fromCharacters(characters: readonly string[]): Vocabulary {
    const { length } = characters;
    if (length <= specialEntries.length || length > maximumVocabularySize) {
      const expected = `${specialEntries.length + 1} to ${maximumVocabularySize}`;
      throw invalidVocabulary(0, `it has ${length} entries, expected ${expected}`);
    }
    const seen = new Set<string>();
    characters.forEach((character, index) => {
      const special = specialEntries[index];
      if (special !== undefined) {
        if (character !== special) throw invalidVocabulary(index, `expected "${special}"`);
      } else if (!isOneScalarValue(character)) {
        throw invalidVocabulary(index, 'expected exactly one Unicode character');
      }
      if (seen.has(character)) throw invalidVocabulary(index, 'the character stands there twice');
      seen.add(character);
    });
    return new Vocabulary([...characters]);
  }
}

function isOneScalarValue(character: string): boolean {
  const codePoint = character.codePointAt(0);
  if (codePoint === undefined || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return false;
  return character.length === (codePoint > 0xffff ? 2 : 1);
}

function invalidVocabulary(index: number, problem: string): EngineError {
  return new EngineError(
    'model-file-invalid',
    `The vocabulary is not valid at index ${index}: ${problem}. The file may be damaged; use another copy.`,
    { details: { index, problem } },
  );
}
