// One checkpoint as a safetensors file that carries its own hash: any bit that changed is found when it is read.

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { assert, EngineError } from '../contract/errors.ts';
import { FormatError } from '../formats/format-error.ts';
import {
  encodeHeader,
  readHeader,
  readTensor,
  type ByteSource,
  type TensorDescription,
} from '../formats/safetensors.ts';
import { parseStrictJson } from '../formats/strict-json.ts';
import type { Checkpoint } from './interfaces.ts';

const checkpointVersion = 1;

/** Bytes hashed or written before others get a turn: a few milliseconds. */
const pieceBytes = 1_048_576;

export interface EncodedCheckpoint {
  sizeBytes: number;
  /** Pieces to be written in order; throws at the end when the tensors changed meanwhile. */
  pieces(): Generator<Uint8Array>;
}

/** Lays a checkpoint out as a file; the tensors must stay as they are until the last piece is taken. */
export async function encodeCheckpoint(checkpoint: Checkpoint): Promise<EncodedCheckpoint> {
  const { step, metadata, tensors } = checkpoint;
  const told = JSON.stringify({ formatVersion: checkpointVersion, step, metadata });
  const descriptions = [...tensors].map(([name, values]): TensorDescription => {
    const dtype = values instanceof Float32Array ? 'F32' : 'I32';
    return { name, dtype, shape: [values.length] };
  });
  const hash = beginHash(told, descriptions);
  for (const piece of tensorPieces(tensors)) {
    hash.update(piece);
    await setImmediate();
  }
  const sha256 = hash.digest('hex');
  const head = encodeHeader(descriptions, new Map(Object.entries({ checkpoint: told, sha256 })));
  const bodyBytes = [...tensors.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return {
    sizeBytes: head.length + bodyBytes,
    *pieces() {
      yield head;
      const written = beginHash(told, descriptions);
      for (const piece of tensorPieces(tensors)) {
        written.update(piece);
        yield piece;
      }
      const isSame = written.digest('hex') === sha256;
      assert(isSame, 'the tensors of a checkpoint changed while it was written');
    },
  };
}

/** Reads a checkpoint and proves it whole; throws FormatError for one that is not. */
export async function decodeCheckpoint(source: ByteSource): Promise<Checkpoint> {
  const header = await readHeader(source, (metadata) => {
    const told = metadata.get('checkpoint');
    if (told === undefined) throw new FormatError('it holds no checkpoint');
    return { told, ...parseTold(told), sha256: metadata.get('sha256') };
  });
  const { told, step, metadata, sha256 } = header.metadata;
  // The order of the bytes, which is the order they were hashed in.
  const places = [...header.tensors.values()].sort((first, second) => first.begin - second.begin);
  const descriptions = places.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
  const tensors: Checkpoint['tensors'] = new Map();
  for (const place of places) tensors.set(place.name, await readTensor(source, header, place));
  const hash = beginHash(told, descriptions);
  for (const piece of tensorPieces(tensors)) {
    hash.update(piece);
    await setImmediate();
  }
  if (hash.digest('hex') !== sha256) throw new FormatError('its hash does not fit its content');
  return { step, metadata, tensors };
}

function beginHash(told: string, descriptions: readonly TensorDescription[]) {
  return createHash('sha256').update(told).update(JSON.stringify(descriptions));
}

/** The tensors' bytes in pieces of their own: neither hashing nor writing takes shared memory. */
function* tensorPieces(tensors: Checkpoint['tensors']): Generator<Uint8Array> {
  for (const { buffer, byteOffset, byteLength } of tensors.values()) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let at = 0; at < byteLength; at += pieceBytes) {
      yield bytes.slice(at, at + pieceBytes);
    }
  }
}

const toldSchema = z.strictObject({
  formatVersion: z.literal(checkpointVersion),
  step: z.number().int().min(0),
  metadata: z.json(),
});

function parseTold(told: string): Pick<Checkpoint, 'step' | 'metadata'> {
  const value = parseStrictJson(told);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const version = isObject ? value['formatVersion'] : null;
  if (typeof version === 'number' && version > checkpointVersion) {
    throw new EngineError(
      'library-too-new',
      `The checkpoint was written by a newer Charloom: it has format ${version}, this one reads up to ` +
        `${checkpointVersion}. Update Charloom to go on with it; nothing was changed.`,
      { details: { version, supported: checkpointVersion } },
    );
  }
  const parsed = toldSchema.safeParse(value);
  if (!parsed.success) throw new FormatError('its description is not valid');
  return parsed.data;
}
