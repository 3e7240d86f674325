// The carried states of all B streams in one flat array, as a checkpoint holds them: per layer the hidden
// states [B,H], then the cell states [B,H]. Each replica reads and writes the rows of its own streams.

import type { RecurrentState } from '../model/network.ts';

interface Streams {
  first: number;
  count: number;
}

/** Takes some streams' rows out of the states of all. */
export function readStateRows(
  states: Float32Array,
  layers: number[],
  batchSize: number,
  streams: Streams,
): RecurrentState[] {
  return placesOf(layers, batchSize, streams).map(({ hidden, cell, size }) => ({
    hidden: states.slice(hidden, hidden + size),
    cell: states.slice(cell, cell + size),
  }));
}

/** Puts some streams' rows into the states of all. */
export function writeStateRows(
  states: Float32Array,
  layers: number[],
  batchSize: number,
  streams: Streams,
  rows: RecurrentState[],
): void {
  placesOf(layers, batchSize, streams).forEach(({ hidden, cell }, layer) => {
    const row = rows[layer];
    if (!row) return;
    states.set(row.hidden, hidden);
    states.set(row.cell, cell);
  });
}

function placesOf(layers: number[], batchSize: number, { first, count }: Streams) {
  let offset = 0;
  return layers.map((H) => {
    const place = {
      hidden: offset + first * H,
      cell: offset + (batchSize + first) * H,
      size: count * H,
    };
    offset += 2 * batchSize * H;
    return place;
  });
}
