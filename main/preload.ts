// The sandboxed script between Electron and the page: gives the page a Shell and a Transport, plain functions
// and plain values. No event object and no Electron object ever reaches the page.

import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { RpcMessage, Transport } from '../app/contract/rpc.ts';
import type { MenuCommand, OpenedFiles, Shell } from '../app/contract/shell.ts';
import type { ShellAnswer, ShellEvents, ShellRequests } from './desktop/channels.ts';

/** The page's end of a message channel, as browsers have it. */
interface PagePort {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  addEventListener(event: 'close', listener: () => void): void;
}

async function ask<Name extends keyof ShellRequests>(
  channel: Name,
  ...request: Parameters<ShellRequests[Name]>
): Promise<ReturnType<ShellRequests[Name]>> {
  const answer = (await ipcRenderer.invoke(channel, ...request)) as ShellAnswer<Name>;
  if ('failure' in answer) throw new Error(answer.failure);
  return answer.value;
}

/** Keeps what comes before the first listener, for that listener. */
function listenTo<Name extends 'shell.menuCommand' | 'shell.filesOpened'>(event: Name) {
  type Payload = ShellEvents[Name];
  const listeners = new Set<(payload: Payload) => void>();
  let early: Payload[] = [];
  ipcRenderer.on(event, (_event, payload: Payload) => {
    if (listeners.size === 0) early.push(payload);
    for (const listener of listeners) listener(payload);
  });
  return (listener: (payload: Payload) => void) => {
    listeners.add(listener);
    for (const payload of early) listener(payload);
    early = [];
    return () => void listeners.delete(listener);
  };
}

function createTransport(): Transport {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  let held: RpcMessage[] = [];
  let port: PagePort | null = null;
  /** A port keeps what comes until somebody listens: nothing is lost while the page still loads. */
  const startListening = (opened: PagePort) => {
    opened.onmessage = ({ data }) => {
      for (const listener of listeners) listener(data);
    };
  };
  ipcRenderer.once('engine.port', (event) => {
    port = event.ports[0] as PagePort;
    if (listeners.length > 0) startListening(port);
    port.addEventListener('close', () => {
      for (const closer of closers) closer();
    });
    for (const message of held) port.postMessage(message);
    held = [];
  });
  return {
    post(message) {
      if (port) port.postMessage(message);
      else held.push(message);
    },
    on(listener) {
      if (listeners.push(listener) === 1 && port) startListening(port);
    },
    onClose: (listener) => void closers.push(listener),
  };
}

const onMenuCommand = listenTo('shell.menuCommand');
const onFilesOpened = listenTo('shell.filesOpened');

const shell: Shell = {
  kind: 'desktop',
  platform:
    process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
  pickTexts: () => ask('shell.pickTexts'),
  pickFolder: () => ask('shell.pickFolder'),
  pickModel: () => ask('shell.pickModel'),
  openDropped: (files, names) =>
    ask(
      'shell.openDropped',
      files
        .map((file, at) => {
          const path = webUtils.getPathForFile(file as File);
          return { path, name: names[at] ?? (file as File).name };
        })
        // A File that the page made itself, not one that was dropped, has no path.
        .filter(({ path }) => path !== ''),
    ),
  pickSave: (suggestedName) => ask('shell.pickSave', suggestedName),
  finishSave: async ({ grant }) => void (await ask('shell.finishSave', grant)),
  saveText: (suggestedName, text) => ask('shell.saveText', { suggestedName, text }),
  copyText: async (text) => void (await ask('shell.copyText', text)),
  onMenuCommand: (listener: (command: MenuCommand) => void) => onMenuCommand(listener),
  onFilesOpened: (listener: (opened: OpenedFiles) => void) => onFilesOpened(listener),
  setLanguage: (language) => void ask('shell.setLanguage', language),
  setProgress: (fraction) => void ask('shell.setProgress', fraction),
};

contextBridge.exposeInMainWorld('charloomDesktop', { shell, transport: createTransport() });
void ask('shell.connect');
