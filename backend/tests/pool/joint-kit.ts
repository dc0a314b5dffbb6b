import { randomUUID } from "node:crypto";
import type { CompanyRole } from "@commonlot/domain";
import type { JointGoods, PartDraft } from "../../src/modules/wholesale/joint/joint-types";
import type { QuoteActor, QuoteLine, VersionDraft } from "../../src/modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import { id } from "../settlement/house";
import { value, type ShortHouse } from "./short-house";

export interface Firm {
  company_id: string;
  as(member_id: string): QuoteActor & { side: "buyer" };
  member(roles: readonly CompanyRole[], limit_minor?: number): Promise<string>;
}

export const DAY_MS = 86_400_000;
export const PACK = 1_000;

/** A cooperative with a pool of its own. */
export interface Seller {
  cooperative_id: string;
  pool_id: string;
  variant_id: string;
}

export interface JointGiven {
  house: () => ShortHouse;
  firm: () => Promise<Firm>;
}

/** What joint quotes are tried with: cooperatives with goods, asked for a part each, and what each then has and says. */
export function jointKit(given: JointGiven) {
  const house = () => given.house();
  const wholesale = (): WholesaleService => house().container.resolve("wholesale");

  const sellers = async (count: number, units = 100_000): Promise<Seller[]> => {
    const made: Seller[] = [];
    for (let at = 0; at < count; at++) {
      const cooperative_id = id("coop");
      const { id: pool_id } = await house().pools.createPool({
        cooperative_id,
        origin_kind: "village",
        origin_id: id("village"),
        produce: "walnut",
        grade: "1",
        unit: "g",
        blendable: true,
        rule: "fefo",
        inventory_item_id: id("iitem"),
        location_id: "sloc_1",
      });
      value(
        await house().pools.receiveLot({
          pool_id,
          cooperative_id,
          household_id: id("household"),
          gross_g: units,
          tare_g: 0,
          harvested_on: "2026-10-01",
          grade: "1",
          weigher_id: "member_weigher",
          idempotency_key: randomUUID(),
          today: "2026-10-02",
        }),
      );
      made.push({ cooperative_id, pool_id, variant_id: id("variant") });
    }
    return made;
  };

  const line = (of: Seller, packs: number, price_minor: bigint | null): QuoteLine => ({
    product_id: "prod_walnut",
    variant_id: of.variant_id,
    pool_id: of.pool_id,
    title: { zh: "核桃", en: "Walnuts" },
    pack: { zh: "1 公斤", en: "1 kg" },
    grade: "1",
    unit: "g",
    units_per_pack: PACK,
    packs,
    price_minor,
  });
  const goods = (of: Seller): JointGoods => {
    const { product_id, variant_id, title, pack, grade, unit, units_per_pack } = line(of, 1, null);
    return { product_id, variant_id, title, pack, grade, unit, units_per_pack };
  };
  const drafts = (of: readonly Seller[], packs: number): PartDraft[] =>
    of.map((one) => ({ cooperative_id: one.cooperative_id, line: line(one, packs, null) }));
  const asked = (by: QuoteActor & { side: "buyer" }, of: readonly Seller[], packs = 10, key: string = randomUUID()) => {
    const [first] = of;
    if (!first) throw new Error("nobody is asked");
    return wholesale().joints.request(by, {
      goods: goods(first),
      parts: drafts(of, packs),
      prefer: "cheapest",
      wanted_on: "2027-01-10",
      address_id: null,
      words: "",
      idempotency_key: key,
      input_hash: "same",
    });
  };
  const whole = async (by: QuoteActor & { side: "buyer" }, joint_id: string) => {
    const found = await wholesale().joints.whole(by, joint_id);
    if (!found) throw new Error(`no joint quote ${joint_id}`);
    return found;
  };
  /** Quote id -> what its offer wants. */
  const wants = new Map<string, { pool_id: string; units: number }[]>();
  /** Ten packs at 20.00 and 50.00 freight: 250.00 a part. */
  const offer = async (
    of: Seller,
    quote_id: string,
    days = 7,
    upon_version = 1,
    inspection: VersionDraft["inspection"] = null,
  ) => {
    const expires_at = new Date(Date.now() + days * DAY_MS);
    value(
      await house().pools.quoteHolds.set({
        quote_id,
        lines: [{ pool_id: of.pool_id, units: 10 * PACK }],
        expires_at,
        priority: 5,
        note: quote_id,
        person: "m_manager",
        how: "exactly",
      }),
    );
    const draft: VersionDraft = {
      lines: [line(of, 10, 2_000n)],
      freight_minor: 5_000n,
      freight_term: { bearer: "cooperative" },
      deliver_on: "2027-01-10",
      terms: null,
      inspection,
      words: "",
    };
    const by = { side: "seller", id: "m_manager", cooperative_id: of.cooperative_id } as const;
    value(await wholesale().quotes.write(by, { quote_id, upon_version, expires_at, draft }));
    wants.set(quote_id, [{ pool_id: of.pool_id, units: 10 * PACK }]);
  };
  /** Asked of so many cooperatives, and offered by all of them. */
  const offered = async (by: QuoteActor & { side: "buyer" }, of: readonly Seller[]) => {
    const { id: joint_id } = value(await asked(by, of));
    const { quotes } = await whole(by, joint_id);
    for (const quote of quotes) {
      const own = of.find((one) => one.cooperative_id === quote.cooperative_id);
      if (own) await offer(own, quote.id);
    }
    return { joint_id, quote_ids: quotes.map((quote) => quote.id) };
  };
  const begin = async (
    by: QuoteActor & { side: "buyer" },
    joint_id: string,
    quote_ids: readonly string[],
    upon_version = 2,
  ) =>
    wholesale().jointAcceptance.begin(by, {
      joint_id,
      parts: quote_ids.map((quote_id) => ({ quote_id, upon_version })),
      holds: await house().pools.quoteHolds.of(quote_ids),
    });
  const hand = (quote_ids: readonly string[], cart_id = id("cart")) =>
    house().pools.quoteHolds.allToCart({
      quotes: quote_ids.map((quote_id) => ({ quote_id, lines: wants.get(quote_id) ?? [] })),
      cart_id,
      person: "x",
    });
  const states = async (by: QuoteActor & { side: "buyer" }, joint_id: string) =>
    (await whole(by, joint_id)).quotes.map((quote) => quote.state);
  const placed = async (quote_ids: readonly string[]) =>
    (
      await house().db.query<{ n: number; total: string }>(
        `select count(*)::int as n, coalesce(sum(total_minor), 0)::text as total from company_order where quote_id = any($1) and state = 'placed'`,
        [[...quote_ids]],
      )
    ).rows[0];
  /** What each pool holds, and for which kind of hold. */
  const heldBy = async (of: readonly Seller[]) =>
    (
      await house().db.query<{ kind: string; units: number; held: number }>(
        `select h.kind, l.units::int, p.held::int from hold_line l join hold h on h.id = l.hold_id join pool p on p.id = l.pool_id
         where l.pool_id = any($1) order by h.kind, l.pool_id`,
        [of.map((one) => one.pool_id)],
      )
    ).rows;

  /** Accepted by both, in a cart. */
  const accepted = async (by: QuoteActor & { side: "buyer" }, of: readonly Seller[]) => {
    const { joint_id, quote_ids } = await offered(by, of);
    value(await begin(by, joint_id, quote_ids));
    const { cart_id } = value(await hand(quote_ids));
    await wholesale().jointAcceptance.finish(joint_id, cart_id);
    return { joint_id, quote_ids, cart_id };
  };

  return {
    firm: given.firm,
    house,
    wholesale,
    sellers,
    line,
    goods,
    drafts,
    asked,
    whole,
    offer,
    offered,
    begin,
    hand,
    states,
    placed,
    heldBy,
    accepted,
  };
}
