// What main itself says: menu, dialogs, questions. The page has a catalogue of its own.
// The Chinese one is typed by the English one, so a missing message is a type error.

import type { Language } from './channels.ts';

const en = {
  file: 'File',
  openTexts: 'Open Texts…',
  openModel: 'Open Model…',
  saveModel: 'Save Model As…',
  saveText: 'Save Text As…',
  close: 'Close Window',
  quit: 'Quit Charloom',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  go: 'Go',
  goTexts: 'Texts',
  goTrain: 'Train',
  goWrite: 'Write',
  writing: 'Writing',
  writeOn: 'Write On',
  stopWriting: 'Stop Writing',
  view: 'View',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  resetZoom: 'Usual Size',
  fullScreen: 'Full Screen',
  developerTools: 'Developer Tools',
  window: 'Window',
  minimise: 'Minimise',
  help: 'Help',
  about: 'About Charloom',
  aboutDetail: (version: string) =>
    `Version ${version}\nTrains a small language model on your own texts, on your own computer.\nNothing leaves this machine.`,
  ok: 'OK',
  pickTexts: 'Choose texts to learn from',
  pickFolder: 'Choose a folder of texts to learn from',
  pickModel: 'Choose a model file',
  pickSave: 'Save as',
  textFiles: 'Text',
  modelFiles: 'Model',
  allFiles: 'All files',
  quitQuestion: 'Charloom is training. Pause it and quit?',
  quitDetail:
    'What has been learned is kept. Training goes on from here when you continue it next time.',
  pauseAndQuit: 'Pause and Quit',
  cancel: 'Cancel',
};

type Messages = typeof en;

const zh: Messages = {
  file: '文件',
  openTexts: '打开文本…',
  openModel: '打开模型…',
  saveModel: '模型另存为…',
  saveText: '文本另存为…',
  close: '关闭窗口',
  quit: '退出 Charloom',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  go: '前往',
  goTexts: '文本',
  goTrain: '训练',
  goWrite: '写作',
  writing: '写作',
  writeOn: '继续写',
  stopWriting: '停止写作',
  view: '视图',
  zoomIn: '放大',
  zoomOut: '缩小',
  resetZoom: '实际大小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  window: '窗口',
  minimise: '最小化',
  help: '帮助',
  about: '关于 Charloom',
  aboutDetail: (version) =>
    `版本 ${version}\n在你自己的电脑上，用你自己的文本训练一个小型语言模型。\n一切都留在这台机器上。`,
  ok: '好',
  pickTexts: '选择用来学习的文本',
  pickFolder: '选择存放文本的文件夹',
  pickModel: '选择模型文件',
  pickSave: '另存为',
  textFiles: '文本',
  modelFiles: '模型',
  allFiles: '所有文件',
  quitQuestion: 'Charloom 正在训练。要暂停并退出吗？',
  quitDetail: '已经学到的都会保留。下次继续时，训练会从这里接着进行。',
  pauseAndQuit: '暂停并退出',
  cancel: '取消',
};

/** Main's own words in one language. */
export function messagesIn(language: Language): Messages {
  return language === 'zh-CN' ? zh : en;
}

/** The language to start in, until the page says which one the person chose. */
export function languageOf(locale: string): Language {
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export type { Messages };
