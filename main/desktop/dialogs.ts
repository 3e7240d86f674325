// The native dialogs: texts and models to open, places to save, and the question before training is left.
// What a person picks is granted to the engine; paths end here.

import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { FileGrant, FolderGrant } from '../../app/contract/shell.ts';
import { textExtensions } from '../../app/contract/text-files.ts';
import type { EngineHost } from '../engine-host.ts';
import { findTexts } from '../text-folder.ts';
import type { NamedPath } from './channels.ts';
import type { Messages } from './messages.ts';

export interface DialogContext {
  window: BrowserWindow;
  host: EngineHost;
  messages: Messages;
}

/** Lets a person choose texts; empty when they cancelled. */
export async function pickTexts({ window, host, messages }: DialogContext): Promise<FileGrant[]> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: messages.pickTexts,
    filters: [
      { name: messages.textFiles, extensions: [...textExtensions] },
      { name: messages.allFiles, extensions: ['*'] },
    ],
    properties: ['openFile', 'multiSelections'],
  });
  return grantFiles(host, filePaths);
}

/** Lets a person choose a folder and opens the texts in it; null when they cancelled. */
export async function pickFolder({
  window,
  host,
  messages,
}: DialogContext): Promise<FolderGrant | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: messages.pickFolder,
    properties: ['openDirectory'],
  });
  const [folder] = filePaths;
  if (folder === undefined) return null;
  const { files, skipped } = await findTexts(folder);
  return { name: basename(folder), files: await grantNamed(host, files), skipped };
}

/** Lets a person choose one model file; null when they cancelled. */
export async function pickModel({
  window,
  host,
  messages,
}: DialogContext): Promise<FileGrant | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: messages.pickModel,
    filters: [
      { name: messages.modelFiles, extensions: ['safetensors'] },
      { name: messages.allFiles, extensions: ['*'] },
    ],
    properties: ['openFile'],
  });
  const [grant] = await grantFiles(host, filePaths);
  return grant ?? null;
}

/** Asks for a place that the engine may write to; null when the person cancelled. */
export async function pickSave(
  context: DialogContext,
  suggestedName: string,
): Promise<FileGrant | null> {
  const path = await askForPlace(context, suggestedName);
  if (path === null) return null;
  return context.host.grant({ path, mode: 'write', name: basename(path) });
}

/** Saves a text where the person says; false when they cancelled. */
export async function saveText(
  context: DialogContext,
  suggestedName: string,
  text: string,
): Promise<boolean> {
  const path = await askForPlace(context, suggestedName);
  if (path === null) return false;
  await writeFile(path, text, 'utf8');
  return true;
}

/** Asks before training is paused to quit; the safe answer is the default. */
export async function confirmQuit(window: BrowserWindow, messages: Messages): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: messages.quitQuestion,
    detail: messages.quitDetail,
    buttons: [messages.pauseAndQuit, messages.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** Opens files to the engine, in their order. */
export function grantFiles(host: EngineHost, paths: readonly string[]): Promise<FileGrant[]> {
  return grantNamed(
    host,
    paths.map((path) => ({ path, name: basename(path) })),
  );
}

/** Opens files to the engine under names of their own, in their order. */
export function grantNamed(host: EngineHost, files: readonly NamedPath[]): Promise<FileGrant[]> {
  return Promise.all(files.map(({ path, name }) => host.grant({ path, mode: 'read', name })));
}

async function askForPlace(
  { window, messages }: Pick<DialogContext, 'window' | 'messages'>,
  suggestedName: string,
): Promise<string | null> {
  const name = suggestedName.replace(/[\p{Cc}\\/:*?"<>|]/gu, ' ').trim();
  const { filePath } = await dialog.showSaveDialog(window, {
    title: messages.pickSave,
    defaultPath: name || 'charloom',
    filters: filtersFor(extname(name), messages),
  });
  return filePath || null;
}

function filtersFor(extension: string, messages: Messages): FileFilter[] {
  const name = extension === '.safetensors' ? messages.modelFiles : messages.textFiles;
  const all = { name: messages.allFiles, extensions: ['*'] };
  return extension ? [{ name, extensions: [extension.slice(1)] }, all] : [all];
}
