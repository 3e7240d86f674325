// 各画面共用的语句的简体中文语句；键与 en/window.ts 相同。

import type { enWindow } from '../en/window.ts';

export const zhCNWindow: Readonly<Record<keyof typeof enWindow, string>> = {
  // places, the left side
  'app.name': 'Charloom',
  'app.skip': '跳到正文',
  'place.texts': '文本',
  'place.train': '训练',
  'place.write': '写作',
  'places.label': '页面',
  'models.title': '模型',
  'models.new': '新建模型',
  'models.open': '打开模型…',
  'models.none': '还没有模型。开始训练后会出现在这里。',
  'models.unreadable': '{count} 个模型无法读取：{folders}',
  'models.opening': '正在打开模型…',
  'models.loss': '{loss} nats',
  'models.state.fresh': '尚未训练',
  'models.state.training': '训练中',
  'models.state.queued': '排队中',
  'models.state.paused': '已暂停',
  'models.state.interrupted': '已中断',
  'models.state.shipped': '示例',
  'models.state.imported': '来自文件',
  'settings.language': '语言',
  'settings.theme': '明暗',
  'settings.theme.auto': '自动',
  'settings.theme.light': '浅色',
  'settings.theme.dark': '深色',

  // connection
  'connection.connecting': '正在启动引擎…',
  'connection.reconnecting': '与引擎的连接中断，正在重试；训练不受影响，仍在进行。',
  'connection.unreachable': 'Charloom 没有回应。如果它已经关闭，请重新启动，并打开它显示的新地址。',
  'connection.lost': '引擎无法重新启动。请关闭 Charloom，再打开一次。',
  'connection.restarted': '引擎曾意外停止，现已重新启动，训练从最近的检查点继续。',

  // small words
  'action.cancel': '取消',
  'action.close': '关闭',
  'action.dismiss': '知道了',
  'action.rename': '重命名…',
  'action.save': '保存',
  'action.add': '添加',
  'number.off': '关',
  'number.none': '–',
  'unit.parameters': '参数 {count}',
  'unit.charsPerSecond': '{count} 字/秒',
  'size.bytes': '{count} 字节',
  'duration.seconds': '{seconds} 秒',
  'duration.minutes': '{minutes} 分钟',
  'duration.minutesSeconds': '{minutes} 分 {seconds} 秒',
  'duration.hours': '{hours} 小时 {minutes} 分',
  'duration.days': '{days} 天 {hours} 小时',

  // first start
  'welcome.title': '教一个小模型，写出你的文风',
  'welcome.promise': '一切都在这台电脑上进行：你打开、训练、写下的内容都不会离开它。',
  'welcome.write.title': '先看它写',
  'welcome.write.text': '随软件附带一个小模型。它读过一本书，给它几个字，它就接着往下写。',
  'welcome.write.button': '用示例模型写作',
  'welcome.write.other': '改用「{name}」',
  'welcome.train.title': '看它学会',
  'welcome.train.text': '用「{name}」训练三分钟：从一团乱码，到字词，再到句子，全程看得见。',
  'welcome.train.button': '用示例文本训练',
  'welcome.own.title': '从你的文字开始',
  'welcome.own.text':
    '书信、日记、小说、笔记：纯文本、电子书、Word、PDF、网页或表格，拖进窗口任意位置，或者直接粘贴。',
  'welcome.own.button': '打开你的文本…',

  // what is wrong with a value
  'form.required': '这里需要填一个数。',
  'form.whole': '请填 {min} 到 {max} 之间的整数。',
  'form.between': '请填 {min} 到 {max} 之间的数。',
  'form.above': '请填大于 {min} 且不超过 {max} 的数。',
  'form.shares': '验证与测试合计最多占文本的一半。',
  'form.tie': '共用权重时，嵌入维数须与输出之前的那一层相同。',
  'form.chooseText': '请选择要训练的文本。',
  'form.name': '名称须为 1 到 {max} 个字符。',
};
