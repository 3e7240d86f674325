// What electron-builder makes of the staged app (build/packaging/stage.mjs): an installed program on each
// platform. The staged folder holds all that runs and nothing else, so nothing is chosen or rebuilt here.
// `npm run package` stages and packs; signing and updates have no place here yet.
/* eslint no-template-curly-in-string: off -- these are electron-builder's own placeholders */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { licencesIn, appIn, stagedFolder } from './packaging/stage.mjs';

const english = 'Trains a small language model on your own texts, and writes with it.';
const chinese = '用你自己的文本训练一个小型语言模型，并用它写作。';

/** A model file, to be opened with Charloom by whoever chooses to: other programs know the format as well. */
const modelFile = {
  ext: 'safetensors',
  name: 'Charloom model',
  description: 'Charloom model',
  mimeType: 'application/x-safetensors',
  role: /** @type {const} */ ('Editor'),
  rank: /** @type {const} */ ('Alternate'),
};

/** @type {import('electron-builder').Configuration} */
const configuration = {
  appId: 'org.charloom.Charloom',
  productName: 'Charloom',
  copyright: 'MIT licence',
  ...placesOf(stagedFolder, 'release'),

  // Neither rebuild anything nor look for packages: it would find those of the whole clone. `npmRebuild: false`
  // does the first alone, and goes before this.
  beforeBuild: () => Promise.resolve(false),
  files: ['**/*', { from: 'node_modules', to: 'node_modules' }],
  // Electron's own demonstration, which would open if the app were missing.
  afterPack: ({ appOutDir, packager }) =>
    rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
  asar: { smartUnpack: false },
  // What runs in a process or thread of its own, and what such a process loads: main/places.ts says so.
  asarUnpack: [
    'out/package.json',
    'out/{engine-process,replica,counting,reading,pdf-worker,chunk-*}.js',
    'out/cmaps/**',
    'out/samples/**',
    'node_modules/**',
  ],
  // Charloom speaks these two; Chromium's own words in fifty others would be twenty megabytes.
  electronLanguages: ['en-US', 'zh-CN'],
  publish: null,

  linux: {
    target: ['AppImage', 'deb', 'tar.gz'],
    executableName: 'charloom',
    artifactName: '${productName}-${version}-linux-${arch}.${ext}',
    icon: 'build/icons',
    category: 'Education;ArtificialIntelligence;Literature;',
    synopsis: 'Character-level language models of your own texts',
    description: english,
    maintainer: 'The Charloom project <charloom@localhost>',
    syncDesktopName: true,
    executableArgs: ['%F'],
    fileAssociations: [modelFile],
    desktop: {
      entry: {
        'Comment[zh_CN]': chinese,
        GenericName: 'Language Model Trainer',
        'GenericName[zh_CN]': '语言模型训练器',
        Keywords: 'writing;text;model;LSTM;training;',
        'Keywords[zh_CN]': '写作;文本;模型;训练;',
      },
    },
  },

  // Else its desktop entry would say --no-sandbox to every system.
  appImage: { executableArgs: [] },

  mac: {
    target: ['dmg', 'zip'],
    artifactName: '${productName}-${version}-mac-${arch}.${ext}',
    icon: 'build/icons/charloom.icns',
    category: 'public.app-category.education',
    // Apple silicon starts nothing without any signature; this one names nobody.
    identity: '-',
    hardenedRuntime: false,
    gatekeeperAssess: false,
    fileAssociations: [modelFile],
    extendInfo: { CFBundleLocalizations: ['en', 'zh_CN'] },
  },

  win: {
    target: ['nsis'],
    artifactName: '${productName}-${version}-windows-${arch}.${ext}',
    icon: 'build/icons/charloom.ico',
  },
  nsis: {
    artifactName: '${productName}-${version}-windows-${arch}-setup.${ext}',
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    // A person's models and texts are theirs, whatever becomes of the program.
    deleteAppDataOnUninstall: false,
    installerLanguages: ['en_US', 'zh_CN'],
    differentialPackage: false,
    // Its own association would make Charloom the default for all model files.
    include: 'build/packaging/windows-file-type.nsh',
  },
};

export default configuration;

/**
 * The settings that say where everything is: what was staged, and where the result goes.
 * @param {string} staged
 * @param {string} output
 * @returns {import('electron-builder').Configuration}
 */
export function placesOf(staged, output) {
  return {
    directories: { app: appIn(staged), output, buildResources: 'build/icons' },
    extraResources: [{ from: licencesIn(staged), to: 'licences' }],
  };
}
