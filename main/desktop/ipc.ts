// The one way in from the window: every request passes the sender check and its schema before a handler sees it.

import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { ShellAnswer, ShellRequests } from './channels.ts';
import { findSenderFault } from './origin.ts';

type Channel = keyof ShellRequests;
type Handler<Name extends Channel> = (
  request: Parameters<ShellRequests[Name]>[0],
  event: IpcMainInvokeEvent,
) => ReturnType<ShellRequests[Name]> | Promise<ReturnType<ShellRequests[Name]>>;

export type ShellHandlers = { [Name in Channel]: Handler<Name> };

/** Longer than any path that a system takes. */
const path = z.string().min(1).max(32_768);
const fileName = z.string().max(1_000);
/** A saved or copied text; beyond this nobody reads it. */
const text = z.string().max(64_000_000);

const schemas: { [Name in Channel]: z.ZodType<Parameters<ShellRequests[Name]>[0]> } = {
  'shell.pickTexts': z.undefined(),
  'shell.pickFolder': z.undefined(),
  'shell.pickModel': z.undefined(),
  'shell.openDropped': z.array(z.strictObject({ path, name: path })).max(10_000),
  'shell.pickSave': fileName,
  'shell.finishSave': z.string().max(80),
  'shell.saveText': z.strictObject({ suggestedName: fileName, text }),
  'shell.copyText': text,
  'shell.setLanguage': z.enum(['en', 'zh-CN']),
  'shell.setProgress': z.number().min(0).max(1).nullable(),
  'shell.connect': z.undefined(),
};

/** Opens all channels to the window. */
export function openChannels(handlers: ShellHandlers, log: (line: string) => void): void {
  for (const name of Object.keys(schemas) as Channel[]) open(name, handlers[name], log);
}

function open<Name extends Channel>(
  name: Name,
  handler: Handler<Name>,
  log: (line: string) => void,
): void {
  ipcMain.handle(name, async (event, request: unknown): Promise<ShellAnswer<Name>> => {
    const fault = findSenderFault(event);
    if (fault !== null) {
      log(`A message on ${name} was refused: ${fault}.`);
      throw new Error('Only Charloom’s own page may ask this.');
    }
    const parsed = schemas[name].safeParse(request);
    if (!parsed.success) throw new Error(`The request ${name} is not valid.`);
    try {
      return { value: await handler(parsed.data, event) };
    } catch (error: unknown) {
      log(
        `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      // Electron would put words of its own before a thrown one; this the page shows where the person asked.
      return { failure: error instanceof Error ? error.message : String(error) };
    }
  });
}
