import path from "node:path";
import { readEnv } from "../../../../backend/src/env";
import type CooperativeService from "../../../../backend/src/modules/cooperative/service";
import type VillageService from "../../../../backend/src/modules/village/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { renderInChild } from "../../print/in-child";
import type { CardsSheet } from "./sheet";

/**
 * Prints the ID cards of one sheet, in the order of their numbers. The file is whole or not there; a job that dies after
 * writing it writes the same file again.
 */
export const handle: JobHandler<"print-cards"> = async ({ container, message_id, payload: { sheet_id }, log }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages: VillageService = container.resolve("village");
  const sheet = await cooperatives.cardSheets.sheet(sheet_id);
  if (!sheet) throw new PermanentFailure(`There is no sheet of cards ${sheet_id}.`);
  const [[cooperative], households] = await Promise.all([
    cooperatives.cooperatives([sheet.cooperative_id]),
    cooperatives.householdsById(sheet.household_ids),
  ]);
  const homes = await villages.villages([...new Set(households.map((household) => household.village_id))]);
  const home = new Map(homes.map((village) => [village.id, `${village.town_zh}${village.name_zh}`]));
  const shop = readEnv().STOREFRONT_URL.replace(/\/$/, "");
  const file = path.join("cards", `${sheet.id}.pdf`);
  const cards: CardsSheet = {
    file: path.resolve(readEnv().FILES_DIR, file),
    title: "农户卡",
    cards: households.map((household) => ({
      card_number: household.card_number,
      name: household.name,
      village: home.get(household.village_id) ?? "",
      cooperative: cooperative?.name_zh ?? "",
      cooperative_phone: cooperative?.phone ?? "",
      url: `${shop}/home/card/${household.card_number}`,
    })),
  };
  const { pages, sha256 } = await renderInChild("print-cards", cards);
  await cooperatives.cardSheets.recordPrinted({ message_id, sheet_id, file, pages, sha256 });
  log.info({ sheet_id, cards: households.length }, "cards printed");
};
