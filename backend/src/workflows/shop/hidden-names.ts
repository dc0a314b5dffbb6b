import type { MedusaContainer } from "@medusajs/framework/types";
import { NOTICE_TEXTS, withoutNames } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { NoticeRow } from "../../modules/village/notices";
import type { ShownThanks } from "../../modules/village/thanks";
import type { VillageRow } from "../../modules/village/types";

/** Who is named no more. */
const SOMEBODY = { zh: "一户人家", en: "a household" };

/** What may name somebody: whose households to look for, and in which texts. A text's language is the end of its name; else it is Chinese. */
interface Naming<Row> {
  villages: (row: Row) => readonly string[];
  texts: readonly (keyof Row & string)[];
}

export const VILLAGES: Naming<VillageRow> = {
  villages: (village) => [village.id],
  texts: ["story_zh", "story_en", "people_zh", "people_en", "season_zh", "season_en"],
};
export const NOTICES: Naming<NoticeRow> = { villages: (notice) => [notice.village_id], texts: NOTICE_TEXTS };
export const THANKS: Naming<ShownThanks> = { villages: (thanks) => thanks.village_ids, texts: ["words"] };

/**
 * Rows as anybody may read them: a household that has taken its consent back since their texts were published is blanked in them at once.
 * One query for any number of rows.
 */
export async function withHiddenNames<Row extends object>(
  container: MedusaContainer,
  rows: readonly Row[],
  { villages, texts }: Naming<NoInfer<Row>>,
): Promise<Row[]> {
  if (rows.length === 0) return [];
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const hidden = await cooperatives.notAgreedIn(
    rows.flatMap((row) => {
      const text = texts.map((name) => String(row[name])).join("\n");
      return villages(row).map((village_id) => ({ village_id, text }));
    }),
  );
  if (hidden.size === 0) return [...rows];
  return rows.map((row) => {
    const names = villages(row).flatMap((village_id) => hidden.get(village_id) ?? []);
    const blanked = texts.map((name) => {
      const instead = name.endsWith("_en") ? SOMEBODY.en : SOMEBODY.zh;
      return [name, withoutNames(String(row[name]), names, instead)];
    });
    return { ...row, ...(Object.fromEntries(blanked) as Partial<Row>) };
  });
}
