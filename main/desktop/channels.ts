// The channels between the window's preload script and main: names and types, shared by both. Types only,
// because the preload script is sandboxed and holds nothing but itself.

import type { FileGrant, FolderGrant, MenuCommand, OpenedFiles } from '../../app/contract/shell.ts';

export type Language = 'en' | 'zh-CN';

/** A file, and what people see of it: its name, or its way from the folder that they chose. */
export interface NamedPath {
  path: string;
  name: string;
}

/** What the preload script may ask of main; each takes one request, or nothing, and is answered. */
export type ShellRequests = {
  'shell.pickTexts': () => FileGrant[];
  'shell.pickFolder': () => FolderGrant | null;
  'shell.pickModel': () => FileGrant | null;
  /** Files that a person dropped; only the preload script can learn their paths from Electron. */
  'shell.openDropped': (files: NamedPath[]) => FileGrant[];
  'shell.pickSave': (suggestedName: string) => FileGrant | null;
  'shell.finishSave': (grant: string) => null;
  'shell.saveText': (request: { suggestedName: string; text: string }) => boolean;
  'shell.copyText': (text: string) => null;
  'shell.setLanguage': (language: Language) => null;
  'shell.setProgress': (fraction: number | null) => null;
  /** The script is ready to listen; main answers with an 'engine.port' and what waited for it. */
  'shell.connect': () => null;
};

/** How a request comes back: with its reply, or with why there is none. */
export type ShellAnswer<Name extends keyof ShellRequests> =
  { value: ReturnType<ShellRequests[Name]> } | { failure: string };

/** What main tells the preload script. */
export type ShellEvents = {
  'shell.menuCommand': MenuCommand;
  'shell.filesOpened': OpenedFiles;
  /** Carries the message port to the engine. */
  'engine.port': null;
};
