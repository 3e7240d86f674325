// Inverted dropout (Srivastava et al. 2014): masks of 0 and 1/(1-rate), so that nothing changes without it.
// A mask comes from counters keyed by seed, step, layer, stream and place in the window: however the
// batch's streams are shared out among replicas, each stream gets the same mask.

import { hash32, mix32 } from './random.ts';

/** Which mask it is. Rows are streams: row b of the mask is stream `firstStream + b` of the whole batch. */
export interface DropoutKey {
  seed: number;
  step: number;
  layer: number;
  firstStream: number;
}

/** Sizes of a mask [T,B,H]. */
export interface MaskSize {
  T: number;
  B: number;
  H: number;
}

/** Fills a mask [T,B,H]: 0 with probability `rate` (to 1/65,536), else 1/(1-rate). */
export function fillDropoutMask(
  mask: Float32Array,
  rate: number,
  { key, size: { T, B, H } }: { key: DropoutKey; size: MaskSize },
): void {
  const threshold = Math.round(rate * 0x1_0000);
  const kept = 1 / (1 - threshold / 0x1_0000);
  const maskKey = mix32(hash32(mix32(key.seed), key.step) + key.layer);
  for (let b = 0; b < B; b++) {
    const streamKey = hash32(maskKey, key.firstStream + b);
    for (let t = 0; t < T; t++) {
      const placeKey = hash32(streamKey, t);
      const start = (t * B + b) * H;
      // Each random word serves two units, 16 bits each. The sign of the difference from the threshold is
      // taken by a shift: a branch would be guessed wrong at every second unit.
      for (let unit = 0; unit < H; unit += 2) {
        const word = mix32(placeKey + Math.imul(unit, 0x9e3779b9));
        mask[start + unit] = kept * (1 + (((word & 0xffff) - threshold) >> 31));
        if (unit + 1 < H) mask[start + unit + 1] = kept * (1 + (((word >>> 16) - threshold) >> 31));
      }
    }
  }
}
