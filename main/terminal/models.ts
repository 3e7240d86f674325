// charloom models: the models of the library, one a line.

import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { displayWidth, padWidth, withoutControls } from './text-width.ts';

/** Lists the models, newest first. */
export async function runModels(context: CommandContext): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async ({ client }) => {
    const models = await client.call('model.list');
    for (const model of models) console.emit('model', model);
    if (console.isJson) return;
    if (models.length === 0) return console.print(messages.noModels);
    const rows = [
      messages.modelColumns,
      ...models.map((model) => messages.modelRow({ ...model, name: withoutControls(model.name) })),
    ];
    rows.forEach((row, place) => {
      const line = row.map((cell, column) => padWidth(cell, columnWidth(rows, column))).join('  ');
      console.print(place === 0 ? console.colours.dim(line.trimEnd()) : line.trimEnd());
    });
  });
}

function columnWidth(rows: readonly string[][], column: number): number {
  return Math.max(...rows.map((row) => displayWidth(row[column] ?? '')));
}
