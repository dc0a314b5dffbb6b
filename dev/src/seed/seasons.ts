import { SEASONS } from "./data/seasons.js";
import { must, type House } from "./house.js";
import type { VillageIds } from "./places.js";

/** Made up, and said to be: nobody has certified these goods. */
const CERTIFICATES: readonly (readonly [village: string, produce: string, kind: string, number: string])[] = [
  ["maya", "walnut", "green", "示例 LB-0001"],
  ["jiaoyuan", "sichuan-pepper", "geographical", "示例 GI-0002"],
  ["luozhai", "olive-oil", "organic", "示例 OG-0003"],
];

export async function seedSeasons(house: House, villages: VillageIds): Promise<void> {
  must(
    await house.village.seasons.put(
      SEASONS.map(({ village, produce, picked, sent }) => ({
        village_id: villages.get(village),
        produce,
        picked_from: picked.from,
        picked_to: picked.to,
        sent_from: sent.from,
        sent_to: sent.to,
      })),
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
