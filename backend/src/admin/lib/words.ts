/** The operator's language, as Medusa Admin sets it on the page. */
export function isChinese(): boolean {
  return document.documentElement.lang.startsWith("zh");
}

export interface Words {
  zh: string;
  en: string;
}

export function say(words: Words): string {
  return isChinese() ? words.zh : words.en;
}

const GRAMS_PER_KG = 1000;
const GRAMS_PER_JIN = 500;

/** Grams as kilograms with jin beside them, pieces as pieces. */
export function amount(units: number, unit: "g" | "piece"): string {
  const number = new Intl.NumberFormat(isChinese() ? "zh-CN" : "en", { maximumFractionDigits: 3 });
  if (unit === "piece") return `${number.format(units)} ${say({ zh: "枚", en: "pcs" })}`;
  const [kg, jin] = [number.format(units / GRAMS_PER_KG), number.format(units / GRAMS_PER_JIN)];
  return say({ zh: `${kg} 公斤（${jin} 斤）`, en: `${kg} kg (${jin} jin)` });
}
