// Light or dark, by the system or by choice, remembered. Knows no colour.

import type { Store } from './store.ts';

export type ThemeChoice = 'auto' | 'light' | 'dark';

const storeKey = 'charloom.theme';

/** The choice, and what it comes to now. */
export class Theme {
  choice = $state<ThemeChoice>('auto');
  systemIsDark = $state(false);
  readonly isDark = $derived(this.choice === 'auto' ? this.systemIsDark : this.choice === 'dark');
  readonly #store: Store;

  constructor(store: Store, system: Pick<MediaQueryList, 'matches' | 'addEventListener'>) {
    this.#store = store;
    const kept = store.get(storeKey);
    if (kept === 'light' || kept === 'dark') this.choice = kept;
    this.systemIsDark = system.matches;
    system.addEventListener('change', (event) => (this.systemIsDark = event.matches));
  }

  /** Changes the choice and remembers it. */
  use(choice: ThemeChoice): void {
    this.choice = choice;
    this.#store.set(storeKey, choice);
  }
}
