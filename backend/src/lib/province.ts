import type { Words } from "./words";

/** The province-level divisions of China: code (first two digits of GB/T 2260), short Chinese name, English name. */
const PROVINCES: readonly (readonly [code: string, zh: string, en: string])[] = [
  ["11", "北京", "Beijing"],
  ["12", "天津", "Tianjin"],
  ["13", "河北", "Hebei"],
  ["14", "山西", "Shanxi"],
  ["15", "内蒙古", "Inner Mongolia"],
  ["21", "辽宁", "Liaoning"],
  ["22", "吉林", "Jilin"],
  ["23", "黑龙江", "Heilongjiang"],
  ["31", "上海", "Shanghai"],
  ["32", "江苏", "Jiangsu"],
  ["33", "浙江", "Zhejiang"],
  ["34", "安徽", "Anhui"],
  ["35", "福建", "Fujian"],
  ["36", "江西", "Jiangxi"],
  ["37", "山东", "Shandong"],
  ["41", "河南", "Henan"],
  ["42", "湖北", "Hubei"],
  ["43", "湖南", "Hunan"],
  ["44", "广东", "Guangdong"],
  ["45", "广西", "Guangxi"],
  ["46", "海南", "Hainan"],
  ["50", "重庆", "Chongqing"],
  ["51", "四川", "Sichuan"],
  ["52", "贵州", "Guizhou"],
  ["53", "云南", "Yunnan"],
  ["54", "西藏", "Tibet"],
  ["61", "陕西", "Shaanxi"],
  ["62", "甘肃", "Gansu"],
  ["63", "青海", "Qinghai"],
  ["64", "宁夏", "Ningxia"],
  ["65", "新疆", "Xinjiang"],
];

export const PROVINCE_CODES: readonly string[] = PROVINCES.map(([code]) => code);

/** What people write after the short name: 甘肃省, 广西壮族自治区, Gansu Province. */
const ZH_SUFFIX = /(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/;
const EN_SUFFIX = /\s+(province|municipality|(zhuang |hui |uygur |uyghur )?autonomous region)$/;

const BY_NAME = new Map<string, string>(
  PROVINCES.flatMap(([code, zh, en]) => [
    [code, code],
    [zh, code],
    [en.toLowerCase(), code],
    [en.toLowerCase().replaceAll(" ", ""), code],
  ]),
)
  .set("xizang", "54")
  .set("neimenggu", "15")
  .set("shaanxi", "61");

/** The two-digit code of a province written as a code (44, CN-44) or a name (广东, 广东省, Guangdong), or undefined. */
export function provinceCode(text: string | null | undefined): string | undefined {
  const plain = (text ?? "").normalize("NFKC").trim().toLowerCase().replace(/^cn-/, "");
  return BY_NAME.get(plain) ?? BY_NAME.get(plain.replace(ZH_SUFFIX, "")) ?? BY_NAME.get(plain.replace(EN_SUFFIX, ""));
}

/** The Chinese short name of a province code, for people and labels. */
export function provinceName(code: string): string {
  return PROVINCES.find(([known]) => known === code)?.[1] ?? "";
}

/** What people call a province in either language; its code where we know no name. */
export function provinceWords(code: string): Words {
  const [, zh, en] = PROVINCES.find(([known]) => known === code.slice(0, 2)) ?? [code, code, code];
  return { zh, en };
}

/** The province of an address: as written in its field, or else as its city or first line begins (广东省广州市…). */
export function provinceOfAddress(
  address: { province?: string | null; city?: string | null; address_1?: string | null } | null | undefined,
): string | undefined {
  const written = provinceCode(address?.province);
  if (written !== undefined) return written;
  for (const text of [address?.city, address?.address_1]) {
    const begins = PROVINCES.find(([, zh]) => (text ?? "").trim().startsWith(zh));
    if (begins) return begins[0];
  }
  return undefined;
}
