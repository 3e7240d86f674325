// Whether a text is Chinese, so that the page sets it in a Chinese font and a screen reader reads it so.

/** `zh` for text mostly in Han characters, else empty: a language that is not known. */
export function textLanguage(text: string): 'zh' | '' {
  const start = text.slice(0, 400);
  const han = start.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  return han > letters / 3 ? 'zh' : '';
}
