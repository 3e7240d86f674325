// The carried states of all B streams in one flat array, as a checkpoint holds them: per layer the hidden
// states [B,H], then, for an LSTM, the cell states [B,H]. Each replica reads and writes the rows of its own streams.

import type { ModelConfiguration } from '../contract/model.ts';
import type { RecurrentState } from '../model/network.ts';

/** Which rows of which states. */
export interface StateRows {
  configuration: Pick<ModelConfiguration, 'cell' | 'layers'>;
  /** B, of the whole batch. */
  batchSize: number;
  /** The first stream and their number. */
  first: number;
  count: number;
}

/** Takes some streams' rows out of the states of all. */
export function readStateRows(states: Float32Array, rows: StateRows): RecurrentState[] {
  return placesOf(rows).map(({ hidden, cell, size, cellSize }) => ({
    hidden: states.slice(hidden, hidden + size),
    cell: states.slice(cell, cell + cellSize),
  }));
}

/** Puts some streams' rows into the states of all. */
export function writeStateRows(
  states: Float32Array,
  rows: StateRows,
  layers: readonly RecurrentState[],
): void {
  placesOf(rows).forEach(({ hidden, cell, cellSize }, layer) => {
    const state = layers[layer];
    if (!state) return;
    states.set(state.hidden, hidden);
    if (cellSize > 0) states.set(state.cell, cell);
  });
}

function placesOf({ configuration, batchSize, first, count }: StateRows) {
  const hasCell = configuration.cell === 'lstm';
  let offset = 0;
  return configuration.layers.map((H) => {
    const place = {
      hidden: offset + first * H,
      cell: offset + (batchSize + first) * H,
      size: count * H,
      cellSize: hasCell ? count * H : 0,
    };
    offset += (hasCell ? 2 : 1) * batchSize * H;
    return place;
  });
}
