// 配方的简短说法的简体中文语句；键与 en/words.ts 相同。

import type { enWords } from '../en/words.ts';

export const zhCNWords: Readonly<Record<keyof typeof enWords, string>> = {
  'words.oneHot': '独热',
  'words.embedding': '嵌入 {size}',
  'words.tied': '共用权重',
  'words.dropout': '失活 {share}',
  'words.head': '全连接 {sizes}',
  'words.last': '仅评判最后一个',
  'words.learningRate': '学习率 {rate}',
  'words.weightDecay': '权重衰减 {decay}',
  'words.clipNorm': '范数裁剪 {norm}',
  'words.clipValue': '数值裁剪 {value}',
  'words.unclipped': '不裁剪',
  'words.strided': '每隔 {stride} 个字符一个窗口',
  'words.batch': '批 {size}',
  'words.length': '长度 {length}',
  'words.everyCharacter': '全部字符',
  'words.minimumCount': '至少出现 {count} 次的字符',
  'words.coverage': '覆盖 {share}',
  'words.validation': '验证 {share}',
  'words.test': '测试 {share}',
  'words.validateEvery': '每 {steps} 步一次',
  'words.patience': '{count} 次无进步即停',
  'words.patienceGain': '{count} 次进步不足 {gain} 即停',
  'words.coresAuto': '核心数自动',
  'words.cores': '{count} 个核心',
  'words.seed': '种子 {seed}',
};
