// The keys that the whole window hears. None is a single letter, and none acts while an input method
// is composing a character.

import { places, type Session } from './state/session.svelte.ts';

/** Acts on a key, where it is one of the window's. */
export function hearKey(event: KeyboardEvent, session: Session): void {
  if (event.isComposing || event.defaultPrevented || session.dialogs.open !== null) return;
  if (event.key === 'Escape' && session.writing.isBusy) {
    event.preventDefault();
    void session.writing.stop();
    return;
  }
  const isCommand = session.shell.platform === 'darwin' ? event.metaKey : event.ctrlKey;
  if (!isCommand || event.altKey || event.shiftKey) return;
  if (event.key === 'Enter' && session.place === 'write') {
    event.preventDefault();
    void session.command('write-on');
    return;
  }
  const place = places[Number(event.key) - 1];
  if (place === undefined) return;
  event.preventDefault();
  session.go(place);
}
