import type { Words } from "./words";

/** What a product may lack, in words. */
export const MISSING: Readonly<Record<string, Words>> = {
  description_zh: { zh: "中文介绍", en: "Chinese description" },
  title_en: { zh: "英文名称", en: "English name" },
  description_en: { zh: "英文介绍", en: "English description" },
  packs_en: { zh: "规格的英文名称", en: "English names of packs" },
};
