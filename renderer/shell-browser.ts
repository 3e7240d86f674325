// What a browser tab can do for its window: pick files through the page, hand them to the server's side
// as uploads, and take what was written as a download. Knows no method of the engine.

import { EngineError, fromWireError, type WireError } from '../app/contract/errors.ts';
import type { FileGrant, Shell } from '../app/contract/shell.ts';
import { textExtensions } from '../app/contract/text-files.ts';
import { openFolder, type FoundFile } from './dropped-files.ts';

/** A form of another site cannot set it, so the server takes no file without it. */
const ownHeader = { 'X-Charloom': '1' };

const textKinds = ['text/*', ...textExtensions.map((ending) => `.${ending}`)].join(',');

/** The shell of a browser tab; tells which file it is handing over, and null when it is done. */
export function createBrowserShell(onUpload: (name: string | null) => void): Shell {
  const title = document.title;
  const upload = async (files: readonly FoundFile[]): Promise<FileGrant[]> => {
    const grants: FileGrant[] = [];
    try {
      for (const { file, path } of files) {
        onUpload(file.name);
        grants.push(await post(`/files?name=${encodeURIComponent(path)}`, file));
      }
    } finally {
      onUpload(null);
    }
    return grants;
  };
  return {
    kind: 'browser',
    platform: platformOf(navigator.userAgent),
    pickTexts: async () => upload(byName(await pickFiles({ accept: textKinds, many: true }))),
    async pickFolder() {
      const files = await pickFiles({ isFolder: true });
      const [first] = files;
      if (first === undefined) return null;
      const opened = openFolder(files.map((file) => ({ file, path: pathIn(file) })));
      return {
        name: first.webkitRelativePath.split('/')[0] ?? '',
        files: await upload(opened.files),
        skipped: opened.skipped,
      };
    },
    async pickModel() {
      const files = await pickFiles({ accept: '.safetensors', many: false });
      return (await upload(byName(files)))[0] ?? null;
    },
    openDropped: (files, names) =>
      upload(
        byName(files.filter((file) => file instanceof File)).map((found, at) => ({
          ...found,
          path: names[at] ?? found.path,
        })),
      ),
    pickSave: (suggestedName) => post(`/files/save?name=${encodeURIComponent(suggestedName)}`),
    async finishSave({ grant, name }) {
      startDownload(`/files/${encodeURIComponent(grant)}`, name);
    },
    async saveText(suggestedName, text) {
      const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
      startDownload(address, suggestedName);
      // The download has its own hold on the blob once it began; a minute is ample.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      return true;
    },
    copyText: (text) => navigator.clipboard.writeText(text),
    onMenuCommand: () => () => undefined,
    setLanguage: () => undefined,
    setProgress(fraction) {
      document.title = fraction === null ? title : `${Math.floor(fraction * 100)} % – ${title}`;
    },
  };
}

function platformOf(userAgent: string): Shell['platform'] {
  if (/Mac|iPhone|iPad/.test(userAgent)) return 'darwin';
  return userAgent.includes('Windows') ? 'win32' : 'linux';
}

/** Files that were chosen one by one. */
function byName(files: readonly File[]): FoundFile[] {
  return files.map((file) => ({ file, path: file.name }));
}

/** A file's way from the folder that was picked. */
function pathIn(file: File): string {
  return file.webkitRelativePath.split('/').slice(1).join('/');
}

function pickFiles(what: { accept: string; many: boolean } | { isFolder: true }): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  if ('isFolder' in what) input.webkitdirectory = true;
  else Object.assign(input, { accept: what.accept, multiple: what.many });
  input.hidden = true;
  document.body.append(input);
  return new Promise<File[]>((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  }).finally(() => input.remove());
}

async function post(address: string, body?: Blob): Promise<FileGrant> {
  let response: Response;
  try {
    response = await fetch(address, { method: 'POST', headers: ownHeader, body: body ?? null });
  } catch (error: unknown) {
    throw new EngineError('engine-lost', 'The file could not be handed over. Try again.', {
      cause: error,
    });
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as FileGrant;
  if (isWireError(answer)) throw fromWireError(answer);
  throw new EngineError('internal', `The server refused the file (${response.status}).`);
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'code' in value && 'details' in value;
}

function startDownload(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
