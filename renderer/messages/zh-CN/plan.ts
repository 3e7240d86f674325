// 训练计划的简体中文语句；键与 en/plan.ts 相同。

import type { enPlan } from '../en/plan.ts';

export const zhCNPlan: Readonly<Record<keyof typeof enPlan, string>> = {
  'plan.title': '训练计划',
  'plan.measuring': '正在测试这台电脑…',
  'plan.again': '重新测试',
  'plan.none': '选好文本、填好数值后，计划会显示在这里。',
  'plan.finish': '需要 {time}：现在开始，{clock} 完成。',
  'plan.takes': '需要 {time}。',
  'plan.range': '{low} – {high}',
  'plan.loss': '验证损失',
  'plan.loss.meaning': '预计，单位 nats',
  'plan.updates': '更新次数',
  'plan.passes': '把文本读 {passes} 遍',
  'plan.size.tiny': '极小的网络。',
  'plan.size.small': '小型网络。',
  'plan.size.medium': '中型网络。',
  'plan.size.large': '大型网络。',
  'plan.size.huge': '特大的网络。',
  'plan.outcome.sentences': '预计能写出前后连贯的句子。',
  'plan.outcome.phrases': '预计能写出神似原文的词句，句与句之间未必有意义。',
  'plan.outcome.words': '预计大多是真实的词语，次序只是近似原文。',
  'plan.outcome.syllables': '预计远看像词语，近看不成词。',
  'plan.outcome.letters': '预计只是刚刚开始相连的字符。',
  'plan.fit': '改用 {layers}',
  'plan.remark.text-too-small': '对这个网络来说文本太少，它会死记硬背。',
  'plan.remark.text-short': '文本这么短，学不到多少：可以的话请多加一些。',
  'plan.remark.time-too-short': '这段时间连一遍都读不完：可以的话请延长时间。',
  'plan.remark.runs-unfused': 'LSTM 用这种激活函数没有快速内核，训练会慢上几倍。',
  'plan.remark.memory-tight': '这会占去电脑的大部分内存：请关闭其他程序，或者选小一些的网络。',
  'plan.remark.smaller-fits': '在这段时间里，较小的网络读得更多遍，学得更好。',
};
