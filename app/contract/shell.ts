// What a face offers its window beside the engine: files that a person picks, the menu, the language.
// The preload script (Electron) and the browser's own script implement it; the renderer knows only this.

import type { SkippedFile } from './text-files.ts';

/** A file that a person chose, opened to the engine; the window never learns its path. */
export interface FileGrant {
  grant: string;
  name: string;
  sizeBytes: number;
}

/** What was found in a folder; each file is named by its way from there. */
export interface FolderGrant {
  name: string;
  files: FileGrant[];
  skipped: SkippedFile[];
}

/** Files that a person opened with Charloom from outside its window. */
export interface OpenedFiles {
  kind: 'texts' | 'model';
  files: FileGrant[];
}

export type MenuCommand =
  | 'open-texts'
  | 'open-model'
  | 'save-model'
  | 'save-text'
  | 'go-texts'
  | 'go-train'
  | 'go-write'
  | 'write-on'
  | 'stop-writing';

/** Implemented once for Electron and once for the browser. */
export interface Shell {
  kind: 'desktop' | 'browser';
  platform: 'linux' | 'darwin' | 'win32';
  /** Lets the person pick text files; empty when they cancelled. */
  pickTexts(): Promise<FileGrant[]>;
  /** Lets the person pick a folder and opens the texts in it, at any depth; null when they cancelled. */
  pickFolder(): Promise<FolderGrant | null>;
  pickModel(): Promise<FileGrant | null>;
  /**
   * Opens files that were dropped on the window; each is a `File` of the DOM, which this layer does not know. `names`
   * are their ways from the folders that they were dropped in.
   */
  openDropped(files: readonly object[], names: readonly string[]): Promise<FileGrant[]>;
  /** Asks for a place to write; null when the person cancelled. */
  pickSave(suggestedName: string): Promise<FileGrant | null>;
  /** Called when the engine has written to a place of `pickSave`; in a browser this starts the download. */
  finishSave(grant: FileGrant): Promise<void>;
  /** Saves a text as a file; false when the person cancelled. */
  saveText(suggestedName: string, text: string): Promise<boolean>;
  copyText(text: string): Promise<void>;
  /** Commands of the native menu; returns the function that stops listening. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /**
   * Files that came from outside the window: by a double click, by "Open with", by a second start.
   * Only a desktop has it; what came before the first listener is kept for it.
   */
  onFilesOpened?(listener: (opened: OpenedFiles) => void): () => void;
  /** Tells the face which language its menu, dialogs and title should use. */
  setLanguage(language: 'en' | 'zh-CN'): void;
  /** Shows progress in the window's title and the task bar; null when nothing is running. */
  setProgress(fraction: number | null): void;
}
