// The marked-up parts of a zip container as decoded text. They say their encoding themselves, and are UTF-8 where
// they do not, or where their bytes are. Knows nothing of what the parts mean.

import type { Encoding } from '../../../contract/corpus.ts';
import { CountingDecoder } from '../../encodings/counting-decoder.ts';
import { declaredEncoding } from '../markup/declared-encoding.ts';
import { undecodableError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile } from '../source-piece.ts';
import { ZipArchive } from './zip-archive.ts';

/** Above every list of contents; a part that is read at once may not be larger. */
const maximumWholeBytes = 16 * 2 ** 20;

export class ContainerParts {
  readonly #file: SourceFile;
  readonly #context: ReaderContext;
  readonly #archive: ZipArchive;
  #undecodable = 0;

  private constructor(file: SourceFile, context: ReaderContext, archive: ZipArchive) {
    this.#file = file;
    this.#context = context;
    this.#archive = archive;
  }

  /** Opens a container; to be closed by who opened it. */
  static async open(file: SourceFile, context: ReaderContext): Promise<ContainerParts> {
    return new ContainerParts(file, context, await ZipArchive.open(file, context.signal));
  }

  get doneBytes(): number {
    return this.#archive.doneBytes;
  }

  has(part: string): boolean {
    return this.#archive.has(part);
  }

  /** The text of a part that can be large; refuses bytes that are none unless they may be skipped. */
  async *text(part: string): AsyncGenerator<string> {
    let encoding: Encoding | null = null;
    let decoder: CountingDecoder | null = null;
    for await (const bytes of this.#archive.read(part)) {
      encoding ??= await this.#encodingOf(part, bytes);
      decoder ??= new CountingDecoder(encoding);
      yield decoder.push(bytes);
    }
    if (encoding === null || decoder === null) return;
    yield decoder.finish();
    const bytes = decoder.undecodable;
    this.#undecodable += bytes;
    if (bytes === 0 || this.#context.reading.skipUndecodable === true) return;
    throw undecodableError(this.#file.name, encoding, { bytes, place: `inside "${part}"` });
  }

  /** What a part says it is in; where it is found to be UTF-8, that is no chance. */
  async #encodingOf(part: string, head: Uint8Array): Promise<Encoding> {
    const declared = declaredEncoding(head);
    if (declared === null) return 'utf-8';
    if (declared.isCertain || declared.encoding === 'utf-8') return declared.encoding;
    const decoder = new CountingDecoder('utf-8');
    for await (const bytes of this.#archive.read(part)) {
      decoder.push(bytes);
      if (decoder.undecodable > 0) return declared.encoding;
    }
    decoder.finish();
    return decoder.undecodable > 0 ? declared.encoding : 'utf-8';
  }

  /** The text of a part that is small in every honest file. */
  async whole(part: string): Promise<string> {
    const bytes = await this.#archive.readWhole(part, maximumWholeBytes);
    const decoder = new CountingDecoder(declaredEncoding(bytes)?.encoding ?? 'utf-8');
    return decoder.push(bytes) + decoder.finish();
  }

  /** What is known once all parts have been read. Places in them are none in the file. */
  facts(): SourceFacts {
    const undecodable = this.#undecodable;
    return { encoding: null, undecodable, undecodableAt: [], fields: [], field: null };
  }

  async close(): Promise<void> {
    await this.#archive.close();
  }
}

/** The part that a reference in another part means; null where it leads out of the container. */
export function resolvePart(folder: string, reference: string): string | null {
  const path = reference.replace(/[?#].*$/s, '');
  if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(path)) return null;
  const segments: string[] = path.startsWith('/') ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return null;
    if (segment !== '..') segments.push(segment);
  }
  return segments.filter((segment) => segment !== '' && segment !== '.').join('/');
}

/** The folder that a part lies in; empty for the container itself. */
export function folderOf(part: string): string {
  return part.slice(0, Math.max(0, part.lastIndexOf('/')));
}
