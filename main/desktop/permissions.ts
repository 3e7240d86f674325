// What pages may never do, whatever they hold: leave app://, open windows, use devices, reach the network.

import { app, session } from 'electron';
import { isOwnPage } from './origin.ts';

/** Refuses every permission, and every request that is not for our own page. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isOwnPage(details.url) && !isOwnTool(details.url) });
  });
}

/** Holds every page of this app where it is. To be called before the first window. */
export function denyNavigation(log: (line: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void }, address: string) => {
      if (isOwnPage(address)) return;
      log(`A page wanted to go to ${address.slice(0, 200)} and was held.`);
      event.preventDefault();
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-frame-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Developer tools load their own pages; a data: or blob: address holds what the page already has. */
function isOwnTool(address: string): boolean {
  return /^(devtools|data|blob):/.test(address);
}
