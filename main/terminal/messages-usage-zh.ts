// What the reader of the command line refuses, in Simplified Chinese. It has its own English sentences; here they are
// known again by their form, and one that is not known stays as it is.

/** A form of a sentence, and what is said in its place of the parts in it. */
type Row = [RegExp, (...parts: string[]) => string];

const similar = String.raw`(?:\n\(Did you mean (?:one of )?(.+)\?\))?`;
const orRather = (names: string) => (names === '' ? '。' : `，是不是 ${names}？`);

const rows: Row[] = [
  [
    new RegExp(`^unknown option '(.+?)'${similar}$`, 's'),
    (flag, names) => `没有选项 ${flag}${orRather(names)}`,
  ],
  [
    new RegExp(`^unknown command '(.+?)'${similar}$`, 's'),
    (name, names) => `没有命令“${name}”${orRather(names)}`,
  ],
  [/^missing required argument '(.+)'$/, (name) => `缺少参数 <${name}>。`],
  [/^option '(.+)' argument missing$/, (flags) => `选项 ${flags} 后面缺少值。`],
  [/^required option '(.+)' not specified$/, (flags) => `必须给出选项 ${flags}。`],
  [
    /^option '(.+)' cannot be used with option '(.+)'$/,
    (flags, others) => `选项 ${flags} 不能与 ${others} 同用。`,
  ],
  [
    /^too many arguments for '(.+)'\. Expected (\d+) arguments? but got (\d+)\.$/,
    (command, expected, got) => `参数太多：${command} 应有 ${expected} 个，给出了 ${got} 个。`,
  ],
  [
    /^option '(.+?)' argument '(.*)' is invalid\. ?(.*)$/s,
    (flags, value, expected) => `选项 ${flags} 不能是“${value}”。${expected}`,
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+?)'\. ?(.*)$/s,
    (value, name, expected) => `参数 <${name}> 不能是“${value}”。${expected}`,
  ],
];

/** A refusal as a person reads it. */
export function chineseRefusal(message: string): string {
  for (const [form, say] of rows) {
    const parts = form.exec(message);
    if (parts) return say(...parts.slice(1).map((part: string | undefined) => part ?? ''));
  }
  return message;
}
