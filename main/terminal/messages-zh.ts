// Everything that the terminal says to people, in Simplified Chinese.

import type { ErrorCode } from '../../app/contract/errors.ts';
import type { ModelState } from '../../app/contract/model.ts';
import { chineseOptions } from './messages-options-zh.ts';
import { chinesePresets } from './messages-presets-zh.ts';
import { chineseLossNames, chineseTraining } from './messages-training-zh.ts';
import type { Messages } from './messages.ts';
import { networkInShort, optimisedLossInShort, optimizerInShort } from './networks.ts';
import { bits, bytes, characterName, clock, epochs, loss, percent, whole } from './quantities.ts';

const states: Record<ModelState, string> = {
  fresh: '未训练',
  training: '训练中',
  queued: '排队中',
  paused: '已暂停',
  interrupted: '已中断',
  finished: '已完成',
};

/** What happened and what to do; the engine's own words with their numbers follow in brackets. */
const errors: Record<ErrorCode, string> = {
  'corpus-empty': '里面没有文字，请选择有内容的文件',
  'corpus-too-short': '文本太短，学不到东西，请多加一些',
  'corpus-binary': '这不是文本文件，请选择纯文本文件',
  'corpus-not-utf8': '文件不是 UTF-8 编码，请另存为 UTF-8 后再试',
  'corpus-unreadable': '无法读取文件，请确认它还在原处',
  'corpus-not-found': '这份文本已经不在了，请重新导入',
  'corpus-changed': '训练这个模型所用的文本已经改动，无法继续',
  'sample-not-available': '示例文本无法取得，请用自己的文本：charloom train 文件',
  'model-not-found': '没有这个模型，请查看：charloom models',
  'model-busy': '这个模型正在被使用，请等它结束后再试',
  'model-file-invalid': '模型文件无效或已损坏，请换一份',
  'model-file-too-new': '模型文件来自更新的版本，请更新 Charloom',
  'model-not-finite': '模型的数值已损坏，无法写作，请重新导入或以更低的学习率重新训练',
  'checkpoint-invalid': '检查点已损坏，无法继续',
  'checkpoint-missing': '这个模型没有可以继续的检查点',
  'run-not-found': '这次训练已经不在了',
  'training-not-finite': '训练中出现了无效的数值，请降低学习率再试',
  'training-failed': '训练失败，请再试一次',
  'replica-lost': '一个训练线程意外结束，请再试一次',
  'sampling-not-found': '这次写作已经结束',
  'library-locked': '资料库正被另一个程序使用，请关闭它后再试',
  'library-unwritable': '资料库所在的文件夹无法写入，请用 --home 换一个',
  'library-too-new': '资料库来自更新的版本，请更新 Charloom',
  'disk-full': '磁盘已满，请腾出空间后再试',
  'out-of-memory': '内存不足，请把层或批大小改小',
  'tensorflow-missing': '缺少 TensorFlow，请运行 npm run setup',
  'tensorflow-wrong': '这台电脑上的 TensorFlow 计算有误，请重新运行 npm run setup',
  'invalid-request': '请求无效',
  'unknown-method': '引擎不认识这个请求',
  'file-not-granted': '文件没有对引擎开放',
  'engine-lost': '引擎意外退出，请再试一次',
  cancelled: '已停止',
  internal: '内部错误',
};

/** The catalogue in Chinese. */
export const chinese: Messages = {
  language: 'zh',

  ...chineseOptions,
  ...chinesePresets,
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
  importBar: (title, done, total) => `正在读取 ${title}：${bytes(done)} / ${bytes(total)}`,

  seed: (seed) => `种子 ${seed}`,
  unknownInPrompt: (characters) =>
    `模型从未见过 ${characters.map(characterName).join('、')}，按未知字符处理。`,
  evaluation: (evaluation) =>
    `损失为每字符 ${loss(evaluation.loss)} 奈特（${evaluation.bitsPerCharacter.toFixed(3)} 比特）：平均每处约在 ${evaluation.perplexity.toFixed(1)} 个字符之间犹豫。\n` +
    `${whole(evaluation.characters)} 个字符中一次猜对 ${percent(evaluation.accuracy)}，五次之内猜对 ${percent(evaluation.topFiveAccuracy)}` +
    (evaluation.unknown === 0
      ? '。'
      : `；有 ${whole(evaluation.unknown)} 个（${percent(evaluation.unknown / evaluation.characters)}）从未见过。`),
  corpus: (corpus) =>
    `${whole(corpus.files)} 个文件，${whole(corpus.characters)} 个字符，${whole(corpus.lines)} 行，${bytes(corpus.sizeBytes)}，${corpus.encodings.join('、')}。\n` +
    `${whole(corpus.vocabularySize)} 种字符，最常见的是：` +
    corpus.frequentCharacters
      .slice(0, 24)
      .map(({ character }) => (character === ' ' ? '␣' : character === '\n' ? '⏎' : character))
      .join(' '),
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

  error: ({ code, message }) => `${errors[code]}。（${message}）`,
};
