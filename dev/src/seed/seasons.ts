import { must, type House } from "./house.js";
import type { VillageIds } from "./places.js";

/** When each village picks and sends what it sells, by days of the year, as its season says in words. */
const SEASONS: readonly (readonly [village: string, produce: string, picked: string, sent: string])[] = [
  ["maya", "walnut", "09-05 09-30", "10-01 04-30"],
  ["doujiazhuang", "walnut", "09-12 09-30", "10-01 03-31"],
  ["jiaoyuan", "sichuan-pepper", "06-25 08-31", "01-01 12-31"],
  ["fanjiashan", "sichuan-pepper", "07-01 07-31", "01-01 12-31"],
  ["luozhai", "olive-oil", "11-01 11-30", "12-01 11-30"],
  ["shangmeng", "rice", "11-01 11-25", "01-01 12-31"],
  ["zhangshi", "egg", "01-01 12-31", "01-01 12-31"],
  ["yanhua", "egg", "01-01 12-31", "01-01 12-31"],
  ["yanhua", "rice", "11-05 11-28", "01-01 12-31"],
];

/** Made up, and said to be: nobody has certified these goods. */
const CERTIFICATES: readonly (readonly [village: string, produce: string, kind: string, number: string])[] = [
  ["maya", "walnut", "green", "示例 LB-0001"],
  ["jiaoyuan", "sichuan-pepper", "geographical", "示例 GI-0002"],
  ["luozhai", "olive-oil", "organic", "示例 OG-0003"],
];

export async function seedSeasons(house: House, villages: VillageIds): Promise<void> {
  must(
    await house.village.seasons.put(
      SEASONS.map(([village, produce, picked, sent]) => {
        const [picked_from, picked_to] = picked.split(" ");
        const [sent_from, sent_to] = sent.split(" ");
        return { village_id: villages.get(village), produce, picked_from, picked_to, sent_from, sent_to };
      }),
    ),
  );
  for (const [village, produce, kind, number] of CERTIFICATES) {
    // One that stands already is refused, and stays.
    await house.village.certificates.add({
      village_id: villages.get(village),
      produce,
      kind,
      number,
      issuer_zh: "演示数据，不是真证书",
      issuer_en: "Demo data, no real certificate",
      valid_from: "2026-01-01",
      valid_to: "2031-12-31",
    });
  }
}
