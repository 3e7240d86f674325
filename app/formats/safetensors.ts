// The safetensors format, read and written: 8 bytes of length, a JSON header, then the tensors' bytes
// without gaps. https://github.com/huggingface/safetensors (format section of its README).
// Every number in a header is checked against the file's size before anything is allocated.
// Knows nothing of models.

import { FormatError } from './format-error.ts';
import { parseStrictJson, type JsonValue } from './strict-json.ts';

/** The two kinds of numbers that Charloom keeps. */
export type Dtype = 'F32' | 'I32';
export type TensorValues = Float32Array | Int32Array;

export interface TensorDescription {
  name: string;
  dtype: Dtype;
  shape: number[];
}

export interface TensorPlace extends TensorDescription {
  /** Bytes from the end of the header. */
  begin: number;
  end: number;
}

export interface SafetensorsHeader<Metadata> {
  metadata: Metadata;
  tensors: Map<string, TensorPlace>;
  /** Where the tensors' bytes begin in the file. */
  bodyOffset: number;
}

/** Bytes that can be read by position: a file, or memory in a test. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Fills the whole target or throws. */
  read(position: number, target: Uint8Array): Promise<void>;
}

/** A vocabulary of 65,536 characters needs about 600 KB; the format itself would allow 100 MB. */
export const maximumHeaderBytes = 1_048_576;

/** More dimensions than any of ours has. */
const maximumDimensions = 8;

/** F32 and I32 both. */
export const bytesPerValue = 4;

const lengthBytes = 8;

/** Length and header for tensors that follow in this order; throws when the header grows too large. */
export function encodeHeader(
  tensors: readonly TensorDescription[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  const entries: [string, JsonValue][] = [['__metadata__', Object.fromEntries(metadata)]];
  let begin = 0;
  for (const { name, dtype, shape } of tensors) {
    const end = begin + shape.reduce((product, size) => product * size, bytesPerValue);
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }]);
    begin = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  // Spaces bring the tensors to a multiple of eight, so that readers may map them into memory.
  const length = Math.ceil(json.length / lengthBytes) * lengthBytes;
  if (length > maximumHeaderBytes) {
    throw new FormatError(
      `its header has ${length} bytes, at most ${maximumHeaderBytes} are allowed`,
    );
  }
  const header = Buffer.alloc(lengthBytes + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  json.copy(header, lengthBytes);
  return header;
}

/**
 * Reads and checks the header; throws FormatError. `interpret` sees the metadata before the tensors are
 * looked at, so that it can refuse a later version whose tensors this one does not know.
 */
export async function readHeader<Metadata>(
  source: ByteSource,
  interpret: (metadata: Map<string, string>) => Metadata,
): Promise<SafetensorsHeader<Metadata>> {
  if (source.sizeBytes < lengthBytes + 2) throw new FormatError(`it has ${source.sizeBytes} bytes`);
  const lengthField = Buffer.alloc(lengthBytes);
  await source.read(0, lengthField);
  const length = Number(lengthField.readBigUInt64LE());
  // What is no such file begins with any eight bytes; the number that they make would say nothing to anybody.
  if (length > maximumHeaderBytes) throw new FormatError('it is not a safetensors file');
  const rest = source.sizeBytes - lengthBytes;
  if (length > rest) {
    throw new FormatError(`it is cut off: of ${length} bytes of its header, ${rest} are there`);
  }
  const bytes = Buffer.alloc(length);
  await source.read(lengthBytes, bytes);
  const bodyOffset = lengthBytes + length;

  const { __metadata__: told = {}, ...places } = objectOf(parseJson(bytes), 'its header');
  const metadata = new Map<string, string>();
  for (const [key, value] of Object.entries(objectOf(told, 'its __metadata__'))) {
    if (typeof value !== 'string') throw new FormatError('its __metadata__ holds more than text');
    metadata.set(key, value);
  }
  const interpreted = interpret(metadata);
  const tensors = Object.entries(places).map(([name, entry]) => parsePlace(name, entry));
  requireGapless(tensors, source.sizeBytes - bodyOffset);
  return {
    metadata: interpreted,
    tensors: new Map(tensors.map((place) => [place.name, place])),
    bodyOffset,
  };
}

/** Reads one tensor whole. */
export async function readTensor(
  source: ByteSource,
  header: { bodyOffset: number },
  place: TensorPlace,
): Promise<TensorValues> {
  const length = (place.end - place.begin) / bytesPerValue;
  const values = place.dtype === 'F32' ? new Float32Array(length) : new Int32Array(length);
  await source.read(header.bodyOffset + place.begin, new Uint8Array(values.buffer));
  return values;
}

function parseJson(bytes: Uint8Array): JsonValue {
  if (bytes[0] !== 0x7b) throw new FormatError('its header does not begin with "{"');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError('its header is not UTF-8');
  }
  return parseStrictJson(text);
}

function parsePlace(name: string, entry: JsonValue): TensorPlace {
  const what = `its tensor "${name.slice(0, 80)}"`;
  const { dtype, shape, data_offsets: offsets, ...others } = objectOf(entry, what);
  if (dtype !== 'F32' && dtype !== 'I32') throw new FormatError(`${what} is not float32 or int32`);
  if (Object.keys(others).length > 0) throw new FormatError(`${what} has an unknown key`);
  const dimensions = wholeNumbers(shape, what);
  const [begin, end, ...more] = wholeNumbers(offsets, what);
  if (begin === undefined || end === undefined || more.length > 0 || begin > end) {
    throw new FormatError(`${what} has no valid data_offsets`);
  }
  if (dimensions.length > maximumDimensions)
    throw new FormatError(`${what} has too many dimensions`);
  let sizeBytes = bytesPerValue;
  for (const dimension of dimensions) sizeBytes *= dimension;
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes !== end - begin) {
    throw new FormatError(
      `${what} has the shape ${JSON.stringify(dimensions)} but ${end - begin} bytes`,
    );
  }
  return { name, dtype, shape: dimensions, begin, end };
}

/** The tensors must cover the body from its first byte to its last, each byte once. */
function requireGapless(places: TensorPlace[], bodyBytes: number): void {
  places.sort((first, second) => first.begin - second.begin || first.end - second.end);
  let at = 0;
  for (const { name, begin, end } of places) {
    if (begin !== at) {
      const kind = begin < at ? 'overlaps the one before it' : 'leaves a gap before it';
      throw new FormatError(`its tensor "${name.slice(0, 80)}" ${kind}`);
    }
    at = end;
  }
  if (at !== bodyBytes) {
    throw new FormatError(`its tensors need ${at} bytes, ${bodyBytes} are there`);
  }
}

function objectOf(value: JsonValue, what: string): { [key: string]: JsonValue } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FormatError(`${what} is not an object`);
  }
  return value;
}

function wholeNumbers(value: JsonValue | undefined, what: string): number[] {
  if (!Array.isArray(value)) throw new FormatError(`${what} lacks a list of numbers`);
  return value.map((item) => {
    if (typeof item !== 'number' || !Number.isSafeInteger(item) || item < 0) {
      throw new FormatError(`${what} holds a number that is not whole`);
    }
    return item;
  });
}
