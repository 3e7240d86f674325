// Stands in for 'electron' in the preload script on Electron 9.4.1, where a File still told its path itself.
export { contextBridge, ipcRenderer } from 'electron';

export const webUtils = {
  getPathForFile: (file: File) => (file as File & { path?: string }).path ?? '',
};
