// Memory that several threads see and that TensorFlow can read in place. Knows nothing of what lies in it.

const pageFloats = 1024; // 4096 bytes

/**
 * Allocates floats, all zero, at a page's start. Only a growable buffer is sure to begin there; an ordinary
 * one begins wherever the heap has room, and TensorFlow copies what is not aligned to 64 bytes.
 */
export function allocateShared(floats: number): Float32Array<SharedArrayBuffer> {
  const bytes =
    Math.max(1, Math.ceil(floats / pageFloats)) * pageFloats * Float32Array.BYTES_PER_ELEMENT;
  const buffer = new SharedArrayBuffer(bytes, { maxByteLength: bytes });
  return new Float32Array(buffer, 0, floats);
}

/** Arrays in one WebAssembly memory, so that kernels of all threads compute in them. */
export interface SharedArrays {
  /** A WebAssembly.Memory; it may be posted to other threads, as the arrays may. */
  memory: object;
  /** Each at a page's start; its address is its offset in the buffer. */
  arrays: Float32Array<SharedArrayBuffer>[];
}

/** What is used of WebAssembly, which TypeScript declares only together with the DOM. */
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number; shared: true }) => {
    buffer: SharedArrayBuffer;
  };
};

const wasmPageBytes = 65_536;
/** Engines give a memory of 2 GiB reliably, of more not everywhere. */
const mostBytes = 2 ** 31;

/** Allocates so many arrays of so many floats each, all zero; null where one memory cannot hold them. */
export function allocateSharedArrays(count: number, floats: number): SharedArrays | null {
  const arrayBytes = Math.ceil(floats / pageFloats) * pageFloats * Float32Array.BYTES_PER_ELEMENT;
  const pages = Math.max(1, Math.ceil((count * arrayBytes) / wasmPageBytes));
  if (pages * wasmPageBytes >= mostBytes) return null;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const arrays = Array.from(
    { length: count },
    (_, index) => new Float32Array(memory.buffer, index * arrayBytes, floats),
  );
  return { memory, arrays };
}
