// What pages are denied, over an Electron that only remembers what it was told.
import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { denyNavigation, denyPermissions } from '../../../main/desktop/permissions.ts';

const electron = await vi.hoisted(async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  const handlers = new Map<string, (...values: unknown[]) => unknown>();
  const keep = (name: string) => (handler: (...values: unknown[]) => unknown) =>
    void handlers.set(name, handler);
  return {
    handlers,
    app: new Emitter(),
    session: {
      defaultSession: {
        setPermissionRequestHandler: keep('request'),
        setPermissionCheckHandler: keep('check'),
        setDevicePermissionHandler: keep('device'),
        webRequest: { onBeforeRequest: keep('network') },
      },
    },
  };
});
vi.mock('electron', () => electron);

class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
}

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  electron.app.removeAllListeners();
});

function newContents(): FakeContents {
  denyNavigation((line) => void lines.push(line));
  const contents = new FakeContents();
  electron.app.emit('web-contents-created', {}, contents);
  return contents;
}

test('refuses every permission, asked for, looked up or of a device', () => {
  denyPermissions();
  const decide = vi.fn();
  electron.handlers.get('request')?.({}, 'media', decide);
  expect(decide).toHaveBeenCalledExactlyOnceWith(false);
  expect(electron.handlers.get('check')?.({}, 'clipboard-read')).toBe(false);
  expect(electron.handlers.get('device')?.({})).toBe(false);
});

test.each([
  ['app://charloom/assets/app.js', false],
  ['devtools://devtools/bundled/x.js', false],
  ['blob:app://charloom/1', false],
  ['app://elsewhere/', true],
  ['https://example.org/', true],
  ['http://127.0.0.1:9/', true],
  ['file:///etc/passwd', true],
  ['ws://example.org/', true],
])('for the request %s cancel is %s', (url, cancel) => {
  denyPermissions();
  const decide = vi.fn();
  electron.handlers.get('network')?.({ url }, decide);
  expect(decide).toHaveBeenCalledExactlyOnceWith({ cancel });
});

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  'holds a page on %s',
  (name) => {
    const contents = newContents();
    const away = { url: 'https://example.org/', preventDefault: vi.fn() };
    contents.emit(name, away);
    expect(away.preventDefault).toHaveBeenCalledOnce();
    expect(lines.join()).toContain('https://example.org/');
    const home = { url: 'app://charloom/', preventDefault: vi.fn() };
    contents.emit(name, home);
    expect(home.preventDefault).not.toHaveBeenCalled();
  },
);

test('opens no window and attaches no webview', () => {
  const contents = newContents();
  expect(contents.openHandler?.({ url: 'app://charloom/' })).toEqual({ action: 'deny' });
  const event = { preventDefault: vi.fn() };
  contents.emit('will-attach-webview', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
});
