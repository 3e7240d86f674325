// The named set-ups in words, in Simplified Chinese.

import type { PresetMessages } from './messages-presets.ts';

const keras = '一篇 Keras 文章';

/** The words of the presets in Chinese. */
export const chinesePresets: PresetMessages = {
  presets: {
    small: {
      source: 'Charloom',
      about: '又小又快，适合短文本和较慢的电脑',
      expect: '先学会词，再学会拼写；短文本很快会被死记硬背',
    },
    medium: {
      source: 'Charloom',
      about: '适合一兆左右的文本',
      expect: '学到文本的风格，错词很少',
    },
    large: {
      source: 'Charloom',
      about: '适合几兆的文本和长时间训练',
      expect: '文本和时间足够时损失最低；文本短时不如 medium',
    },
    'char-rnn': {
      source: 'char-rnn（2015）的默认设置',
      about: 'RMSProp，第十轮之后学习率每轮降低 3%',
      expect: '经典之作；五十轮适合短文本，文本长时要很久',
    },
    'keras-lstm-50': {
      source: keras,
      about: 'ReLU，对 softmax 取均方误差',
      expect: '文本短时，学到的与 keras-softmax-50 用十分之一轮数学到的差不多；最后显示测试损失',
    },
    'keras-softmax-50': {
      source: keras,
      about: '单层，交叉熵',
      expect: '文本短时，能学会字母的先后，还写不出多少词；最后显示准确率',
    },
    'keras-stack-mse': {
      source: keras,
      about: '三层，均方误差，每层之后丢弃',
      expect: '文本短时，轮数虽多，学到的也只比各字母的频率略多；最后显示损失',
    },
    'keras-stack': {
      source: keras,
      about: '三层，交叉熵，大批次',
      expect: '更新次数少：文本短时只学到各字母的频率；最后显示测试部分的准确率',
    },
    'keras-128-64': {
      source: keras,
      about: '两层加全连接层，二元交叉熵，长窗口',
      expect:
        '文本短时不如 keras-softmax-50，时间却是它的许多倍；最后显示准确率；' +
        '加上 --until-converged 则训练到检查不再有进步为止',
    },
    'elman-50': {
      source: 'Elman（1990），按 Keras 的设置',
      about: '简单循环网络，--activation 可选 tanh、relu 或 sigmoid',
      expect: '比 keras-softmax-50 略差：记不住远处的内容；最后显示准确率',
    },
  },
  presetExtent: (window, batch, epochs) => `窗口 ${window}，批 ${batch}，${epochs} 轮`,
  presetFrom: ({ source, about }) => `来源：${source}。${about}。`,
  presetExpect: ({ expect }) => `预期：${expect}。`,
  presetUpdates: (updates, time) => `${updates} 次更新，在这台电脑上需 ${time}`,
  presetLoss: (losses) => `验证损失 ${losses}`,
  presetOwnWay: (losses) => `同样的网络、同样的时间，用 Charloom 的方法训练：${losses}`,
  presetRefused: (reason) => `不适合这份文本：${reason}`,
  presetsUse: '用预设训练：charloom train 文件 --preset 名称',
};
