// The window's beginning: finds the face that it runs in, opens the link to the engine, shows the app.

import { mount } from 'svelte';
import App from './App.svelte';
import { createBrowserShell } from './shell-browser.ts';
import { openSocket } from './socket.ts';
import { EngineLink } from './state/engine.svelte.ts';
import { Language } from './state/language.svelte.ts';
import { Session } from './state/session.svelte.ts';
import { openStore } from './state/store.ts';
import { Theme } from './state/theme.svelte.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const desktop = window.charloomDesktop;
const store = openStore();
const session: Session = new Session({
  engine: new EngineLink(
    desktop ? () => Promise.resolve(desktop.transport) : () => openSocket(window.location),
  ),
  shell: desktop
    ? desktop.shell
    : createBrowserShell((name) => {
        session.texts.imports.uploading = name;
      }),
  store,
  language: new Language(navigator.language, store),
  theme: new Theme(store, window.matchMedia('(prefers-color-scheme: dark)')),
});

window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  console.warn(event.reason);
  session.report(event.reason);
});
void session.engine.connect();
mount(App, { target: document.body, props: { session } });
