import { randomUUID } from "node:crypto";
import type CooperativeService from "../../src/modules/cooperative/service";
import type SettlementService from "../../src/modules/settlement/service";
import { id, value } from "../settlement/house";

/** A cooperative with rates of its own: 3% and 5%, 0.40 a kilo for packing, nothing held back. Its id. */
export async function cooperativeOf(
  { cooperatives, settlement }: { cooperatives: CooperativeService; settlement: SettlementService },
  name_zh: string,
  name_en: string,
  card_prefix: string,
): Promise<string> {
  const { id: cooperative_id } = value(
    await cooperatives.createCooperative({
      handle: `h${randomUUID().slice(0, 8)}`,
      name_zh,
      name_en,
      county_code: "620000",
      county_zh: "武都",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-8210001",
      card_prefix,
    }),
  );
  value(
    await settlement.publishPolicy({
      cooperative_id,
      currency: "CNY",
      platform_bp: 300,
      cooperative_bp: 500,
      packing_minor_per_kg: 40,
      hold_days: 0,
      minimum_payout_minor: 0,
      person: "member_seed",
    }),
  );
  return cooperative_id;
}
