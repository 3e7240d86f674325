// Everything that the terminal says to people, in Simplified Chinese.

import type { ModelState } from '../../app/contract/model.ts';
import { chineseError } from './messages-errors-zh.ts';
import { chineseLibrary } from './messages-library-zh.ts';
import { chineseOptions } from './messages-options-zh.ts';
import { chinesePresets } from './messages-presets-zh.ts';
import { chineseTexts } from './messages-texts-zh.ts';
import { chineseLossNames, chineseTraining } from './messages-training-zh.ts';
import type { Messages } from './messages.ts';
import { networkInShort, optimisedLossInShort, optimizerInShort } from './networks.ts';
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

const states: Record<ModelState, string> = {
  fresh: '未训练',
  training: '训练中',
  queued: '排队中',
  paused: '已暂停',
  interrupted: '已中断',
  finished: '已完成',
};

/** The catalogue in Chinese. */
export const chinese: Messages = {
  language: 'zh',

  ...chineseOptions,
  ...chineseLibrary,
  ...chinesePresets,
  ...chineseTexts,
  ...chineseTraining,

  about: '在自己的电脑上，用自己的文本训练一个小型字符语言模型，并让它写作。',
  noSuchFile: (path) => `没有文件或文件夹“${path}”，请检查路径。`,
  noTextsInFolder: (path, extensions) =>
    `文件夹“${path}”中没有文本文件（${extensions}），请直接给出文件。`,
  noSuchModel: (reference) =>
    `没有模型“${reference}”，也没有这个 .safetensors 文件。请查看：charloom models`,
  severalModels: (name, ids) => `有几个模型都叫“${name}”，请用编号：${ids}`,
  files: (count) => `${count} 个文件`,
  corpusKnown: (name) => `这份文本已在资料库中，名为“${name}”。`,
  reading: ({ title, doneBytes, totalBytes, etaSeconds }) =>
    `${percent(totalBytes === 0 ? 1 : doneBytes / totalBytes)}  正在读取 ${title}（${bytes(totalBytes)}）` +
    (etaSeconds === null ? '' : `  剩余 ${clock(etaSeconds)}`),

  seed: (seed) => `种子 ${seed}`,
  unknownInPrompt: (characters) =>
    `模型从未见过 ${characters.map(characterName).join('、')}，按未知字符处理。`,
  evaluation: (evaluation) =>
    `损失为每字符 ${loss(evaluation.loss)} 奈特（${evaluation.bitsPerCharacter.toFixed(3)} 比特）：平均每处${choices(evaluation.perplexity, { about: '约在 ', moreThan: '在不止 ' })} 个字符之间犹豫。\n` +
    `${whole(evaluation.characters)} 个字符中一次猜对 ${percent(evaluation.accuracy)}，五次之内猜对 ${percent(evaluation.topFiveAccuracy)}` +
    (evaluation.unknown === 0
      ? '。'
      : `；有 ${whole(evaluation.unknown)} 个（${percent(evaluation.unknown / evaluation.characters)}）从未见过。`),
  corpus: (corpus) =>
    `${whole(corpus.files)} 个文件，${whole(corpus.characters)} 个字符，${whole(corpus.lines)} 行，` +
    `${[bytes(corpus.sizeBytes), ...corpus.encodings].join('，')}。\n` +
    `${whole(corpus.vocabularySize)} 种字符，最常见的是：` +
    characterList(corpus.frequentCharacters),
  noModels: '还没有模型。训练一个：charloom train 文件',
  modelColumns: ['编号', '名称', '状态', '网络', '参数', '验证损失'],
  modelRow: ({ id, name, state, configuration, parameters, results }) => [
    id,
    name,
    states[state],
    networkInShort(configuration),
    whole(parameters),
    results.bestValidationLoss === null ? '–' : loss(results.bestValidationLoss),
  ],
  modelDetails: (model) => {
    const { configuration, recipe, results, parent } = model;
    const optimised = configuration.loss;
    const lossAndBits = (nats: number | null) =>
      nats === null ? '–' : `每字符 ${loss(nats)} 奈特（${bits(nats)} 比特）`;
    const { testLoss, testAccuracy, testOptimisedLoss } = results;
    return [
      `${model.name}（${model.id}，${states[model.state]}）`,
      `网络：${networkInShort(configuration)}；` +
        `${configuration.embedding === 'one-hot' ? 'one-hot' : `嵌入 ${configuration.embedding}`}` +
        `${configuration.tieWeights ? '，与输出共用' : ''}；` +
        `${whole(model.parameters)} 个参数；${whole(model.vocabularySize - 2)} 种字符；${bytes(model.sizeBytes)}`,
      parent === null
        ? ''
        : `起点：“${parent.name}”（${parent.id}）的权重` +
          (parent.bestValidationLoss === null
            ? ''
            : `，验证损失 ${loss(parent.bestValidationLoss)}`),
      `文本：${model.corpus.name}，${whole(model.corpus.characters)} 个字符`,
      `设置：${recipe.preset === null ? '' : `预设 ${recipe.preset}，`}批大小 ${recipe.batchSize}，` +
        `序列长度 ${recipe.sequenceLength}，` +
        (recipe.windows === 'strided' ? `独立窗口相隔 ${recipe.stride} 个字符，` : '') +
        `${optimizerInShort(recipe)}，丢弃率 ${configuration.dropout}，种子 ${recipe.seed}`,
      optimised === 'cross-entropy' ? '' : `要减小的损失：${chineseLossNames[optimised]}`,
      `已训练：${whole(results.steps)} 步，${epochs(results.epochs)} 轮，${clock(results.seconds)}`,
      `最好的验证损失：${lossAndBits(results.bestValidationLoss)}`,
      testLoss === null
        ? ''
        : `测试部分：${lossAndBits(testLoss)}` +
          (testAccuracy === null ? '' : `，猜对 ${percent(testAccuracy)}`) +
          (testOptimisedLoss === null
            ? ''
            : `，${chineseLossNames[optimised]} ${optimisedLossInShort(testOptimisedLoss)}`),
    ]
      .filter((line) => line !== '')
      .join('\n');
  },
  exported: (name, file, size) => `“${name}”已写入 ${file}（${bytes(size)}）。`,
  imported: (name, id) => `“${name}”已收进资料库。让它写作：charloom sample ${id}`,
  renamed: (before, after) => `“${before}”现在叫“${after}”。`,
  askRemove: (name) => `永久删除“${name}”及其全部文件吗？[y/N] `,
  isYes: (answer) => /^(y|yes|是)$/i.test(answer.trim()),
  notRemoved: (name) => `“${name}”保留。`,
  removed: (name) => `“${name}”已删除。`,
  demoTitle: '演示',
  demoBegins: (title, minutes) =>
    `一个什么都不懂的模型读《${title}》${minutes} 分钟，看它怎样学会拼写。`,
  demoEnds: (model) =>
    `模型已保留。让它再写：charloom sample ${model} --temperature 0.8\n用自己的文本：charloom train 文件`,
  serving: 'Charloom 在浏览器中的地址如上。按 Ctrl-C 结束，正在训练的会保留。',
  servingEnds: '正在结束，训练中的会保留。',

  error: chineseError,
};
