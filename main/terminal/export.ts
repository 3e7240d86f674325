// charloom export: a model of the library as one file to keep or to give away.

import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { findModel, withEngine } from './models-at-hand.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Writes a model's best weights and all that belongs to them to a .safetensors file. */
export async function runExport(
  context: CommandContext,
  reference: string,
  options: { output: string },
): Promise<void> {
  const { console, messages } = context;
  const path = resolve(options.output);
  const folder = dirname(path);
  await stat(folder).catch((cause: unknown) => {
    throw new SaidError('library-unwritable', messages.noSuchFile(folder), { cause });
  });
  await withEngine(context, async (engine) => {
    const { id, name } = await findModel(context, engine, reference);
    const { grant } = await engine.grant({ path, mode: 'write', name: basename(path) });
    const { sizeBytes } = await engine.client.call('model.export', { model: id, grant });
    console.emit('exported', { model: id, name, file: path, sizeBytes });
    console.print(messages.exported(withoutControls(name), options.output, sizeBytes));
  });
}
