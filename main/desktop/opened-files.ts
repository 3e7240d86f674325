// Files that a person opens with Charloom from outside: named when it is started, once more or for the first
// time, or handed over by macOS. They wait here until the page can take them.

import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenedFiles } from '../../app/contract/shell.ts';

/** The files among the arguments of a start; options and the app's own folder are none. */
export function filesAmong(args: readonly string[], workingFolder: string): string[] {
  return args
    .slice(1)
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) =>
      argument.startsWith('file://') ? pathOf(argument) : resolve(workingFolder, argument),
    )
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** Linux desktops may name a file by its address; one on another machine is none of ours. */
function pathOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch {
    return '';
  }
}

/** Parts files by what the page does with them: each model by itself, all texts together. */
export function sortOpened(
  paths: readonly string[],
): { kind: OpenedFiles['kind']; paths: string[] }[] {
  const isModel = (path: string) => extname(path).toLowerCase() === '.safetensors';
  const texts = paths.filter((path) => !isModel(path));
  return [
    ...paths.filter(isModel).map((path) => ({ kind: 'model' as const, paths: [path] })),
    ...(texts.length > 0 ? [{ kind: 'texts' as const, paths: texts }] : []),
  ];
}
