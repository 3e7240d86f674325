// How the lines of up to eight layers differ: by colour, and where colours return, by dash.

import type { ChartLine } from './chart-options.ts';

const colours = ['--indigo', '--seal', '--moss', '--amber'];
const dashes = [undefined, [7, 3], [3, 3], [9, 3, 2, 3], [12, 4], [5, 2, 2, 2], [2, 2], [1, 4]];

/** One line for each layer, none like another, also without colours. */
export function layerLines(layers: number): Omit<ChartLine, 'label'>[] {
  return Array.from({ length: layers }, (_, layer) => {
    const colour = colours[layer % colours.length] ?? '--ink';
    const dash = dashes[layer % dashes.length];
    return { colour, width: 2, ...(dash === undefined ? {} : { dash }) };
  });
}
