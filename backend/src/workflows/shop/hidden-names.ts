import type { MedusaContainer } from "@medusajs/framework/types";
import { withoutNames } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { VillageRow } from "../../modules/village/types";

/** Who is named no more. */
export const SOMEBODY = { zh: "一户人家", en: "a household" };
const TEXTS = ["story", "people", "season"] as const;

/**
 * Villages as anybody may read them: a household that has taken its consent back since their texts were published is blanked in
 * them at once. One query for any number of villages.
 */
export async function withHiddenNames(
  container: MedusaContainer,
  villages: readonly VillageRow[],
): Promise<VillageRow[]> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const hidden = await cooperatives.notAgreedIn(
    villages.map((village) => ({ village_id: village.id, text: textOf(village) })),
  );
  return villages.map((village) => {
    const names = hidden.get(village.id);
    if (!names) return village;
    const read = { ...village };
    for (const text of TEXTS) {
      read[`${text}_zh`] = withoutNames(village[`${text}_zh`], names, SOMEBODY.zh);
      read[`${text}_en`] = withoutNames(village[`${text}_en`], names, SOMEBODY.en);
    }
    return read;
  });
}

const textOf = (village: VillageRow): string =>
  TEXTS.flatMap((text) => [village[`${text}_zh`], village[`${text}_en`]]).join("\n");
