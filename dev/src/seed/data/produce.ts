// What each village sells. One inventory item per pool, counted in grams or pieces; packs are variants of it.

export interface PackSeed {
  /** Base units in one pack: what one sale takes from the pool. */
  units: number;
  title_zh: string;
  title_en: string;
  price_minor: number;
  /** Weight of the goods in it, for freight. Equal to `units` when the pool is weighed. */
  weight_g: number;
}

export interface ProduceSeed {
  handle: string;
  village: string;
  produce: "walnut" | "sichuan-pepper" | "olive-oil" | "rice" | "egg";
  title_zh: string;
  title_en: string;
  description_zh: string;
  description_en: string;
  storage_zh: string;
  storage_en: string;
  unit: "g" | "piece";
  /** Grams of one base unit. */
  unit_g: number;
  blendable: boolean;
  rule: "pro_rata" | "fefo";
  /** The name of a drawing of the storefront. */
  illustration: string;
  packs: readonly PackSeed[];
}

const g = (units: number, title_zh: string, title_en: string, price_minor: number): PackSeed => ({
  units,
  title_zh,
  title_en,
  price_minor,
  weight_g: units,
});

const WALNUT = {
  produce: "walnut",
  description_zh: "带壳干核桃，当季新果，皮薄，用手一捏就开。日晒干燥，不漂白、不熏硫。",
  description_en:
    "This season's walnuts in the shell, thin enough to crack by hand. Dried in the sun, not bleached, not sulphured.",
  storage_zh: "阴凉通风处保存，开袋后密封冷藏，六个月内吃完。",
  storage_en: "Keep cool and airy. Once opened, seal and refrigerate; eat within six months.",
  unit: "g",
  unit_g: 1,
  blendable: true,
  rule: "pro_rata",
  illustration: "walnut",
  packs: [
    g(500, "500 克袋装", "500 g bag", 1_800),
    g(2_000, "2 公斤袋装", "2 kg bag", 6_400),
    g(20_000, "20 公斤麻袋", "20 kg sack", 56_000),
  ],
} as const;

const PEPPER = {
  produce: "sichuan-pepper",
  description_zh: "武都大红袍花椒，当日晒干，色红粒大，去籽去闭眼椒。香气足，麻味长。",
  description_en:
    "Dahongpao Sichuan pepper from Wudu, dried on the day it was picked, seeds and closed berries removed. Fragrant, long numbing.",
  storage_zh: "密封避光保存，现用现磨，十二个月内味道最好。",
  storage_en: "Keep sealed and dark, grind as you need it. Best within twelve months.",
  unit: "g",
  unit_g: 1,
  blendable: true,
  rule: "pro_rata",
  illustration: "pepper",
  packs: [g(100, "100 克罐装", "100 g tin", 1_680), g(250, "250 克袋装", "250 g bag", 3_750)],
} as const;

const RICE = {
  produce: "rice",
  description_zh: "晚造丝苗米，米粒细长，饭软而不黏。下单后现碾，不抛光、不加香。",
  description_en:
    "Late-crop Simiao rice, slender, soft and not sticky. Milled after you order; not polished, nothing added.",
  storage_zh: "阴凉干燥处密封保存，三个月内吃完；夏天放冰箱。",
  storage_en: "Keep sealed, cool and dry; eat within three months. Refrigerate in summer.",
  unit: "g",
  unit_g: 1,
  blendable: true,
  rule: "fefo",
  illustration: "rice",
  packs: [g(5_000, "5 公斤袋装", "5 kg bag", 4_500), g(10_000, "10 公斤袋装", "10 kg bag", 8_600)],
} as const;

const EGG = {
  produce: "egg",
  description_zh: "山林散养土鸡蛋，逐枚照光。一板三十枚，全是同一户人家的。",
  description_en: "Eggs of free-ranging hens, each held against the light. A tray of thirty comes from one family.",
  storage_zh: "尖头朝下冷藏，收货后三十天内吃完。",
  storage_en: "Refrigerate with the pointed end down; eat within thirty days.",
  unit: "piece",
  unit_g: 50,
  blendable: false,
  rule: "fefo",
  illustration: "eggs",
  packs: [{ units: 30, title_zh: "30 枚一板", title_en: "Tray of 30", price_minor: 4_800, weight_g: 1_500 }],
} as const;

export const PRODUCE: readonly ProduceSeed[] = [
  { ...WALNUT, handle: "maya-walnuts", village: "maya", title_zh: "麻崖核桃", title_en: "Maya walnuts" },
  {
    ...WALNUT,
    handle: "doujiazhuang-walnuts",
    village: "doujiazhuang",
    illustration: "walnut-sack",
    title_zh: "豆家庄高山核桃",
    title_en: "Doujiazhuang mountain walnuts",
  },
  {
    ...PEPPER,
    handle: "jiaoyuan-pepper",
    village: "jiaoyuan",
    title_zh: "椒园大红袍花椒",
    title_en: "Jiaoyuan Sichuan pepper",
  },
  {
    ...PEPPER,
    handle: "fanjiashan-pepper",
    village: "fanjiashan",
    illustration: "pepper-tray",
    title_zh: "樊家山花椒",
    title_en: "Fanjiashan Sichuan pepper",
  },
  {
    handle: "luozhai-olive-oil",
    village: "luozhai",
    produce: "olive-oil",
    title_zh: "罗寨初榨橄榄油",
    title_en: "Luozhai olive oil",
    description_zh: "当天采摘当天冷榨的初榨橄榄油，青草香，先苦后辣。一瓶 500 毫升（460 克）。",
    description_en:
      "Olive oil pressed cold on the day of picking: grassy, bitter, then peppery. A bottle of 500 ml (460 g).",
    storage_zh: "避光阴凉处保存，开瓶后三个月内用完。",
    storage_en: "Keep dark and cool; use within three months of opening.",
    unit: "g",
    unit_g: 1,
    blendable: true,
    rule: "pro_rata",
    illustration: "olive-oil",
    packs: [g(460, "500 毫升瓶装", "500 ml bottle", 6_800)],
  },
  {
    ...RICE,
    handle: "shangmeng-rice",
    village: "shangmeng",
    title_zh: "上蒙丝苗米",
    title_en: "Shangmeng Simiao rice",
  },
  {
    ...EGG,
    handle: "zhangshi-eggs",
    village: "zhangshi",
    title_zh: "嶂石土鸡蛋",
    title_en: "Zhangshi free-range eggs",
  },
  {
    ...EGG,
    handle: "yanhua-eggs",
    village: "yanhua",
    illustration: "egg-tray",
    title_zh: "雁化土鸡蛋",
    title_en: "Yanhua free-range eggs",
  },
  {
    ...RICE,
    handle: "yanhua-rice",
    village: "yanhua",
    illustration: "rice-measure",
    title_zh: "雁化丝苗米",
    title_en: "Yanhua Simiao rice",
  },
];

/** Every pool of the seed takes the first grade. */
export const GRADE = { code: "1", zh: "一级", en: "Grade 1" } as const;
