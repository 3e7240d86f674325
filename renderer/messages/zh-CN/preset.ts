// 各种现成方案的简体中文语句；键与 en/preset.ts 相同。

import type { enPreset } from '../en/preset.ts';

export const zhCNPreset: Readonly<Record<keyof typeof enPreset, string>> = {
  'preset.label': '方案',
  'preset.none': '默认值',
  'preset.own': 'Charloom 自己的',
  'preset.known': '经典',
  'preset.articles': '来自 Keras 文章',
  'preset.changed': '已有改动，不再算作这一方案。',
  'preset.table': '全部方案对照',
  'preset.table.name': '名称',
  'preset.table.network': '层',
  'preset.table.epochs': '轮数',
  'preset.table.updates': '更新次数',
  'preset.table.time': '在此用时',
  'preset.table.ownWay': 'Charloom 的方法',
  'preset.table.hint':
    '用时以这台电脑、这份文本为准，各测几步。「Charloom 的方法」：同样的网络在同样的时间里能达到的损失（nats）。',
  'preset.table.timeAll': '逐个测试',
  'preset.table.stop': '停止',
  'preset.epochs.default': '自定',
  'preset.small': '小 · LSTM 2×128',
  'preset.small.from': 'Charloom 自己的方案，适合短文本和短时间。',
  'preset.small.expect': '一分钟内写出词语，几分钟写出短语。',
  'preset.medium': '中 · LSTM 2×256',
  'preset.medium.from': 'Charloom 自己的方案，适合一两本书。',
  'preset.medium.expect': '多数文本三分钟内就胜过统计字频。',
  'preset.large': '大 · LSTM 2×512',
  'preset.large.from': 'Charloom 自己的方案，适合多本书和半小时以上。',
  'preset.large.expect': '文本和时间足够时，三者之中损失最低；文本短时不如「中」。',
  'preset.char-rnn': 'char-rnn · LSTM 2×128',
  'preset.char-rnn.from': 'Karpathy 2015 年的 char-rnn，用其默认值：RMSProp，十轮后衰减。',
  'preset.char-rnn.expect': '读五十遍：适合短文本，文本长时要等很久。',
  'preset.keras-lstm-50': 'keras-lstm-50 · LSTM 50、ReLU、均方误差',
  'preset.keras-lstm-50.from':
    '出自一篇 Keras 文章：一层 50 个 ReLU 单元，独热输入，窗口 20，均方误差。',
  'preset.keras-lstm-50.expect':
    '文本短时，学到的与 keras-softmax-50 用十分之一轮数学到的差不多。最后给出测试损失。',
  'preset.keras-softmax-50': 'keras-softmax-50 · LSTM 50',
  'preset.keras-softmax-50.from':
    '出自一篇 Keras 文章：一层 50 个单元，独热输入，窗口 20，交叉熵。',
  'preset.keras-softmax-50.expect': '文本短时，能学会字母的先后，还写不出多少词。最后给出正确率。',
  'preset.keras-stack-mse': 'keras-stack-mse · LSTM 50-50-50、均方误差',
  'preset.keras-stack-mse.from': '出自一篇 Keras 文章：三层各 50 个单元，每层后失活，均方误差。',
  'preset.keras-stack-mse.expect':
    '文本短时，轮数虽多，学到的也只比各字母的频率略多。最后给出损失。',
  'preset.keras-stack': 'keras-stack · LSTM 50-50-50',
  'preset.keras-stack.from': '出自一篇 Keras 文章：三层各 50 个单元，交叉熵，批大小 128。',
  'preset.keras-stack.expect': '更新次数少：文本短时只学到各字母的频率。最后给出测试部分的正确率。',
  'preset.keras-128-64': 'keras-128-64 · LSTM 128-64、全连接 64-32',
  'preset.keras-128-64.from':
    '出自一篇 Keras 文章：128 与 64 两层，两个全连接层，窗口 100，二元交叉熵。',
  'preset.keras-128-64.expect':
    '文本短时不如 keras-softmax-50，时间却是它的许多倍。最后给出正确率。',
  'preset.elman-50': 'elman-50 · 简单 RNN 50',
  'preset.elman-50.from': 'Elman 的简单循环网络，做法与其他几种相同。',
  'preset.elman-50.expect': '比 keras-softmax-50 略差：记不住远处的内容。最后给出正确率。',
};
