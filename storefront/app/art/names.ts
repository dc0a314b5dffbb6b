// The drawings by name, and which stands for what. Cheap to import: pages do; drawing is catalogue.ts.

export const PRODUCE_ART = [
  "walnut",
  "walnut-sack",
  "pepper",
  "pepper-tray",
  "olive-oil",
  "rice",
  "rice-measure",
  "eggs",
  "egg-tray",
  "tea",
  "honey",
  "citrus",
  "mushroom",
  "pumpkin",
  "basket",
] as const;
export type ProduceArt = (typeof PRODUCE_ART)[number];

export const VILLAGE_ART = [
  "walnut-hill",
  "misty-forest",
  "pepper-slopes",
  "drying-yard",
  "olive-river",
  "rice-plain",
  "bamboo-hens",
  "clear-river",
  "oasis",
] as const;
export type VillageArt = (typeof VILLAGE_ART)[number];

export type ArtName = ProduceArt | VillageArt;
export const ART_NAMES: readonly ArtName[] = [...PRODUCE_ART, ...VILLAGE_ART];

export const isVillageArt = (name: string): name is VillageArt => (VILLAGE_ART as readonly string[]).includes(name);
const isProduceArt = (name: string): name is ProduceArt => (PRODUCE_ART as readonly string[]).includes(name);

/** Names that people give to produce, in both languages. The first that fits counts: 橄榄油 before 油, 米 after all grains. */
const BY_WORD: readonly (readonly [RegExp, ProduceArt])[] = [
  [/walnut|核桃/i, "walnut"],
  [/pepper|花椒/i, "pepper"],
  [/olive|橄榄/i, "olive-oil"],
  [/\beggs?\b|蛋/i, "eggs"],
  [/\btea\b(?!.*\boil\b)|茶叶|绿茶|红茶|毛尖|毛峰/i, "tea"],
  [/honey|蜂蜜|蜜糖/i, "honey"],
  [/orange|citrus|mandarin|tangerine|pomelo|橙|柑|橘|桔|柚/i, "citrus"],
  [/mushroom|shiitake|fungus|香菇|蘑菇|菌|木耳/i, "mushroom"],
  [/pumpkin|squash|南瓜/i, "pumpkin"],
  [/\brice\b|稻|大米|丝苗|糯米/i, "rice"],
];

/** The drawing of a produce by its own name or by what people call it; a mixed basket for what nobody has drawn yet. */
export function produceArt(name: string): ProduceArt {
  return isProduceArt(name) ? name : (BY_WORD.find(([words]) => words.test(name))?.[1] ?? "basket");
}

/**
 * A village's landscape: the one it was given, else one that fits the country its county lies in (by the first two
 * digits of the county's administrative code), always the same for the same handle.
 */
export function villageArt(village: {
  illustration?: string | null | undefined;
  county_code: string;
  handle: string;
}): VillageArt {
  const given = village.illustration ?? "";
  if (isVillageArt(given)) return given;
  const fitting: readonly VillageArt[] = village.county_code.startsWith("65")
    ? ["oasis"]
    : /^(3[2-6]|4[2-5])/.test(village.county_code)
      ? ["clear-river", "rice-plain", "bamboo-hens"]
      : ["misty-forest", "walnut-hill"];
  const sum = [...village.handle].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  return fitting[sum % fitting.length] ?? "misty-forest";
}
