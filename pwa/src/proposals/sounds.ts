/** Which characters sound alike, without a table of them all: the browser sorts by pinyin. */

/** The first character of each sound, in that order; rare sounds count with the one before. */
const FIRST = [
  ..."阿哎安凹八掰扳邦勹卑逼边灬玢冫拨逋猜参操叉觇伥抄抻柽吃充抽出巛春呲匆粗崔搓哒呆丹当刀灯氐掂刁爹丁东都嘟吨多婀儿发帆匚飞分丰夫该甘冈皋戈庚工勾估瓜关归呙嗨顸蒿诃轰侯乎花欢肓灰昏耠丌加戋江艽阶巾京纠居娟噘军开刊康苛刳匡亏坤垃来兰啷捞勒哩奁良撩咧拎伶溜龙娄噜娈罗妈颟邙猫没虻咪宀喵民名摸毪拿孬妮拈捏宁讴潘抛呸怦丕偏剽姘乒钋仆七千呛悄且亲青丘区悛缺人戎如杀山伤捎奢申升尸收书厶忪嗖苏虽唆他胎坍汤涛剔天佻厅通凸乇挖弯汪危温挝乌夕虾仙乡枭些心星休吁轩削勋丫恹央幺掖一因应佣优纡鸢曰晕糌遭则扎沾张钊蜇贞争之中州朱拙孜宗邹租昨",
];
const sorted = new Intl.Collator("zh-u-co-pinyin").compare;
const HAN = /\p{Script=Han}/u;
const known = new Map<string, string>();

export function chinese(text: string): boolean {
  return HAN.test(text);
}

/** Of each Chinese character the one that stands for its sound; tones are one. What else is there stays. */
export function sounds(text: string): string {
  return [...text].map((letter) => (HAN.test(letter) ? soundOf(letter) : letter)).join("");
}

function soundOf(letter: string): string {
  let found = known.get(letter);
  if (found === undefined) {
    let [low, high] = [0, FIRST.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted(FIRST[middle] ?? "", letter) <= 0) low = middle + 1;
      else high = middle;
    }
    found = FIRST[low - 1] ?? letter;
    known.set(letter, found);
  }
  return found;
}
