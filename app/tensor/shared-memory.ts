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
