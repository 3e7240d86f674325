// Tells text from what is not: by the share of NUL and other control characters in it.

import { binaryError } from './corpus-errors.ts';

/** Bytes at a file's start that are looked at before anything is decoded. */
export const sampleBytes = 65_536;

/** Text in UTF-16 has NUL in every second byte, programs in many; a stray one in a text is let through. */
const maximumNulShare = 0.01;

/** Text with colour codes stays below; compressed bytes have 28 of 256, about 11 %. */
const maximumControlShare = 0.05;

/** Control characters but tab, line ends and form feed. */
export function isControl(codePoint: number): boolean {
  if (codePoint >= 0x20) return codePoint === 0x7f;
  return codePoint < 0x09 || codePoint === 0x0b || codePoint > 0x0d;
}

/** Refuses what holds more controls than a text does, with both shares. */
export function refuseBinary(name: string, nul: number, control: number, total: number): void {
  const nulShare = nul / Math.max(1, total);
  const controlShare = control / Math.max(1, total);
  if (nulShare > maximumNulShare || controlShare > maximumControlShare) {
    throw binaryError(name, nulShare, controlShare);
  }
}

/** The same for undecoded bytes; in UTF-8 controls are single bytes. */
export function refuseBinaryBytes(name: string, bytes: Uint8Array): void {
  let nul = 0;
  let control = 0;
  for (const byte of bytes) {
    if (byte === 0) nul++;
    if (isControl(byte)) control++;
  }
  refuseBinary(name, nul, control, bytes.length);
}

/** What a file that is not UTF-8 seems to be, by its first bytes; null when they tell nothing. */
export function guessEncoding(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'UTF-16 (little-endian)';
  if (first === 0xfe && second === 0xff) return 'UTF-16 (big-endian)';
  return null;
}
