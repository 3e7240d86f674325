// What is said before, during and after a training, in Simplified Chinese.

import type { ErrorDetails } from '../../app/contract/errors.ts';
import type { Loss } from '../../app/contract/model.ts';
import type {
  Adjustment,
  LossUnknown,
  PlanRemark,
  TrainingNotice,
  TrainingPlan,
} from '../../app/contract/training.ts';
import type { TrainingMessages } from './messages-training.ts';
import { networkInShort, optimisedLossInShort, optimizerInShort, rateInShort } from './networks.ts';
import {
  bits,
  bitsInShort,
  bytes,
  choices,
  clock,
  epochs,
  loss,
  lossInShort,
  percent,
  range,
  smallPercent,
  whole,
} from './quantities.ts';

const adjusted: Record<Adjustment['field'], string> = {
  batchSize: '批大小',
  sequenceLength: '序列长度',
  replicas: '线程数',
};

/** What the losses are called in Chinese. */
export const chineseLossNames: Record<Loss, string> = {
  'cross-entropy': '交叉熵',
  'mean-squared-error': '均方误差',
  'binary-cross-entropy': '二元交叉熵',
};

const notices: Record<TrainingNotice['code'], string> = {
  'fewer-replicas': '有线程出了问题，训练改用更少的线程继续。',
  'replica-restarted': '有线程出了问题，已重新启动，训练继续。',
  'stopped-improving': '验证损失不再下降，训练到此结束。',
  resumed: '从较早的检查点继续。',
  'checkpoint-failed': '检查点无法写入磁盘，训练仍在继续。',
  'text-small': '文本较短，设置已相应调整。',
  'engine-restarted': '引擎意外退出，已重新启动，训练继续。',
  'rolled-back': '损失突然飙升，已退回较早的权重，学习率减半。',
  overfitting: '开始死记硬背了：训练损失还在下降，验证损失却不再下降。',
  'gradients-vanishing': '梯度正在消失：几乎传不到离文本最近的层。',
  'gradients-exploding': '梯度正在爆炸：梯度远大于平常。',
  'learning-rate-lowered': '验证损失不再下降，学习率已调低。',
  'runs-unfused': '这种激活函数没有融合内核，训练较慢。',
  'arithmetic-unavailable': '这台电脑用 bfloat16 并不更快，改用 float32。',
};

/** Notices whose numbers make a sentence. */
const detailed: Partial<Record<TrainingNotice['code'], (details: ErrorDetails) => string>> = {
  'rolled-back': ({ step, toStep, learningRate, attempt, attempts }) =>
    `损失在第 ${step} 步突然飙升：已退回第 ${toStep} 步，学习率减半为 ${rateInShort(Number(learningRate))}` +
    `（第 ${attempt} 次，最多 ${attempts} 次）。`,
  overfitting: ({ epoch }) =>
    `从第 ${epochs(Number(epoch))} 轮起开始死记硬背：训练损失还在下降，验证损失却不再下降。`,
  'gradients-vanishing': ({ layer, gradientNorm }) =>
    `梯度正在消失：几乎传不到第 ${layer} 层（范数 ${rateInShort(Number(gradientNorm))}），这一层几乎学不到东西。`,
  'gradients-exploding': ({ gradientNorm, ratio }) =>
    `梯度正在爆炸：范数 ${rateInShort(Number(gradientNorm))}，是平常的 ${whole(Number(ratio))} 倍。` +
    '如果持续下去，请调低 --learning-rate 或 --clip-norm。',
  'learning-rate-lowered': ({ learningRate }) =>
    `验证损失不再下降，学习率已调低为 ${rateInShort(Number(learningRate))}。`,
  'runs-unfused': ({ cell, activation }) =>
    `${String(cell).toUpperCase()} 配 ${String(activation)} 没有融合内核，用基本运算计算，要慢几倍。`,
};

const remarks: Record<PlanRemark['code'], string> = {
  'text-too-small': '对这么大的网络来说，文本太短，很快会被死记硬背。',
  'time-too-short': '对这个网络来说，时间太短，学不充分。',
  'runs-unfused': '这种激活函数没有融合内核，训练较慢。',
  'memory-tight': '这台电脑的内存刚刚够用，请关闭其他程序，或改小各层。',
  'smaller-fits': '在这段时间里，更小的网络学得更好。',
  'characters-left-out':
    '词表之外的字符都算作 <unk>，模型不会写出它们；损失不能与收入全部字符的模型相比。',
};

/** Where no loss can be foretold: why. */
const lossUnknown: Record<LossUnknown, string> = {
  script: '未知：没有实测过字符种类这么多的文本',
  parts: '未知：验证部分里有训练部分没有的字符；请把文本混合起来，或者去掉一些',
  network: '未知：没有实测过这类网络',
  recipe: '未知：没有实测过这样的训练设置',
  parent: '未知：取决于这份文本与原模型所学的有多少相通',
  time: '未知：时间太短，一步也走不完',
};

const endsSooner = '比给出的时间短：到那时，再读下去也几乎学不到更多了。';

const leftOut = ({ unknownShare }: TrainingPlan) =>
  `更少见的占文本的 ${smallPercent(unknownShare)}，按 <unk> 处理`;

const lossAndBits = (value: number) => `每字符 ${loss(value)} 奈特（${bits(value)} 比特）`;

/** The words of a training in Chinese. */
export const chineseTraining: TrainingMessages = {
  clock,
  timing: '正在这台电脑上试跑几步…',
  timingPreset: (name, place, count) =>
    `正在这台电脑上试跑 ${name}（第 ${place} 个，共 ${count} 个）…`,
  plan: ({ plan, name, isOpenEnded, endsEarly, endsAt, ownWay }) => {
    const { configuration, recipe, expectedLoss, lossUnknown: reason } = plan;
    const { embedding, dropout, loss: optimised } = configuration;
    const rows: [string, string][] = [
      [
        '文本',
        `${name}：训练部分 ${whole(plan.characters)} 个字符，${whole(plan.vocabularySize - 2)} 种` +
          (plan.unknownShare > 0 ? `；${leftOut(plan)}` : ''),
      ],
      [
        '网络',
        `${networkInShort(configuration)}，${embedding === 'one-hot' ? 'one-hot' : `嵌入 ${embedding}`}：` +
          `${whole(plan.parameters)} 个参数`,
      ],
      [
        '设置',
        `批 ${recipe.batchSize} × ${recipe.sequenceLength} 个字符，${optimizerInShort(recipe)}，丢弃率 ${dropout}` +
          (optimised === 'cross-entropy' ? '' : `，${chineseLossNames[optimised]}`),
      ],
      isOpenEnded
        ? ['步数', `每轮 ${whole(plan.steps / (recipe.epochs ?? 1))}`]
        : ['步数', `${whole(plan.steps)}${recipe.epochs === null ? '' : `，${recipe.epochs} 轮`}`],
      ['速度', `${whole(plan.charsPerSecond)} 字/秒，${plan.replicas} 个线程`],
      isOpenEnded
        ? ['时间', `每轮 ${clock(plan.seconds / (recipe.epochs ?? 1))}，直到检查不再有进步`]
        : [
            '时间',
            `${clock(plan.seconds)}，现在开始则在 ${endsAt} 结束` +
              (endsEarly ? `；${endsSooner}` : ''),
          ],
      ['内存', bytes(plan.memoryBytes)],
    ];
    if (expectedLoss) {
      const { low, high } = expectedLoss;
      rows.push([
        '预计',
        `验证损失为每字符 ${range(low, high, lossInShort)} 奈特（${range(low, high, bitsInShort)} 比特）`,
      ]);
    }
    if (reason) rows.push(['预计', `损失${lossUnknown[reason]}`]);
    if (ownWay) {
      rows.push([
        '对照',
        `同样的网络、同样的时间，用 Charloom 的方法训练：${range(ownWay.low, ownWay.high, lossInShort)} 奈特`,
      ]);
    }
    return rows;
  },
  planInShort: ({ plan, isOpenEnded, endsEarly }) => {
    const { configuration, recipe, expectedLoss, lossUnknown: reason } = plan;
    const extent = isOpenEnded
      ? `每轮 ${clock(plan.seconds / (recipe.epochs ?? 1))}，直到检查不再有进步`
      : `${whole(plan.steps)} 步，${clock(plan.seconds)}`;
    return (
      `计划：${networkInShort(configuration)}（${whole(plan.parameters)} 个参数），` +
      `批 ${recipe.batchSize}，丢弃率 ${configuration.dropout}；${extent}，${bytes(plan.memoryBytes)}` +
      (expectedLoss
        ? `；预计验证损失 ${range(expectedLoss.low, expectedLoss.high, lossInShort)}。`
        : '。') +
      (reason ? `预计的损失${lossUnknown[reason]}。` : '') +
      (plan.unknownShare > 0
        ? `共 ${whole(plan.vocabularySize - 2)} 种字符；${leftOut(plan)}。`
        : '') +
      (endsEarly ? endsSooner : '')
    );
  },
  remark: ({ code, layers }) =>
    code === 'text-too-small' && layers === null
      ? '文本这么短，任何网络都学不到多少：可以的话请多加一些。'
      : remarks[code] + (layers === null ? '' : `合适的大小：--layers ${layers.join(',')}`),
  lossUnknown: (reason) => `损失${lossUnknown[reason]}`,

  adjusted: ({ field, asked, used }) =>
    `为适应这份文本，${adjusted[field]}由 ${asked} 改为 ${used}。`,
  started: ({ name, characters, vocabularySize, parameters, replicas }) =>
    `开始训练“${name}”：${whole(characters)} 个字符，${whole(vocabularySize - 2)} 种；` +
    `${whole(parameters)} 个参数，${replicas} 个线程。`,
  progress: (event, isOpenEnded) =>
    (isOpenEnded ? clock(event.seconds) : percent(event.step / event.steps)) +
    `  第 ${epochs(event.epoch)} 轮  损失 ${loss(event.smoothedLoss)}  ` +
    (isOpenEnded ? '' : `剩余 ${clock(event.etaSeconds)}  `) +
    `${whole(event.charsPerSecond)} 字/秒  梯度 ${rateInShort(event.gradientNorm)}`,
  validation: (event, optimised) =>
    `${clock(event.seconds)}  第 ${epochs(event.epoch)} 轮：验证损失 ${loss(event.loss)}` +
    `（每字符 ${event.bitsPerCharacter.toFixed(3)} 比特，猜对 ${percent(event.accuracy)}` +
    (event.topFiveAccuracy === null ? '' : `，五次之内猜对 ${percent(event.topFiveAccuracy)}`) +
    (event.optimisedLoss === null
      ? '）'
      : `，${chineseLossNames[optimised]} ${optimisedLossInShort(event.optimisedLoss)}）`),
  notice: ({ code, message, details }) =>
    (details && detailed[code]?.(details)) ?? `${notices[code]}（${message}）`,
  engineRestarted: '引擎意外退出，已重新启动，训练继续。',
  result: (ended, prints, optimised) => {
    const { testLoss, testAccuracy, testOptimisedLoss, bestValidationLoss } = ended;
    const nats = testLoss ?? bestValidationLoss;
    if (prints === 'accuracy' && testAccuracy !== null) {
      return `准确率：${(100 * testAccuracy).toFixed(2)}%`;
    }
    if (prints === 'optimised-loss' && testLoss !== null && testOptimisedLoss !== null) {
      const value = optimisedLossInShort(testOptimisedLoss);
      return `测试损失（${chineseLossNames[optimised]}）：${value} · 每字符 ${testLoss.toFixed(2)} 奈特`;
    }
    return nats === null ? '' : `损失：每字符 ${loss(nats)} 奈特`;
  },
  done: ({ name, reason, bestValidationLoss, testLoss, testAccuracy, seconds }) =>
    [
      reason === 'stopped-improving'
        ? `“${name}”不再进步，用时 ${clock(seconds)} 训练完成。`
        : `“${name}”用时 ${clock(seconds)} 训练完成。`,
      bestValidationLoss === null
        ? '没有做过验证，保留的是最后的权重。若非本意，请增加文本、调高 --validation 或调低 --sequence-length。'
        : `最好的验证损失为${lossAndBits(bestValidationLoss)}：` +
          `平均每处${choices(Math.exp(bestValidationLoss), { about: '约在 ', moreThan: '在不止 ' })} 个字符之间犹豫。`,
      testLoss === null
        ? ''
        : `测试部分的损失为${lossAndBits(testLoss)}` +
          (testAccuracy === null ? '。' : `，猜对 ${percent(testAccuracy)}。`),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  letItWrite: (model) => `让它写作：charloom sample ${model}`,
  trainingInterrupted: ({ model, name }) =>
    `已停止。“${name}”的检查点已保存，继续训练：charloom train --resume ${model}`,
  nothingTrained: '已停止，还没有训练。',
  stopped: '已停止。',
};
