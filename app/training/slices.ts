// How a replica's slice of the flat buffers falls into the parameters that lie in it.

import type { ParameterLayout } from '../model/parameters.ts';

/** A stretch of one parameter. */
export interface SlicePart {
  start: number;
  end: number;
  /** Biases are never decayed, the GRU's pair of them included. */
  isDecayed: boolean;
  /** The recurrent layer that it belongs to; null for embedding, head and output. */
  layer: number | null;
}

/** The parts of [start, end) in order; padding belongs to none. */
export function sliceParts(layout: ParameterLayout, start: number, end: number): SlicePart[] {
  return layout.entries
    .map(({ name, offset, size }) => {
      const layer = /^(?:lstm|gru|rnn)_(\d+)\//.exec(name)?.[1];
      return {
        start: Math.max(start, offset),
        end: Math.min(end, offset + size),
        isDecayed: !name.endsWith('/bias'),
        layer: layer === undefined ? null : Number(layer),
      };
    })
    .filter((part) => part.start < part.end);
}
