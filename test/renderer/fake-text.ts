// What the fake engine reads and writes: a little text of the project's own in two languages.

/** A letter, long enough to show a page. */
export const english = `I have read your letter twice on the stairs, which is where I read the ones I mean to keep. It rained again today, and the garden has gone over to the slugs; the cat will not go out, and sits upon the radiator to watch me write.

You ask how we shall winter. I have taken down the old knitting and found that it was never a scarf at all but a kind of letter, one line for every evening that you were not here. When the kettle had boiled we found that neither of us wanted tea after all, only the noise of it.

You said that a house without a kettle is a house without an opinion. I have thought of that every morning since, and of the blue cup on the sill, and of the harbour as it was before the boats went out. `;

/** The same in Chinese. */
export const chinese = `你的信我在楼梯上读了两遍，想留着的信我都在那里读。窗外的雨下了三天，院子里的桂花落了一地，猫不肯出门，坐在暖气上看我写字。

你问我冬天怎么过。我把旧毛衣都拆了，织成一条很长的围巾，长得可以绕着我们的老房子走一圈。水烧开的时候，我们才发现谁也不想喝茶，只是想听那个声音。

你说没有水壶的房子就是没有主意的房子。从那以后每天早上我都会想起这句话，还有窗台上那只蓝杯子，还有船出港以前的码头。`;

/** Writes on from a prompt: the same for the same seed, longer for a longer length. */
export function writeText(language: 'en' | 'zh', seed: number, length: number): string {
  const source = [...(language === 'zh' ? chinese : english)];
  const start = (seed * 37) % source.length;
  const rotated = [...source.slice(start), ...source.slice(0, start)];
  const text: string[] = [];
  while (text.length < length) text.push(...rotated);
  return text.slice(0, length).join('');
}

/** What a model writes after so many seconds: noise at first, words later. */
export function sampleAfter(language: 'en' | 'zh', seconds: number): string {
  const noise = { en: 'e tn ohtaeus rw,l ieha  mnd so', zh: '的了一，在人。有不这' }[language];
  if (seconds < 20) return noise;
  if (seconds < 60)
    return { en: 'the was and in the sere of the wind and', zh: '我在那个时候的路上' }[language];
  const all = language === 'zh' ? chinese : english;
  const start = Math.floor(seconds * 7) % Math.floor(all.length / 2);
  return all.slice(start, start + (language === 'zh' ? 42 : 120));
}
