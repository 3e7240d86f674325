// Everything that the terminal says to people, in Simplified Chinese.

import type { ErrorCode } from '../../app/contract/errors.ts';
import type { ModelState } from '../../app/contract/model.ts';
import type { Adjustment, TrainingNotice } from '../../app/contract/training.ts';
import type { Messages } from './messages.ts';
import { bytes, characterName, clock, epochs, loss, percent, whole } from './quantities.ts';

const states: Record<ModelState, string> = {
  fresh: '未训练',
  training: '训练中',
  queued: '排队中',
  paused: '已暂停',
  interrupted: '已中断',
  finished: '已完成',
};

const adjusted: Record<Adjustment['field'], string> = {
  batchSize: '批大小',
  sequenceLength: '序列长度',
  replicas: '线程数',
};

const notices: Record<TrainingNotice['code'], string> = {
  'fewer-replicas': '有线程出了问题，训练改用更少的线程继续。',
  'replica-restarted': '有线程出了问题，已重新启动，训练继续。',
  'stopped-improving': '验证损失不再下降，训练到此结束。',
  resumed: '从较早的检查点继续。',
  'checkpoint-failed': '检查点无法写入磁盘，训练仍在继续。',
  'text-small': '文本较短，设置已相应调整。',
  'engine-restarted': '引擎意外退出，已重新启动，训练继续。',
  'rolled-back': '训练失控，已退回较早的权重，并把学习率减半。',
  overfitting: '模型开始死记硬背训练文本，验证损失在上升。',
  'gradients-vanishing': '梯度消失：离文本最近的层几乎学不到东西。',
  'gradients-exploding': '梯度爆炸：梯度远大于平常。',
  'learning-rate-lowered': '验证损失不再下降，已降低学习率。',
  'runs-unfused': '这种激活函数没有融合内核，训练较慢。',
  'arithmetic-unavailable': '这台电脑不能更快地计算 bfloat16，改用 float32。',
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

  about: '在自己的电脑上，用自己的文本训练一个小型字符语言模型，并让它写作。',
  commands: {
    train: '用文本训练新模型，或接着训练',
    sample: '让模型写作',
    evaluate: '衡量模型对文本的预测',
    corpus: '查看文本的统计，不保存',
    models: '列出资料库中的模型',
    show: '查看一个模型',
    export: '把模型写成一个 .safetensors 文件',
    import: '把模型文件收进资料库',
    rename: '给模型改名',
    remove: '删除模型及其全部文件',
    demo: '当面用示例文本训练，然后写一页',
    serve: '在这台电脑的浏览器中打开 Charloom',
  },
  arguments: {
    texts: '文本文件，或装有 .txt 和 .md 文件的文件夹',
    model: '模型的编号或名称',
    modelOrFile: '模型的编号或名称，或一个 .safetensors 文件',
    file: '一个 .safetensors 文件',
    newName: '新名称',
  },
  common: {
    json: '标准输出上每行一个 JSON 对象，别无其他',
    home: '资料库的文件夹，代替 CHARLOOM_HOME',
    help: '显示帮助',
    version: '显示版本',
    usage: '用法：',
    arguments: '参数：',
    options: '选项：',
    commands: '命令：',
  },
  withDefault: (description, value) => `${description}（${value}）`,
  trainOptions: {
    name: '模型的名称，默认取文本的名称',
    cell: '循环单元的种类',
    layers: '各层大小，第一层最靠近文本',
    embedding: '代表一个字符的数字个数，或 one-hot',
    dropout: '训练时静默的信号比例，防止死记硬背',
    sequenceLength: '误差回溯的字符数',
    batchSize: '同时阅读的文本处数',
    epochs: '通读文本的次数',
    minutes: '训练时间（分钟），代替 --epochs',
    optimizer: '权重的更新方法',
    learningRate: '权重最多移动多远',
    schedule: '学习率如何下降',
    clipNorm: '梯度的最大长度，超过则缩短',
    weightDecay: '权重被拉向零的力度',
    validation: '留作检查的文本比例',
    test: '只在最后看一次的文本比例',
    patience: '连续多少次检查没有进步就结束',
    seed: '随机种子，相同的种子得到相同的模型',
    replicas: '分担工作的线程数，或 auto',
    resume: '接着训练中断的模型，或把完成的模型训练得更久',
    from: '与 --resume 用于已完成的模型：best（最好）或 last（最后）的权重',
  },
  sampleOptions: {
    prompt: '开头的文字',
    length: '要写的字符数',
    temperature: '大胆程度，从 0（总选最可能的）到 2',
    topK: '最多在这么多字符中选择',
    topP: '在合计占这一比例的最可能字符中选择',
    minP: '舍去低于最可能字符这一比例的字符',
    greedy: '总选最可能的字符',
    seed: '随机种子，相同的种子得到相同的文字（默认每次不同）',
    count: '写几篇，种子依次加一',
    stop: '写到这段文字为止，可以给多个',
  },
  evaluateModel: '要衡量的模型',
  exportOutput: '要写入的文件',
  importName: '模型的名称，默认取文件中的名称',
  removeYes: '不再询问',
  demoMinutes: '训练的分钟数',
  servePort: '监听的端口，默认任选一个空闲的',
  serveNoOpen: '不打开浏览器，只显示地址',

  expectedWhole: (min, max) => `应为 ${min} 到 ${max} 的整数。`,
  expectedNumber: (min, max) => `应为 ${min} 到 ${max} 的数。`,
  expectedAboveZero: (max) => `应为大于 0、不超过 ${max} 的数。`,
  expectedWholeOr: (min, max, word) => `应为 ${min} 到 ${max} 的整数，或 ${word}。`,
  expectedLayers: (count, size) => `应为 1 到 ${count} 个大小，每个 1 到 ${size}，例如 256,256。`,
  expectedOneOf: (words) => `可选：${words}。`,
  expectedName: (length) => `名称应有 1 到 ${length} 个字符。`,
  textsMissing: '请至少给出一个文本文件或文件夹。',
  resumeAlone: '--resume 沿用模型原来的文本和设置，只能再加 --epochs 或 --minutes，以及 --from。',
  fromWithoutResume: '--from 只能与 --resume 同用。',
  greedyWithTemperature: '--greedy 就是温度 0，请去掉 --temperature。',
  emptyStop: '--stop 至少要有一个字符。',
  seeHelp: (command) => `请看：${command} --help`,
  usageError: (message) => `用法有误：${message}`,

  noSuchFile: (path) => `没有文件或文件夹“${path}”，请检查路径。`,
  noTextsInFolder: (path, extensions) =>
    `文件夹“${path}”中没有文本文件（${extensions}），请直接给出文件。`,
  noSuchModel: (reference) =>
    `没有模型“${reference}”，也没有这个 .safetensors 文件。请查看：charloom models`,
  severalModels: (name, ids) => `有几个模型都叫“${name}”，请用编号：${ids}`,
  files: (count) => `${count} 个文件`,
  corpusKnown: (name) => `这份文本已在资料库中，名为“${name}”。`,
  importBar: (title, done, total) => `正在读取 ${title}：${bytes(done)} / ${bytes(total)}`,

  clock,
  adjusted: ({ field, asked, used }) =>
    `为适应这份文本，${adjusted[field]}由 ${asked} 改为 ${used}。`,
  started: ({ name, characters, vocabularySize, parameters, replicas }) =>
    `开始训练“${name}”：${whole(characters)} 个字符，${whole(vocabularySize - 2)} 种；` +
    `${whole(parameters)} 个参数，${replicas} 个线程。`,
  progress: ({ step, steps, epoch, loss: value, charsPerSecond, etaSeconds }) =>
    `${percent(step / steps)}  第 ${epochs(epoch)} 轮  损失 ${loss(value)}  ` +
    `${whole(charsPerSecond)} 字/秒  剩余 ${clock(etaSeconds)}`,
  validation: ({ seconds, epoch, loss: value, bitsPerCharacter, accuracy }) =>
    `${clock(seconds)}  第 ${epochs(epoch)} 轮：验证损失 ${loss(value)}` +
    `（每字符 ${bitsPerCharacter.toFixed(3)} 比特，猜对 ${percent(accuracy)}）`,
  notice: ({ code, message }) => `${notices[code]}（${message}）`,
  engineRestarted: '引擎意外退出，已重新启动，训练继续。',
  done: ({ name, reason, bestValidationLoss, testLoss, seconds, model }) =>
    [
      reason === 'stopped-improving'
        ? `“${name}”不再进步，用时 ${clock(seconds)} 训练完成。`
        : `“${name}”用时 ${clock(seconds)} 训练完成。`,
      bestValidationLoss === null
        ? ''
        : `最好的验证损失为 ${loss(bestValidationLoss)}：平均每处约在 ${Math.exp(bestValidationLoss).toFixed(1)} 个字符之间犹豫。`,
      testLoss === null ? '' : `测试部分的损失为 ${loss(testLoss)}。`,
      `让它写作：charloom sample ${model}`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
  trainingInterrupted: ({ model, name }) =>
    `已停止。“${name}”的检查点已保存，继续训练：charloom train --resume ${model}`,
  nothingTrained: '已停止，还没有训练。',
  stopped: '已停止。',

  seed: (seed) => `种子 ${seed}`,
  unknownInPrompt: (characters) =>
    `模型从未见过 ${characters.map(characterName).join('、')}，按未知字符处理。`,
  evaluation: (evaluation) =>
    `损失为每字符 ${loss(evaluation.loss)} 奈特（${evaluation.bitsPerCharacter.toFixed(3)} 比特）：平均每处约在 ${evaluation.perplexity.toFixed(1)} 个字符之间犹豫。\n` +
    `${whole(evaluation.characters)} 个字符中一次猜对 ${percent(evaluation.accuracy)}` +
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
  modelColumns: ['编号', '名称', '状态', '各层', '参数', '验证损失'],
  modelRow: ({ id, name, state, configuration, parameters, results }) => [
    id,
    name,
    states[state],
    configuration.layers.join(','),
    whole(parameters),
    results.bestValidationLoss === null ? '–' : loss(results.bestValidationLoss),
  ],
  modelDetails: (model) =>
    [
      `${model.name}（${model.id}，${states[model.state]}）`,
      `各层：${model.configuration.layers.join('、')}；嵌入 ${model.configuration.embedding}；` +
        `${whole(model.parameters)} 个参数；${whole(model.vocabularySize - 2)} 种字符；${bytes(model.sizeBytes)}`,
      `文本：${model.corpus.name}，${whole(model.corpus.characters)} 个字符`,
      `设置：批大小 ${model.recipe.batchSize}，序列长度 ${model.recipe.sequenceLength}，` +
        `学习率 ${model.recipe.learningRate}，丢弃率 ${model.configuration.dropout}，种子 ${model.recipe.seed}`,
      `已训练：${whole(model.results.steps)} 步，${epochs(model.results.epochs)} 轮，${clock(model.results.seconds)}`,
      `最好的验证损失：${model.results.bestValidationLoss === null ? '–' : loss(model.results.bestValidationLoss)}`,
    ].join('\n'),
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
