// A model as one .safetensors file that anybody can open: its tensors under Keras's names and packing, and
// a header that says what it is. Believes nothing before it has been checked; a name inside a file is shown
// to people and never used for a path.

import { totalmem } from 'node:os';
import { EngineError } from '../contract/errors.ts';
import { megabytesInWords } from '../contract/megabytes.ts';
import { layOutParameters, type ParameterLayout } from '../model/parameters.ts';
import { diskTensors, exchangeGates, type DiskTensor } from './disk-tensors.ts';
import { FormatError } from './format-error.ts';
import { encodeModelHeader, parseModelHeader, type ModelFileHeader } from './model-header.ts';
import {
  bytesPerValue,
  encodeHeader,
  readHeader,
  type ByteSource,
  type SafetensorsHeader,
} from './safetensors.ts';

/** A file ready to be written piece by piece. */
export interface EncodedModelFile {
  sizeBytes: number;
  /** Pieces of at most about a megabyte, each valid until the next is asked for. */
  pieces(): Generator<Uint8Array>;
}

/** A file that has been read and found whole. */
export interface ReadModelFile {
  header: ModelFileHeader;
  /** The flat buffer of layOutParameters. */
  parameters: Float32Array;
  /** Learned numbers, the buffer's padding not counted. */
  count: number;
}

/** Weights alone may take this share of the machine's memory; writing with them needs little more. */
const memoryShare = 0.5;

/** Floats converted at a time. */
const slabSize = 262_144;

/** Lays a model out as a file; the parameters must stay as they are until the last piece is taken. */
export function encodeModelFile(
  header: ModelFileHeader,
  parameters: Float32Array,
): EncodedModelFile {
  const layout = layOutParameters(header.configuration, header.vocabulary.length);
  const tensors = diskTensors(header.configuration, layout);
  const head = encodeHeader(tensors, new Map([['charloom', encodeModelHeader(header)]]));
  return {
    sizeBytes: head.length + layout.count * bytesPerValue,
    *pieces() {
      yield head;
      for (const tensor of tensors) {
        for (const { offset, size } of slabs(tensor)) {
          const values = parameters.slice(offset, offset + size);
          requireFinite(values, tensor.name, header.name);
          if (tensor.gateSize !== null) exchangeGates(values, tensor.gateSize);
          yield new Uint8Array(values.buffer);
        }
      }
    },
  };
}

/** Reads and checks a whole file; `fileName` is what error messages call it. */
export async function readModelFile(
  source: ByteSource,
  fileName: string,
  memoryBytes = totalmem(),
): Promise<ReadModelFile> {
  try {
    const file = await readHeader(source, (metadata) =>
      parseModelHeader(metadata.get('charloom'), fileName),
    );
    const header = file.metadata;
    const layout = layOutParameters(header.configuration, header.vocabulary.length);
    requireMemory(layout, fileName, memoryShare * memoryBytes);
    const tensors = diskTensors(header.configuration, layout);
    requireShapes(file, tensors);
    const parameters = new Float32Array(layout.size);
    for (const tensor of tensors) await readInto(parameters, tensor, source, file, fileName);
    return { header, parameters, count: layout.count };
  } catch (error) {
    if (error instanceof FormatError) throw invalid(fileName, error.message);
    throw error;
  }
}

function requireMemory(layout: ParameterLayout, fileName: string, availableBytes: number): void {
  const neededBytes = layout.size * bytesPerValue;
  if (neededBytes <= availableBytes) return;
  const neededMegabytes = Math.ceil(neededBytes / 2 ** 20);
  const availableMegabytes = Math.floor(availableBytes / 2 ** 20);
  throw new EngineError(
    'out-of-memory',
    `"${fileName}" holds a model of ${megabytesInWords(neededMegabytes, 'needed')}; this computer can ` +
      `give ${megabytesInWords(availableMegabytes, 'available')}. Open it on a computer with more memory.`,
    { details: { neededMegabytes, availableMegabytes } },
  );
}

function requireShapes(file: SafetensorsHeader<unknown>, tensors: readonly DiskTensor[]): void {
  for (const { name, shape } of tensors) {
    const place = file.tensors.get(name);
    if (place === undefined) throw new FormatError(`it lacks the tensor "${name}"`);
    const expected = `F32 ${JSON.stringify(shape)}`;
    const found = `${place.dtype} ${JSON.stringify(place.shape)}`;
    if (found !== expected) {
      throw new FormatError(`its tensor "${name}" is ${found}, expected ${expected}`);
    }
  }
  if (file.tensors.size !== tensors.length) {
    const known = new Set(tensors.map((tensor) => tensor.name));
    const foreign = [...file.tensors.keys()].find((name) => !known.has(name)) ?? '';
    throw new FormatError(`it has a tensor that does not belong to it, "${foreign.slice(0, 80)}"`);
  }
}

async function readInto(
  parameters: Float32Array,
  tensor: DiskTensor,
  source: ByteSource,
  file: SafetensorsHeader<unknown>,
  fileName: string,
): Promise<void> {
  const start = file.bodyOffset + (file.tensors.get(tensor.name)?.begin ?? 0);
  for (const { offset, size } of slabs(tensor)) {
    const values = parameters.subarray(offset, offset + size);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    await source.read(start + (offset - tensor.offset) * bytesPerValue, bytes);
    requireFinite(values, tensor.name, fileName);
    if (tensor.gateSize !== null) exchangeGates(values, tensor.gateSize);
  }
}

/** Cuts a tensor into pieces of whole rows. */
function* slabs({
  offset,
  size,
  gateSize,
}: DiskTensor): Generator<{ offset: number; size: number }> {
  const row = gateSize === null ? 1 : 4 * gateSize;
  const step = Math.max(1, Math.floor(slabSize / row)) * row;
  for (let at = 0; at < size; at += step) {
    yield { offset: offset + at, size: Math.min(step, size - at) };
  }
}

function requireFinite(values: Float32Array, tensor: string, model: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new EngineError(
    'model-not-finite',
    `The model "${model}" holds a value that is not a number in "${tensor}". ` +
      'Use another copy of it, or train it again with a lower learning rate.',
    { details: { model, tensor, value: String(values[at]) } },
  );
}

function invalid(fileName: string, problem: string): EngineError {
  return new EngineError(
    'model-file-invalid',
    `"${fileName}" cannot be opened: ${problem}. Expected a model that Charloom saved; use another copy of the file.`,
    { details: { file: fileName, problem } },
  );
}
