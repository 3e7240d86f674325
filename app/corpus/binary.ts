// Tells text from what is not: by the share of NUL and other control characters in it.

import { binaryError } from './corpus-errors.ts';

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
