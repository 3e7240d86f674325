// The few functions of tfjs-node's native addon that the engine calls, and how the addon is loaded.
// Everything above works on tensor ids: tfjs's own tensors, kernels and memory management are left alone.

import { createRequire } from 'node:module';
import util from 'node:util';
import { EngineError } from '../contract/errors.ts';

/** One attribute of an op call, as the addon reads it. */
export interface NativeAttribute {
  name: string;
  /** One of the TF_ATTR_ kinds. */
  type: number;
  value: number | boolean | string;
}

/** What the addon exports, as far as the engine uses it. */
export interface NativeBinding {
  executeOp(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): { id: number }[];
  createTensor(
    shape: readonly number[],
    type: number,
    values: Float32Array | Int32Array | Uint8Array,
  ): number;
  tensorDataSync(tensor: number): Float32Array | Int32Array | BigInt64Array | Uint8Array;
  deleteTensor(tensor: number): void;
  getNumOfTensors(): number;
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
}

/**
 * Loads native TensorFlow into this thread, as quietly as it can be: newer libraries still write two lines
 * to stderr before they read any setting, so whoever starts the engine keeps its stderr for the log.
 */
export function loadBinding(): NativeBinding {
  // Read by the library once, when it is loaded: only fatal errors are to be logged.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  // tfjs-node 4.22 calls util.isNullOrUndefined, which Node 22 deprecates and Node 23 no longer has.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });

  const warnsOfDeprecation = process.noDeprecation;
  process.noDeprecation = true; // tfjs requires Node's own punycode, which newer Nodes complain of
  try {
    const require = createRequire(import.meta.url);
    const tfjs = require('@tensorflow/tfjs-node') as { backend(): { binding: NativeBinding } };
    return tfjs.backend().binding;
  } catch (cause: unknown) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new EngineError(
      'tensorflow-missing',
      `Native TensorFlow could not be loaded (${reason}). Run \`npm run setup\` to put it in place.`,
      { details: { reason }, cause },
    );
  } finally {
    process.noDeprecation = warnsOfDeprecation ?? false;
  }
}
