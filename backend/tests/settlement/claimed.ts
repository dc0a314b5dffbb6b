import { id, value, type GivenOrder, type SettlementHouse } from "./house";

/** A buyer gets `amount` of the first line back for a claim, and whoever is at fault bears it. */
export async function claimedOf(
  house: SettlementHouse,
  of: { cooperative_id: string; given: GivenOrder; amount: number; cause: "goods" | "packing"; lots_bp?: number },
) {
  const { cooperative_id, given, amount, cause } = of;
  const claim_id = id("claim");
  const line = given.lines[0]!;
  value(
    await house.settlement.shorts.promise({
      short_id: id("short"),
      claim_id,
      borne: true,
      person: "member_manager",
      lines: [
        {
          order_id: given.order_id,
          order_line_id: line.order_line_id,
          amount_minor: String(amount),
          freight_minor: "0",
          tax_minor: "0",
        },
      ],
    }),
  );
  const borne = await house.settlement.claims.bear({
    claim_id,
    attempt: 1,
    number: "CM000001",
    cooperative_id,
    currency: "CNY",
    cause,
    limit_minor: null,
    lots_bp: of.lots_bp ?? 5_000,
    lots: line.lots.map((lot) => ({ lot_id: lot.lot_id!, household_id: lot.household_id, weight: lot.grams })),
  });
  return { claim_id, borne };
}
