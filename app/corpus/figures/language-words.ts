// What tells languages apart that share a script: the words that make up a third of any text in them, articles and
// prepositions mostly. Data alone.

/** By ISO 639-1 code; those of Latin script. */
export const latinWords: Record<string, string> = {
  en: 'the of and to in a that it is was he for with as his not be had you at but by her on she have they him from all',
  de: 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an er sie ich wie war nach noch',
  fr: 'de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se il ce je vous elle avec était',
  es: 'de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me sin',
  it: 'di che e la il un a per in una è non si le del da lo della con ma i come al dei alla nel più io sono gli',
  pt: 'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à',
  nl: 'de het een van en in is dat op te zijn niet met voor die hij er aan ik maar om ook als was bij naar zich uit nog ze',
  pl: 'w i na z się nie do to że jest o jak a ale po co tak za od przez był dla jego już przy czy ich ten tym by',
  cs: 'a se v na že je to s o z do i ve jako za by k ale si po jsem byl od tak který jen když už pro jeho',
  sk: 'a sa v na že je to s o z do aj vo ako za by k ale si po som bol od tak ktorý len keď už pre jeho',
  sv: 'och i att det som en på är av för med den till inte han var jag om ett men hade de sig så från när kan hon vid sin',
  da: 'og i at det er en til af på for med den der ikke han var jeg et de som men havde sig så fra da kan hun ved blev',
  nb: 'og i å det er en til av på for med den som ikke han var jeg et de men hadde seg så fra da kan hun ved ble etter',
  fi: 'ja on ei se oli hän että mutta niin kun kuin joka ovat minä ole sen myös jos tai nyt vain sitten minun hänen mitä olen sitä jo ne siitä',
  hu: 'a az és hogy nem is egy ez volt de meg csak mint ha már van el azt még mert én ki fel olyan le mi most minden ezt úgy',
  ro: 'de și în a la cu nu că o pe un se din mai este care ce pentru sau era dar lui ca au fi prin să îi am după',
  tr: 've bir bu da de için ne o ile çok daha gibi var ben kadar sonra ama olarak her şey değil ki olan diye onun en mi hiç yok şu',
  hr: 'i je u se na da su za od s kao ne što o to iz bi koji a sa ali kako nije po samo još će bio ili sve',
  lt: 'ir į kad su iš yra tai o buvo bet nuo kaip jis ne apie už ar per prie po labai taip dar jo savo tik dėl jau iki ji',
  et: 'ja on ei et ta see oli kui mis ka oma aga nii siis või ning seda olid mida tema ma veel kes juba välja üle selle nagu pole sest',
  id: 'yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada mereka sudah atau kita telah oleh bisa dia seperti lebih kami kepada saat',
  vi: 'và của là có không được một trong người cho những với các đã này ở khi để đến cũng ra như anh thì tôi từ nhưng lại vào nó',
  la: 'et in est non ut ad cum quod qui sed si quae ex esse a ab de nec se hoc etiam me sunt quam aut atque enim per eius ac',
  eo: 'la kaj de al en estas ne ke li mi por kun ĝi sed kiu pri tio estis ili kiel ŝi sur ĉi el pli tiu per oni via sin',
};

/** Those of Cyrillic script. */
export const cyrillicWords: Record<string, string> = {
  ru: 'и в не на что он с как я это его но из по а к за то от все она так был же бы было вы у мы только',
  uk: 'і в не на що він з як я це його але із по а до за то від все вона так був же би було ви у ми та',
  bg: 'и в не на че той с като аз това да но от по а към за се е са го беше ще ли със си тя му които при',
  sr: 'и у не на да он са као ја је се су за од што би али то из која који био ће није само још по код или',
  be: 'і ў не на што ён з як я гэта яго але з па а да за то ад усе яна так быў жа бы было вы у мы ці',
};
