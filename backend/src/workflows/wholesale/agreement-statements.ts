import type { MedusaContainer } from "@medusajs/framework/types";
import { seasonEnd, type SeasonCallOff } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import { statementPaper } from "../../lib/agreement-statement-paper";
import type CooperativeService from "../../modules/cooperative/service";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type { MissingPacks } from "../../modules/pool/shorts";
import type { EndedCallOff, SeasonToEnd } from "../../modules/wholesale/agreements/agreement-statements";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";

/**
 * Draws up the statements of agreements that are over: once nothing that was called off is open any more and its orders have arrived, or sixty
 * days after the end. What dies between two of them is found again. How many.
 */
export async function drawUpStatements(container: MedusaContainer): Promise<number> {
  const { statements }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const due = await statements.due();
  const order_ids = due.flatMap((one) => ordersOf(one));
  if (due.length === 0) return 0;
  const [arrived, missing] = await Promise.all([parcels.arrivedOf(order_ids), pools.shorts.missingOf(order_ids)]);
  let drawn = 0;
  for (const season of due) {
    if (!season.late && ordersOf(season).some((order_id) => !arrived.has(order_id))) continue;
    const call_offs = season.call_offs.map((one) => seasonCallOff(one, missing));
    if (await statements.draw(season, seasonEnd({ ...season, call_offs }))) drawn += 1;
  }
  return drawn;
}

const ordersOf = ({ call_offs }: SeasonToEnd): string[] => call_offs.flatMap((one) => one.order_id ?? []);

/**
 * A line of an order is known by its pool and the size of its packs: where two goods are alike in both, the first has what is missing up to
 * all its packs, so that nothing is counted twice.
 */
function seasonCallOff(of: EndedCallOff, all: readonly MissingPacks[]): SeasonCallOff {
  const keyOf = (pool_id: string, units: number) => `${pool_id}:${units}`;
  const left = new Map(
    all
      .filter((one) => one.order_id === of.order_id)
      .map((one) => [keyOf(one.pool_id, one.pack_units), one.packs] as const),
  );
  const missing = of.parts.flatMap(({ variant_id, pool_id, units_per_pack, packs }) => {
    const key = keyOf(pool_id, units_per_pack);
    const lack = Math.min(left.get(key) ?? 0, packs);
    left.set(key, (left.get(key) ?? 0) - lack);
    return lack === 0 ? [] : [{ variant_id, packs: lack }];
  });
  return { quote_id: of.quote_id, outcome: of.outcome, parts: of.parts, missing };
}

/** The statement of an agreement as a PDF, for one side of it. */
export async function readStatementPaper(
  container: MedusaContainer,
  by: QuoteActor,
  agreement_id: string,
): Promise<{ number: string; pdf: Buffer }> {
  const { agreements, statements, companies }: WholesaleService = container.resolve("wholesale");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const whole = await agreements.whole(by, agreement_id);
  if (!whole) return refuseWith("agreement_not_found", "There is no such agreement.");
  const { agreement, versions } = whole;
  const statement = await statements.of(agreement.id);
  if (!statement)
    return refuseWith(
      "statement_not_found",
      "This agreement has no statement yet: it is drawn up when its season is over and all that was called off has come or ended.",
    );
  const version = versions.find((one) => one.version === statement.version);
  const [company, [seller]] = await Promise.all([
    companies.one(agreement.company_id),
    cooperatives.cooperatives([agreement.cooperative_id]),
  ]);
  const pdf = await statementPaper({
    number: agreement.number,
    currency: agreement.currency,
    seller: { zh: seller?.name_zh ?? "", en: seller?.name_en ?? "" },
    buyer: company?.name ?? "",
    lines: version?.lines ?? [],
    from_day: version?.from_day ?? "",
    to_day: version?.to_day ?? "",
    statement,
  });
  return { number: agreement.number, pdf };
}
