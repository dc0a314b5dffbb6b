import { SEASONS } from "./data/seasons.js";
import { must, type House } from "./house.js";
import type { VillageIds } from "./places.js";

/**
 * Made up, and said to be: nobody has certified these goods. A number is one for readers of every language, as the paper has it, so no word
 * of one language stands in it.
 */
const CERTIFICATES: readonly (readonly [village: string, produce: string, kind: string, serial: string])[] = [
  ["maya", "walnut", "green", "LB-0001"],
  ["jiaoyuan", "sichuan-pepper", "geographical", "GI-0002"],
  ["luozhai", "olive-oil", "organic", "OG-0003"],
];

const VALID_FROM = "2026-01-01";

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
  for (const [village, produce, kind, serial] of CERTIFICATES) {
    const village_id = villages.get(village) ?? "";
    const standing = await house.village.certificates.ofDesk(village_id, VALID_FROM);
    // Also under the number that a seed of before gave it.
    if (standing.some((one) => one.kind === kind && one.number.endsWith(serial))) continue;
    // One that was withdrawn is refused, and stays so.
    await house.village.certificates.add({
      village_id,
      produce,
      kind,
      number: `DEMO ${serial}`,
      issuer_zh: "演示数据，不是真证书",
      issuer_en: "Demo data, no real certificate",
      valid_from: VALID_FROM,
      valid_to: "2031-12-31",
    });
  }
}
