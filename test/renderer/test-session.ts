// A window's state over the fake engine, without a window: for tests of the state classes.
// Messages go through a structured clone, as on a desktop's port, so that nothing proxied slips through.

import { createMemoryPair, type Transport } from '../../app/contract/rpc.ts';
import type { FileGrant, FolderGrant, Shell } from '../../app/contract/shell.ts';
import { EngineLink } from '../../renderer/state/engine.svelte.ts';
import { Language } from '../../renderer/state/language.svelte.ts';
import { Session } from '../../renderer/state/session.svelte.ts';
import type { Later } from '../../renderer/state/later.ts';
import type { Store } from '../../renderer/state/store.ts';
import { Theme } from '../../renderer/state/theme.svelte.ts';
import { FakeEngine } from './fake-engine.ts';

/** Choices kept in memory. */
export function memoryStore(entries: Record<string, string> = {}): Store {
  const kept = new Map(Object.entries(entries));
  return { get: (key) => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value) };
}

/** A shell that picks what the test lays out for it. */
export class FakeShell implements Shell {
  kind: Shell['kind'] = 'desktop';
  readonly platform = 'linux';
  texts: FileGrant[] = [];
  model: FileGrant | null = null;
  place: FileGrant | null = { grant: 'place-1', name: 'saved.safetensors', sizeBytes: 0 };
  saved: { name: string; text: string }[] = [];
  finished: FileGrant[] = [];
  copied = '';
  pickTexts = async () => this.texts;
  folder: FolderGrant | null = null;
  pickFolder = async () => this.folder;
  pickModel = async () => this.model;
  /** Files that were handed over, with their texts. */
  handed: File[] = [];
  openDropped = async (files: readonly object[], names: readonly string[]) =>
    files.map((file, at) => {
      const { name } = file as File;
      this.handed.push(file as File);
      return { grant: name.replace('.', '-'), name: names[at] ?? name, sizeBytes: 1 };
    });
  pickSave = async () => this.place;
  finishSave = async (grant: FileGrant) => void this.finished.push(grant);
  saveText = async (name: string, text: string) => this.saved.push({ name, text }) > 0;
  copyText = async (text: string) => void (this.copied = text);
  onMenuCommand = () => () => undefined;
  setLanguage = () => undefined;
  setProgress = () => undefined;
}

/** Everything that a test of the state needs. */
export interface TestSession {
  engine: FakeEngine;
  session: Session;
  shell: FakeShell;
  /** Breaks the connection. */
  disconnect: () => void;
  /** Runs what waits for a time to pass. */
  runTimers: () => void;
  /** Lets messages arrive. */
  settle: () => Promise<void>;
}

/** Opens a session over an engine, connected and read. */
export async function openTestSession(
  prepare?: (engine: FakeEngine) => void,
): Promise<TestSession> {
  const engine = new FakeEngine();
  prepare?.(engine);
  const shell = new FakeShell();
  const store = memoryStore();
  let timers: (() => void)[] = [];
  const later: Later = (action) => {
    timers.push(action);
    return () => (timers = timers.filter((each) => each !== action));
  };
  let close = () => undefined as void;
  const open = async (): Promise<Transport> => {
    const [near, far] = createMemoryPair();
    engine.attach(far);
    close = () => near.close();
    return { ...near, post: (message) => near.post(structuredClone(message)) };
  };
  const link = new EngineLink(open, later);
  const session = new Session({
    engine: link,
    shell,
    store,
    language: new Language('en-GB', store),
    theme: new Theme(store, { matches: false, addEventListener: () => undefined }),
    later,
  });
  await link.connect();
  await settle();
  return {
    engine,
    session,
    shell,
    disconnect: () => close(),
    runTimers: () => timers.splice(0).forEach((timer) => timer()),
    settle,
  };
}

/** Everything here travels on microtasks; one turn of the event loop lets them all run out. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
