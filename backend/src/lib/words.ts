/** A thing's name in both languages of the house. */
export interface Words {
  zh: string;
  en: string;
}

const PRODUCE: Readonly<Record<string, Words>> = {
  walnut: { zh: "核桃", en: "walnuts" },
  "sichuan-pepper": { zh: "花椒", en: "Sichuan pepper" },
  "olive-oil": { zh: "橄榄油", en: "olive oil" },
  rice: { zh: "稻米", en: "rice" },
  egg: { zh: "土鸡蛋", en: "eggs" },
};

const GRADE: Readonly<Record<string, Words>> = {
  "1": { zh: "一级", en: "Grade 1" },
  "2": { zh: "二级", en: "Grade 2" },
  "3": { zh: "三级", en: "Grade 3" },
};

/** Produce and grades that have a name: what a new pool may be of. */
export const PRODUCE_CODES = Object.keys(PRODUCE);
export const GRADE_CODES = Object.keys(GRADE);

/** What people call a pool's produce; the code itself where nobody has named it yet. */
export function produceWords(code: string): Words {
  return (Object.hasOwn(PRODUCE, code) ? PRODUCE[code] : undefined) ?? { zh: code, en: code };
}

/** What people call a grade. */
export function gradeWords(code: string): Words {
  return (Object.hasOwn(GRADE, code) ? GRADE[code] : undefined) ?? { zh: code, en: code };
}

/** The code of a produce as people write it: its code, or its name in either language; undefined when nobody knows it. */
export function produceCode(written: string): string | undefined {
  return codeOf(PRODUCE, written);
}

export function gradeCode(written: string): string | undefined {
  return codeOf(GRADE, written);
}

function codeOf(names: Readonly<Record<string, Words>>, written: string): string | undefined {
  const plain = written.normalize("NFKC").trim().toLowerCase();
  if (Object.hasOwn(names, plain)) return plain;
  return Object.entries(names).find(([, { zh, en }]) => zh === plain || en.toLowerCase() === plain)?.[0];
}
