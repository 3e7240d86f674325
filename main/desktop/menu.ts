// The native menu: the system's own entries by role, ours as commands that the window carries out.

import { Menu, dialog, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../app/contract/shell.ts';
import type { Messages } from './messages.ts';

export interface MenuOptions {
  window: BrowserWindow;
  messages: Messages;
  version: string;
  isPackaged: boolean;
  run(command: MenuCommand): void;
}

const isMac = process.platform === 'darwin';
const separator: MenuItemConstructorOptions = { type: 'separator' };

/** Puts the menu in place; called again when the language changes. */
export function setMenu(options: MenuOptions): void {
  const { messages } = options;
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    { label: messages.file, submenu: fileMenu(options) },
    { label: messages.edit, submenu: editMenu(messages) },
    { label: messages.go, submenu: goMenu(options) },
    { label: messages.writing, submenu: writingMenu(options) },
    { label: messages.view, submenu: viewMenu(options) },
    {
      label: messages.window,
      submenu: [
        { role: 'minimize', label: messages.minimise },
        { role: 'close', label: messages.close },
      ],
    },
    { label: messages.help, role: 'help', submenu: helpMenu(options) },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function command(
  { run }: Pick<MenuOptions, 'run'>,
  label: string,
  name: MenuCommand,
  accelerator: string,
): MenuItemConstructorOptions {
  return { label, accelerator, click: () => run(name) };
}

function fileMenu(options: MenuOptions): MenuItemConstructorOptions[] {
  const { messages } = options;
  return [
    command(options, messages.openTexts, 'open-texts', 'CmdOrCtrl+O'),
    command(options, messages.openModel, 'open-model', 'CmdOrCtrl+Shift+O'),
    separator,
    command(options, messages.saveModel, 'save-model', 'CmdOrCtrl+Shift+S'),
    command(options, messages.saveText, 'save-text', 'CmdOrCtrl+S'),
    ...(isMac ? [] : [separator, { role: 'quit' as const, label: messages.quit }]),
  ];
}

function editMenu(messages: Messages): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: messages.undo },
    { role: 'redo', label: messages.redo },
    separator,
    { role: 'cut', label: messages.cut },
    { role: 'copy', label: messages.copy },
    { role: 'paste', label: messages.paste },
    { role: 'selectAll', label: messages.selectAll },
  ];
}

function goMenu(options: MenuOptions): MenuItemConstructorOptions[] {
  const { messages } = options;
  return [
    command(options, messages.goTexts, 'go-texts', 'CmdOrCtrl+1'),
    command(options, messages.goTrain, 'go-train', 'CmdOrCtrl+2'),
    command(options, messages.goWrite, 'go-write', 'CmdOrCtrl+3'),
  ];
}

function writingMenu(options: MenuOptions): MenuItemConstructorOptions[] {
  const { messages } = options;
  return [
    command(options, messages.writeOn, 'write-on', 'CmdOrCtrl+Enter'),
    // Not Escape: as a menu key it would be taken from every dialog of the page.
    command(options, messages.stopWriting, 'stop-writing', 'CmdOrCtrl+.'),
  ];
}

function viewMenu({ messages, isPackaged }: MenuOptions): MenuItemConstructorOptions[] {
  return [
    { role: 'resetZoom', label: messages.resetZoom },
    { role: 'zoomIn', label: messages.zoomIn },
    { role: 'zoomOut', label: messages.zoomOut },
    separator,
    { role: 'togglefullscreen', label: messages.fullScreen },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const, label: messages.developerTools }]),
  ];
}

function helpMenu({ window, messages, version }: MenuOptions): MenuItemConstructorOptions[] {
  const showAbout = () =>
    void dialog.showMessageBox(window, {
      type: 'info',
      title: messages.about,
      message: 'Charloom',
      detail: messages.aboutDetail(version),
      buttons: [messages.ok],
    });
  return [{ label: messages.about, click: showAbout }];
}
