// Everything that the terminal says to people, in English, and the choice of a language.
// The type of these words is the catalogue that every other language has to fill.

import type { CorpusInspection } from '../../app/contract/corpus.ts';
import type { WireError } from '../../app/contract/errors.ts';
import type { ModelDetails, ModelState, ModelSummary } from '../../app/contract/model.ts';
import type { Evaluation } from '../../app/contract/sampling.ts';
import type {
  Adjustment,
  TrainingEnded,
  TrainingNotice,
  TrainingProgress,
  TrainingStarted,
  TrainingValidation,
} from '../../app/contract/training.ts';
import { chinese } from './messages-zh.ts';
import { bytes, characterName, clock, epochs, loss, percent, whole } from './quantities.ts';

export type Language = 'en' | 'zh';

const states: Record<ModelState, string> = {
  fresh: 'not trained',
  training: 'training',
  queued: 'waiting',
  paused: 'paused',
  interrupted: 'interrupted',
  finished: 'finished',
};

const adjusted: Record<Adjustment['field'], string> = {
  batchSize: 'batch size',
  sequenceLength: 'sequence length',
  replicas: 'replicas',
};

const english = {
  language: 'en' as Language,

  about: 'Train a small character-level language model on your own texts, and write with it.',
  commands: {
    train: 'train a new model on texts, or go on with one',
    sample: 'let a model write',
    evaluate: 'measure how well a model predicts texts',
    corpus: 'show what texts would be to a model, without keeping them',
    models: 'list the models of the library',
    show: 'show one model',
    export: 'write a model to one .safetensors file',
    import: 'keep a model file as a model of the library',
    rename: 'give a model another name',
    remove: 'delete a model and all its files',
    demo: 'train on a sample text before your eyes, then write a page',
    serve: 'open Charloom in a browser on this computer',
  },
  arguments: {
    texts: 'text files, or folders of .txt and .md files',
    model: 'id or name of a model',
    modelOrFile: 'id or name of a model, or a .safetensors file',
    file: 'a .safetensors file',
    newName: 'the new name',
  },
  common: {
    json: 'one JSON object a line on standard output, and nothing else there',
    home: 'folder of the library, in place of CHARLOOM_HOME',
    help: 'show this help',
    version: 'show the version',
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    commands: 'Commands:',
  },
  withDefault: (description: string, value: string) => `${description} (${value})`,
  trainOptions: {
    name: 'name of the model; else the name of the text',
    cell: 'kind of recurrent cell',
    layers: 'size of each layer, the first nearest to the text',
    embedding: 'numbers that stand for a character, or one-hot',
    dropout: 'share of the signals silenced in training, against learning by heart',
    sequenceLength: 'characters through which errors are traced back',
    batchSize: 'places of the text that are read side by side',
    epochs: 'times the text is read',
    minutes: 'time to train, in place of --epochs',
    optimizer: 'how weights are moved',
    learningRate: 'how far weights are moved at most',
    schedule: 'how the learning rate falls',
    clipNorm: 'longest gradient; longer ones are shortened',
    weightDecay: 'how strongly weights are drawn to zero',
    validation: 'share of the text kept for checking',
    test: 'share of the text looked at once, at the very end',
    patience: 'end after so many checks without improvement',
    seed: 'random seed; the same seed gives the same model',
    replicas: 'threads that share the work, or auto',
    resume: 'go on with a model that stopped, or train a finished one longer',
    from: 'with --resume of a finished model: its best or last weights',
  },
  sampleOptions: {
    prompt: 'text to go on from',
    length: 'characters to write',
    temperature: 'boldness from 0 (always the likeliest) to 2',
    topK: 'choose among so many characters at most',
    topP: 'choose among the likeliest that hold this share together',
    minP: 'leave out what is less likely than this share of the likeliest',
    greedy: 'always the likeliest character',
    seed: 'random seed; the same seed gives the same text (else a new one)',
    count: 'number of texts, with seeds one after the other',
    stop: 'end after this text; may be given more than once',
  },
  evaluateModel: 'the model to measure',
  exportOutput: 'file to write',
  importName: 'name of the model; else the one in the file',
  removeYes: 'do not ask',
  demoMinutes: 'minutes to train',
  servePort: 'port to listen on; else any free one',
  serveNoOpen: 'do not open a browser, only print the address',

  expectedWhole: (min: number, max: number) => `Expected a whole number from ${min} to ${max}.`,
  expectedNumber: (min: number, max: number) => `Expected a number from ${min} to ${max}.`,
  expectedAboveZero: (max: number) => `Expected a number above 0, at most ${max}.`,
  expectedWholeOr: (min: number, max: number, word: string) =>
    `Expected a whole number from ${min} to ${max}, or ${word}.`,
  expectedLayers: (count: number, size: number) =>
    `Expected 1 to ${count} sizes from 1 to ${size}, as in 256,256.`,
  expectedOneOf: (words: string) => `There is: ${words}.`,
  expectedName: (length: number) => `A name has 1 to ${length} characters.`,
  textsMissing: 'Name at least one text file or folder.',
  resumeAlone:
    '--resume goes on with the texts and settings of its model: only --epochs or --minutes, and --from, may stand beside it.',
  fromWithoutResume: '--from is for --resume.',
  greedyWithTemperature: '--greedy is temperature 0: leave out --temperature.',
  emptyStop: '--stop needs a text of at least one character.',
  seeHelp: (command: string) => `See: ${command} --help`,
  usageError: (message: string) => message,

  noSuchFile: (path: string) => `There is no file or folder "${path}". Check the path.`,
  noTextsInFolder: (path: string, extensions: string) =>
    `The folder "${path}" holds no text files (${extensions}). Name the files themselves.`,
  noSuchModel: (reference: string) =>
    `There is no model "${reference}", and no such .safetensors file. See: charloom models`,
  severalModels: (name: string, ids: string) =>
    `Several models are named "${name}". Use one of their ids: ${ids}`,
  files: (count: number) => `${count} files`,
  corpusKnown: (name: string) => `This text is in the library already, as “${name}”.`,
  importBar: (title: string, done: number, total: number, columns: number) =>
    `Reading ${title}: ${bytes(done)} of ${bytes(total)}`.slice(0, columns),

  clock,
  adjusted: ({ field, asked, used }: Adjustment) =>
    `The ${adjusted[field]} is ${used} instead of ${asked}, to fit this text.`,
  started: ({ name, characters, vocabularySize, parameters, replicas }: TrainingStarted) =>
    `Training “${name}” on ${whole(characters)} characters, ${whole(vocabularySize - 2)} different ones: ` +
    `${whole(parameters)} parameters, ${replicas === 1 ? 'one thread' : `${replicas} threads`}.`,
  progress: ({ step, steps, epoch, loss: value, charsPerSecond, etaSeconds }: TrainingProgress) =>
    `${percent(step / steps)}  epoch ${epochs(epoch)}  loss ${loss(value)}  ` +
    `${whole(charsPerSecond)} characters/s  ${clock(etaSeconds)} left`,
  validation: ({ seconds, epoch, loss: value, bitsPerCharacter, accuracy }: TrainingValidation) =>
    `${clock(seconds)}  epoch ${epochs(epoch)}: validation loss ${loss(value)} ` +
    `(${bitsPerCharacter.toFixed(3)} bits a character, ${percent(accuracy)} guessed right)`,
  notice: ({ message }: TrainingNotice) => message,
  engineRestarted: 'The engine ended unexpectedly and was started again; the training goes on.',
  done: ({ name, reason, bestValidationLoss, testLoss, seconds, model }: TrainingEnded) =>
    [
      reason === 'stopped-improving'
        ? `“${name}” stopped improving and is done after ${clock(seconds)}.`
        : `“${name}” is done after ${clock(seconds)}.`,
      bestValidationLoss === null
        ? ''
        : `Its best validation loss is ${loss(bestValidationLoss)}: at each place it hesitates between ` +
          `about ${Math.exp(bestValidationLoss).toFixed(1)} characters.`,
      testLoss === null ? '' : `On the test part its loss is ${loss(testLoss)}.`,
      `Let it write: charloom sample ${model}`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
  trainingInterrupted: ({ model, name }: TrainingStarted) =>
    `Stopped. The checkpoint of “${name}” is kept; go on with: charloom train --resume ${model}`,
  nothingTrained: 'Stopped before anything was trained.',
  stopped: 'Stopped.',

  seed: (seed: number) => `Seed ${seed}`,
  unknownInPrompt: (characters: string[]) =>
    `The model has never seen ${characters.map(characterName).join(', ')}; it reads them as unknown.`,
  evaluation: (evaluation: Evaluation) =>
    `Loss ${loss(evaluation.loss)} nats a character (${evaluation.bitsPerCharacter.toFixed(3)} bits): at each place the model ` +
    `hesitates between about ${evaluation.perplexity.toFixed(1)} characters.\n` +
    `${percent(evaluation.accuracy)} of ${whole(evaluation.characters)} characters were its first guess` +
    (evaluation.unknown === 0
      ? '.'
      : `; ${whole(evaluation.unknown)} (${percent(evaluation.unknown / evaluation.characters)}) it had never seen.`),
  corpus: (corpus: CorpusInspection) =>
    `${whole(corpus.characters)} characters in ${corpus.files === 1 ? 'one file' : `${whole(corpus.files)} files`}, ` +
    `${whole(corpus.lines)} lines, ${bytes(corpus.sizeBytes)}, ${corpus.encodings.join(', ')}.\n` +
    `${whole(corpus.vocabularySize)} different characters; the most frequent: ` +
    corpus.frequentCharacters
      .slice(0, 24)
      .map(({ character }) => (character === ' ' ? '␣' : character === '\n' ? '⏎' : character))
      .join(' '),
  noModels: 'There are no models yet. Train one: charloom train FILE',
  modelColumns: ['ID', 'NAME', 'STATE', 'LAYERS', 'PARAMETERS', 'VALIDATION LOSS'],
  modelRow: ({ id, name, state, configuration, parameters, results }: ModelSummary) => [
    id,
    name,
    states[state],
    configuration.layers.join(','),
    whole(parameters),
    results.bestValidationLoss === null ? '–' : loss(results.bestValidationLoss),
  ],
  modelDetails: (model: ModelDetails) =>
    [
      `${model.name}  (${model.id}, ${states[model.state]})`,
      `Layers: ${model.configuration.layers.join(', ')}; embedding ${model.configuration.embedding}; ` +
        `${whole(model.parameters)} parameters; ${whole(model.vocabularySize - 2)} characters; ${bytes(model.sizeBytes)}`,
      `Text: ${model.corpus.name}, ${whole(model.corpus.characters)} characters`,
      `Recipe: batch size ${model.recipe.batchSize}, sequence length ${model.recipe.sequenceLength}, ` +
        `learning rate ${model.recipe.learningRate}, dropout ${model.configuration.dropout}, seed ${model.recipe.seed}`,
      `Trained: ${whole(model.results.steps)} steps, ${epochs(model.results.epochs)} epochs, ${clock(model.results.seconds)}`,
      `Best validation loss: ${model.results.bestValidationLoss === null ? '–' : loss(model.results.bestValidationLoss)}`,
    ].join('\n'),
  exported: (name: string, file: string, size: number) =>
    `“${name}” is in ${file} (${bytes(size)}).`,
  imported: (name: string, id: string) =>
    `“${name}” is in the library. Let it write: charloom sample ${id}`,
  renamed: (before: string, after: string) => `“${before}” is now “${after}”.`,
  askRemove: (name: string) => `Delete “${name}” and all its files for good? [y/N] `,
  isYes: (answer: string) => /^y(es)?$/i.test(answer.trim()),
  notRemoved: (name: string) => `“${name}” stays.`,
  removed: (name: string) => `“${name}” is deleted.`,
  demoTitle: 'Demo',
  demoBegins: (title: string, minutes: number) =>
    `A model that knows nothing reads “${title}” for ${minutes === 1 ? 'one minute' : `${minutes} minutes`}. Watch it learn to spell.`,
  demoEnds: (model: string) =>
    `The model is kept. More of it: charloom sample ${model} --temperature 0.8\n` +
    'On your own text: charloom train FILE',
  serving:
    'Charloom runs in your browser at this address. Ctrl-C ends it; what is training is kept.',
  servingEnds: 'Ending; what is training is kept.',

  error: ({ message }: WireError) => message,
};

/** All words of one language. */
export type Messages = typeof english;

/** Chinese where the environment asks for it, English everywhere else. */
export function chooseMessages(environment: NodeJS.ProcessEnv): Messages {
  // The order in which locales are looked up, by POSIX.
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh([_.@-]|$)/i.test(locale) ? chinese : english;
}
