// A few sentences in each language, written for these tests, and texts in none.

export const passages: Record<string, string> = {
  en: 'When the rain had stopped, she went out to look at the garden. Most of the plants were lying on the ground, but the old rose by the wall had not lost a single leaf, and it was still in bloom.',
  de: 'Als der Regen aufgehört hatte, ging sie hinaus, um nach dem Garten zu sehen. Die meisten Pflanzen lagen am Boden, aber die alte Rose an der Mauer hatte nicht ein Blatt verloren und stand noch in Blüte.',
  fr: 'Quand la pluie eut cessé, elle sortit pour voir le jardin. La plupart des plantes étaient couchées sur le sol, mais le vieux rosier près du mur n’avait pas perdu une seule feuille et il était encore en fleur.',
  es: 'Cuando dejó de llover, salió para ver el jardín. La mayor parte de las plantas estaba en el suelo, pero el viejo rosal que crecía junto al muro no había perdido ni una hoja y todavía estaba en flor.',
  it: 'Quando la pioggia fu finita, uscì per vedere il giardino. La maggior parte delle piante era a terra, ma la vecchia rosa che cresceva vicino al muro non aveva perso una foglia ed era ancora in fiore.',
  pt: 'Quando a chuva parou, ela saiu para ver o jardim. A maior parte das plantas estava no chão, mas a velha roseira que crescia junto do muro não tinha perdido uma folha e ainda estava em flor.',
  nl: 'Toen de regen was opgehouden, ging ze naar buiten om naar de tuin te kijken. De meeste planten lagen op de grond, maar de oude roos bij de muur had niet een blad verloren en stond nog in bloei.',
  pl: 'Kiedy deszcz przestał padać, wyszła do ogrodu. Większość roślin leżała na ziemi, ale stara róża przy murze nie straciła ani jednego liścia i jak co roku o tej porze była jeszcze w pełni kwitnienia, a to nie jest mało.',
  cs: 'Když přestalo pršet, vyšla ven, aby se podívala na zahradu. Většina rostlin ležela na zemi, ale stará růže u zdi neztratila ani jeden list a jako by se nic nestalo, byla to ještě v květu ta nejkrásnější.',
  sv: 'När regnet hade slutat gick hon ut för att se på trädgården. De flesta växterna låg på marken, men den gamla rosen vid muren hade inte förlorat ett enda blad och den stod ännu i blom.',
  fi: 'Kun sade oli lakannut, hän meni ulos katsomaan puutarhaa. Useimmat kasvit olivat maassa, mutta vanha ruusu ei ollut menettänyt lehteäkään, ja se oli niin kaunis että hän jäi sen luo.',
  hu: 'Amikor az eső elállt, kiment, hogy megnézze a kertet. A legtöbb növény a földön feküdt, de az öreg rózsa a fal mellett nem veszítette el egy levelét sem, és még mindig virágzott, mint ha mi sem történt volna.',
  tr: 'Yağmur dinince bahçeye bakmak için dışarı çıktı. Bitkilerin çoğu yerdeydi ama duvarın yanındaki yaşlı gül bir yaprak bile kaybetmemişti ve daha önce olduğu gibi çok güzel bir çiçek açmıştı.',
  ru: 'Когда дождь кончился, она вышла посмотреть на сад. Почти все растения лежали на земле, но старая роза у стены не потеряла ни одного листа, и на ней всё ещё были цветы, как и в прошлом году.',
  uk: 'Коли дощ скінчився, вона вийшла подивитися на сад. Майже всі рослини лежали на землі, але стара троянда біля стіни не втратила жодного листка і, як це було й торік, ще цвіла, що всіх дивувало.',
  el: 'Όταν σταμάτησε η βροχή, βγήκε έξω για να δει τον κήπο. Τα πιο πολλά φυτά ήταν πεσμένα στο χώμα.',
  zh: '雨停了以后，她出去看看花園。大多數的植物都倒在地上，可是牆邊的老玫瑰一片葉子也沒有掉，還開著花。',
  ja: '雨がやんでから、彼女は庭を見に出た。ほとんどの植物は地面に倒れていたが、壁のそばの古い薔薇は葉を一枚も落とさず、まだ咲いていた。',
  ko: '비가 그친 뒤에 그녀는 정원을 보러 나갔다. 식물은 거의 다 땅에 쓰러져 있었지만 담 옆의 오래된 장미는 잎 하나 잃지 않고 아직 피어 있었다.',
  ar: 'عندما توقف المطر خرجت لترى الحديقة وكانت معظم النباتات على الأرض',
};

export const inNoLanguage: Record<string, string> = {
  'source code': [
    'export function sum(values: number[]): number {',
    '  let total = 0;',
    '  for (const value of values) total += value;',
    '  return total;',
    '}',
    'const cells = rows.map((row) => row.cells.length + offset).filter(Boolean);',
    'if (!cells.length) throw new RangeError(start + end);',
  ].join('\n'),
  'a table': '12.5;13.1;0.7\n44.0;17.2;1.9\n'.repeat(20),
  'a list of names':
    'Anna Berger\nJonas Petrov\nMiguel Santos\nYuki Tanaka\nLena Hoffmann\nOmar Haddad\nSofia Rossi\n',
  'a few words': 'hello world',
  nothing: '',
};
