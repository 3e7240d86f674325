// charloom import: a model file becomes a model of the library.

import { importModel, withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Keeps the model of a .safetensors file. */
export async function runImport(
  context: CommandContext,
  file: string,
  options: { name?: string },
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const { id, name } = await importModel(engine, file, options.name);
    console.emit('imported', { model: id, name });
    console.print(messages.imported(withoutControls(name), id));
  });
}
