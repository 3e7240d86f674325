// Text of a file in any encoding, in two passes: the first finds the encoding by all of its bytes, the second decodes.
// A person who names an encoding spares the first. Knows nothing of what the text is made of.

import type { Encoding } from '../../../contract/corpus.ts';
import { CountingDecoder } from '../../encodings/counting-decoder.ts';
import { EncodingDetector } from '../../encodings/encoding-detector.ts';
import { readBytes } from '../read-bytes.ts';
import { chooseAnother, notTextError, undecodableError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile } from '../source-piece.ts';

export interface DecodedPiece {
  text: string;
  doneBytes: number;
}

/** A file whose encoding is known. */
export class DecodedText {
  readonly #file: SourceFile;
  readonly #context: ReaderContext;
  readonly #encoding: Encoding;
  readonly #decoder: CountingDecoder;

  private constructor(file: SourceFile, context: ReaderContext, encoding: Encoding) {
    this.#file = file;
    this.#context = context;
    this.#encoding = encoding;
    this.#decoder = new CountingDecoder(encoding);
  }

  /** Finds the encoding; refuses what is not text. */
  static async open(file: SourceFile, context: ReaderContext): Promise<DecodedText> {
    const encoding = context.reading.encoding ?? (await detectEncoding(file, context));
    return new DecodedText(file, context, encoding);
  }

  /** The text, to be read once; refuses bytes that cannot be decoded unless they may be skipped. */
  async *pieces(): AsyncGenerator<DecodedPiece> {
    const decoder = this.#decoder;
    let doneBytes = 0;
    for await (const chunk of readBytes(this.#file, this.#context.signal)) {
      const text = decoder.push(chunk);
      doneBytes += chunk.length;
      // Once a byte is found that may not be skipped, the others are only counted.
      if (text !== '' && this.#mayGoOn()) yield { text, doneBytes };
    }
    const rest = decoder.finish();
    if (!this.#mayGoOn()) {
      const { undecodable: bytes, undecodableAt } = decoder;
      const place = `the first at byte ${undecodableAt[0] ?? 0}`;
      throw undecodableError(this.#file.name, this.#encoding, { bytes, place });
    }
    if (rest !== '') yield { text: rest, doneBytes };
  }

  /** What is known once all pieces have been read. */
  facts(): SourceFacts {
    const { undecodable, undecodableAt } = this.#decoder;
    return { encoding: this.#encoding, undecodable, undecodableAt, fields: [], field: null };
  }

  #mayGoOn(): boolean {
    return this.#decoder.undecodable === 0 || this.#context.reading.skipUndecodable === true;
  }
}

async function detectEncoding(file: SourceFile, context: ReaderContext): Promise<Encoding> {
  const detector = new EncodingDetector();
  let lookedAtBytes = 0;
  for await (const chunk of readBytes(file, context.signal)) {
    detector.push(chunk);
    lookedAtBytes += chunk.length;
    context.onLookedAt?.(lookedAtBytes);
  }
  // Nothing at all is text in every encoding.
  if (lookedAtBytes === 0) return 'utf-8';
  const [best] = detector.guesses();
  if (best === undefined) throw notTextError(file.name, null, chooseAnother);
  return best.encoding;
}
