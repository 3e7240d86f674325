// The few choices that a window remembers on this computer. A refused storage forgets, and nothing breaks.

/** Remembered choices by key. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** Remembers in the window's own storage; where that is refused, until the window closes. */
export function openStore(): Store {
  const memory = new Map<string, string>();
  return {
    get(key) {
      try {
        return window.localStorage.getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        window.localStorage.setItem(key, value);
      } catch (error: unknown) {
        console.warn('This choice is remembered until the window closes.', error);
      }
    },
  };
}
