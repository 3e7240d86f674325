// Looks at one source as an import would read it: what it is, what it might be instead, how it begins, and some of
// its text. Refuses nothing: what is wrong with a source is told beside it.

import type {
  Encoding,
  SourceFormat,
  SourcePreview,
  SourceReading,
} from '../../contract/corpus.ts';
import { EngineError, toWireError } from '../../contract/errors.ts';
import { cancelledError } from '../corpus-errors.ts';
import { CountingDecoder } from '../encodings/counting-decoder.ts';
import { EncodingDetector } from '../encodings/encoding-detector.ts';
import { gapsOf } from './source-gaps.ts';
import { measureSource } from './source-mark.ts';
import { endBytes, identifyFormat } from '../sources/identify-format.ts';
import { openSource } from '../sources/open-source.ts';
import { readBytes, readEnds } from '../sources/read-bytes.ts';
import { undecodableError } from '../sources/source-errors.ts';
import type { SourceFacts, SourceFile } from '../sources/source-piece.ts';
import type { TextInput } from './text-input.ts';
import { beginningOf } from './whole-characters.ts';

export interface LookedAt {
  preview: Omit<SourcePreview, 'index'>;
  /** Some of its text as it was decoded, before any cleaning. */
  documents: string[];
  /** Bytes of the source that these came from. */
  bytes: number;
}

export interface LookOptions {
  /** UTF-16 units of text wanted. */
  wanted: number;
  signal?: AbortSignal | undefined;
  /** Called with the source's bytes so far. */
  onBytes: (bytes: number) => void;
}

/** Shown of a text that was decoded in one way. */
const openingCharacters = 300;

/** Encodings shown beside the likeliest one. */
const mostCandidates = 6;

/** Bytes at a file's start that candidates are told apart by. */
const candidateBytes = 16_384;

/** Bytes before the first one that encodings read in different ways: enough of its sentence. */
const contextBytes = 60;

/** Formats that are text as it stands, so that somebody may have to say in which encoding. */
const plainFormats: readonly (SourceFormat | null)[] = [
  ...(['text', 'markdown', 'html', 'subtitles', 'jsonl', 'csv'] as const),
];

/** Formats of which a part tells as much as the whole; a table's fields and a container's parts may come late. */
const partialFormats: readonly (SourceFormat | null)[] = ['text', 'markdown', 'subtitles'];

/** Read of a source of these formats at most. */
const partialBytes = 67_108_864;

/** Looks at a source of a known size. */
export async function lookAtSource(
  input: TextInput,
  sizeBytes: number,
  options: LookOptions,
): Promise<LookedAt> {
  const looked: LookedAt = {
    preview: {
      ...{ name: input.name, sizeBytes, format: null, encoding: null, candidates: [] },
      ...{ fields: [], field: null, undecodable: 0, undecodableAt: [], opening: '' },
      settled: null,
      problem: null,
    },
    documents: [],
    bytes: 0,
  };
  try {
    const reading = await identify(input, looked.preview, options);
    await readSome(input, reading, { looked, ...options });
  } catch (error) {
    if (options.signal?.aborted) throw cancelledError();
    if (!(error instanceof EngineError)) throw error;
    looked.preview.problem = toWireError(error);
  }
  looked.preview.opening = openingOf(looked.documents[0] ?? '');
  return looked;
}

/** Puts down what a source is and may be; the reading with what has been found out. */
async function identify(
  input: TextInput,
  preview: LookedAt['preview'],
  { signal, onBytes }: LookOptions,
): Promise<SourceReading> {
  if (input.kind === 'text') return {};
  // Refuses what is no file: opening a pipe could wait for ever.
  await measureSource(input);
  const reading = input.reading ?? {};
  const file = { path: input.path, name: input.name, sizeBytes: preview.sizeBytes };
  const { head, tail } = await readEnds(file, endBytes);
  preview.format = reading.format ?? identifyFormat(head, tail, file.name).format;
  if (!plainFormats.includes(preview.format)) return reading;
  preview.candidates = candidatesOf(await guess(file, { signal, onBytes }), head);
  const encoding = reading.encoding ?? preview.candidates[0]?.encoding;
  preview.encoding = encoding ?? null;
  // Of HTML its reader knows better: a page says what it is in.
  const isSettled = encoding !== undefined && preview.format !== 'html';
  return isSettled ? { ...reading, encoding } : reading;
}

async function guess(
  file: SourceFile,
  { signal, onBytes }: Pick<LookOptions, 'signal' | 'onBytes'>,
): Promise<Encoding[]> {
  const detector = new EncodingDetector();
  let bytes = 0;
  for await (const chunk of readBytes(file, signal)) {
    detector.push(chunk);
    bytes += chunk.length;
    // Detecting takes about as long as the reading that follows.
    onBytes(bytes / 2);
  }
  return detector.guesses().map(({ encoding }) => encoding);
}

function candidatesOf(guesses: readonly Encoding[], head: Uint8Array): SourcePreview['candidates'] {
  const bytes = head.subarray(0, candidateBytes);
  const isAscii = !guesses.some((encoding) => encoding.startsWith('utf-16'));
  const telling = isAscii ? tellingBytes(bytes) : bytes;
  return guesses.slice(0, mostCandidates).map((encoding) => {
    const decoder = new CountingDecoder(encoding);
    decoder.push(bytes);
    const opening = openingOf(new CountingDecoder(encoding).push(telling));
    return { encoding, opening, undecodable: decoder.undecodable };
  });
}

/** From shortly before the first byte beyond ASCII on: up to there, all encodings read the same. */
function tellingBytes(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  if (first <= contextBytes) return bytes;
  const near = first - contextBytes;
  const blank = bytes.subarray(near, first).indexOf(0x20);
  return bytes.subarray(near + blank + 1);
}

async function readSome(
  input: TextInput,
  reading: SourceReading,
  { looked, wanted, signal, onBytes }: LookOptions & { looked: LookedAt },
): Promise<void> {
  const { preview, documents } = looked;
  const isPartial = partialFormats.includes(preview.format);
  // Counted rather than refused, so that all of it is known.
  const pieces = openSource(input, { reading: { ...reading, skipUndecodable: true }, signal });
  let kept = 0;
  let passedBytes = 0;
  try {
    for (;;) {
      const step = await pieces.next();
      if (step.done) {
        complete(preview, reading, step.value);
        // What stands behind the last text, such as pages or records without any, is looked at with it.
        if (kept < wanted) looked.bytes = preview.sizeBytes;
        return;
      }
      const { text, document, doneBytes } = step.value;
      onBytes((preview.sizeBytes + doneBytes) / 2);
      if (kept < wanted) {
        if (document !== undefined || documents.length === 0) documents.push('');
        const part = beginningOf(text, wanted - kept);
        documents[documents.length - 1] += part;
        kept += part.length;
        // Of a piece that is cut, the bytes that its beginning stands for.
        const share = text.length === 0 ? 1 : part.length / text.length;
        looked.bytes += Math.floor((doneBytes - passedBytes) * share);
      }
      passedBytes = doneBytes;
      if (isPartial && kept >= wanted && doneBytes >= partialBytes) return;
    }
  } finally {
    await pieces.return(undefined as never);
  }
}

function complete(
  preview: LookedAt['preview'],
  reading: SourceReading,
  facts: SourceFacts & { format: SourceFormat },
): void {
  const { format, encoding, undecodable, fields, field } = facts;
  const undecodableAt = [...facts.undecodableAt];
  Object.assign(preview, {
    format,
    encoding,
    undecodable,
    undecodableAt,
    fields: [...fields],
    field,
    ...gapsOf(facts),
  });
  if (undecodable === 0 || reading.skipUndecodable === true) return;
  const place = `the first at byte ${undecodableAt[0] ?? 0}`;
  const error = undecodableError(preview.name, encoding ?? '', { bytes: undecodable, place });
  preview.problem = toWireError(error);
}

/** A text's first words. */
export function openingOf(text: string): string {
  return beginningOf(text.replace(/^[\s\uFEFF]+/, ''), openingCharacters);
}
