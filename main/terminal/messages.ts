// Everything that the terminal says to people, in English, and the choice of a language.
// The type of these words is the catalogue that every other language has to fill.

import type { CorpusInspection } from '../../app/contract/corpus.ts';
import type { ErrorCode, WireError } from '../../app/contract/errors.ts';
import type { ModelDetails, ModelState, ModelSummary } from '../../app/contract/model.ts';
import type { Evaluation } from '../../app/contract/sampling.ts';
import { counted, englishLibrary } from './messages-library.ts';
import { englishOptions } from './messages-options.ts';
import { englishPresets } from './messages-presets.ts';
import { englishTexts } from './messages-texts.ts';
import { englishTraining } from './messages-training.ts';
import { chinese } from './messages-zh.ts';
import { lossNames, networkInShort, optimisedLossInShort, optimizerInShort } from './networks.ts';
import {
  bits,
  bytes,
  characterList,
  characterName,
  choices,
  clock,
  epochs,
  loss,
  percent,
  whole,
} from './quantities.ts';

export type Language = 'en' | 'zh';

const states: Record<ModelState, string> = {
  fresh: 'not trained',
  training: 'training',
  queued: 'waiting',
  paused: 'paused',
  interrupted: 'interrupted',
  finished: 'finished',
};

/** Options that mend what went wrong, which the engine does not know of. */
const hints: Partial<Record<ErrorCode, string>> = {
  'corpus-undecodable': 'Here: --encoding NAME or --skip-undecodable.',
  'corpus-field-missing': 'Here: --field NAME.',
};

/** How far a reading of texts is. */
export interface ReadingView {
  title: string;
  doneBytes: number;
  totalBytes: number;
  /** Null as long as it cannot be told. */
  etaSeconds: number | null;
}

const english = {
  language: 'en' as Language,

  ...englishOptions,
  ...englishLibrary,
  ...englishPresets,
  ...englishTexts,
  ...englishTraining,

  about: 'Train a small character-level language model on your own texts, and write with it.',
  noSuchFile: (path: string) => `There is no file or folder "${path}". Check the path.`,
  noTextsInFolder: (path: string, extensions: string) =>
    `The folder "${path}" holds no text files (${extensions}). Name the files themselves.`,
  noSuchModel: (reference: string) =>
    `There is no model "${reference}", and no such .safetensors file. See: charloom models`,
  severalModels: (name: string, ids: string) =>
    `Several models are named "${name}". Use one of their ids: ${ids}`,
  files: (count: number) => `${count} files`,
  corpusKnown: (name: string) => `This text is in the library already, as “${name}”.`,
  reading: ({ title, doneBytes, totalBytes, etaSeconds }: ReadingView) =>
    `${percent(totalBytes === 0 ? 1 : doneBytes / totalBytes)}  Reading ${title} (${bytes(totalBytes)})` +
    (etaSeconds === null ? '' : `  ${clock(etaSeconds)} left`),

  seed: (seed: number) => `Seed ${seed}`,
  unknownInPrompt: (characters: string[]) =>
    `The model has never seen ${characters.map(characterName).join(', ')}; it reads them as unknown.`,
  evaluation: (evaluation: Evaluation) =>
    `Loss ${loss(evaluation.loss)} nats a character (${evaluation.bitsPerCharacter.toFixed(3)} bits): at each place the model ` +
    `hesitates between ${choices(evaluation.perplexity, { about: 'about ', moreThan: 'more than ' })} characters.\n` +
    `${percent(evaluation.accuracy)} of ${whole(evaluation.characters)} characters were its first guess, ` +
    `${percent(evaluation.topFiveAccuracy)} one of its first five` +
    (evaluation.unknown === 0
      ? '.'
      : `; ${whole(evaluation.unknown)} (${percent(evaluation.unknown / evaluation.characters)}) it had never seen.`),
  corpus: (corpus: CorpusInspection) =>
    `${counted(corpus.characters, 'character')} in ${corpus.files === 1 ? 'one file' : `${whole(corpus.files)} files`}, ` +
    `${counted(corpus.lines, 'line')}, ` +
    `${[bytes(corpus.sizeBytes), ...corpus.encodings].join(', ')}.\n` +
    `${counted(corpus.vocabularySize, 'different character')}; the most frequent: ` +
    characterList(corpus.frequentCharacters),
  noModels: 'There are no models yet. Train one: charloom train FILE',
  modelColumns: ['ID', 'NAME', 'STATE', 'NETWORK', 'PARAMETERS', 'VALIDATION LOSS'],
  modelRow: ({ id, name, state, configuration, parameters, results }: ModelSummary) => [
    id,
    name,
    states[state],
    networkInShort(configuration),
    whole(parameters),
    results.bestValidationLoss === null ? '–' : loss(results.bestValidationLoss),
  ],
  modelDetails: (model: ModelDetails) => {
    const { configuration, recipe, results, parent } = model;
    const optimised = configuration.loss;
    const lossAndBits = (nats: number | null) =>
      nats === null ? '–' : `${loss(nats)} nats a character (${bits(nats)} bits)`;
    const { testLoss, testAccuracy, testOptimisedLoss } = results;
    return [
      `${model.name}  (${model.id}, ${states[model.state]})`,
      `Network: ${networkInShort(configuration)}; ` +
        `${configuration.embedding === 'one-hot' ? 'one-hot' : `embedding ${configuration.embedding}`}` +
        `${configuration.tieWeights ? ', tied' : ''}; ` +
        `${whole(model.parameters)} parameters; ${whole(model.vocabularySize - 2)} characters; ${bytes(model.sizeBytes)}`,
      parent === null
        ? ''
        : `Begun with: the weights of “${parent.name}” (${parent.id})` +
          (parent.bestValidationLoss === null
            ? ''
            : `, validation loss ${loss(parent.bestValidationLoss)}`),
      `Text: ${model.corpus.name}, ${whole(model.corpus.characters)} characters`,
      `Recipe: ${recipe.preset === null ? '' : `preset ${recipe.preset}; `}batch size ${recipe.batchSize}, ` +
        `sequence length ${recipe.sequenceLength}, ` +
        (recipe.windows === 'strided' ? `windows at a stride of ${recipe.stride}, ` : '') +
        `${optimizerInShort(recipe)}, dropout ${configuration.dropout}, seed ${recipe.seed}`,
      optimised === 'cross-entropy' ? '' : `Loss that was made small: ${lossNames[optimised]}`,
      `Trained: ${whole(results.steps)} steps, ${epochs(results.epochs)} epochs, ${clock(results.seconds)}`,
      `Best validation loss: ${lossAndBits(results.bestValidationLoss)}`,
      testLoss === null
        ? ''
        : `Test part: ${lossAndBits(testLoss)}` +
          (testAccuracy === null ? '' : `, ${percent(testAccuracy)} guessed right`) +
          (testOptimisedLoss === null
            ? ''
            : `, ${lossNames[optimised]} ${optimisedLossInShort(testOptimisedLoss)}`),
    ]
      .filter((line) => line !== '')
      .join('\n');
  },
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

  error: ({ code, message }: WireError) =>
    hints[code] === undefined ? message : `${message} ${hints[code]}`,
};

/** All words of one language. */
export type Messages = typeof english;

/** Chinese where the environment asks for it, English everywhere else. */
export function chooseMessages(environment: NodeJS.ProcessEnv): Messages {
  // The order in which locales are looked up, by POSIX.
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh([_.@-]|$)/i.test(locale) ? chinese : english;
}
