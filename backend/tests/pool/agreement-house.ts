import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { agreementPaper } from "../../src/lib/agreement-paper";
import type { AgreementDraft } from "../../src/modules/wholesale/agreements/agreement-types";
import type { QuoteActor } from "../../src/modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import { givenCompany, givenMember } from "../people/company-kit";
import { id } from "../settlement/house";
import { later } from "../settlement/spec-house";
import { shortHouse, value, type ShortHouse } from "./short-house";

export interface Firm {
  company_id: string;
  buyer: QuoteActor & { side: "buyer" };
}

interface Proposed {
  agreement_id: string;
  sha256: string;
}

/** The house of one file of tests about agreements: a bare database with the pool beside them, 100 kg more in it before each test. */
export function agreementHouse() {
  let made: ShortHouse | undefined;
  beforeAll(async () => {
    made = await shortHouse();
  });
  afterAll(() => made?.close());
  beforeEach(async () => {
    await made?.lot(100_000);
  });
  const house = later(() => made);
  const wholesale = later(() => made?.container.resolve<WholesaleService>("wholesale"));

  const seller = (): QuoteActor & { side: "seller" } => ({
    side: "seller",
    id: "m_manager",
    cooperative_id: house.cooperative_id,
  });

  /** Packs of a kilo; what they cost is the draft's. */
  const kilos = (variant_id: string, packs: number) => ({
    product_id: "prod_walnut",
    variant_id,
    pool_id: house.pool_id,
    title: { zh: "核桃", en: "Walnuts" },
    pack: { zh: "1 公斤", en: "1 kg" },
    grade: "1",
    unit: "g" as const,
    units_per_pack: 1_000,
    packs,
  });

  const paperOf = (of: AgreementDraft, version = 1) =>
    agreementPaper({
      number: "A-1",
      version,
      by: "buyer",
      currency: "CNY",
      seller: { zh: "武都合作社", en: "Wudu" },
      buyer: "食堂",
      draft: of,
      written_at: new Date("2026-11-28T02:00:00Z"),
    });

  async function firm(): Promise<Firm> {
    const company_id = await givenCompany(house);
    const member_id = await givenMember(house, company_id, ["owner", "buyer", "approver"]);
    return { company_id, buyer: { side: "buyer", id: member_id, company_id } };
  }

  async function proposed({ buyer, company_id }: Firm, of: AgreementDraft): Promise<Proposed> {
    const paper = await paperOf(of);
    const { id: agreement_id } = value(
      await wholesale.agreements.propose(buyer, {
        company_id,
        cooperative_id: house.cooperative_id,
        number: await wholesale.agreements.nextNumber(),
        draft: of,
        paper,
        idempotency_key: randomUUID(),
        input_hash: "same",
      }),
    );
    return { agreement_id, sha256: paper.sha256 };
  }

  const sign = (by: QuoteActor, of: Proposed & { version?: number }, email = `${by.id}@sign.example`) =>
    wholesale.agreements.sign({ ...by, email }, { version: 1, name: "王芳", ...of });

  /** Proposed by the company, and signed by both. */
  async function active(of: Firm, terms: AgreementDraft): Promise<string> {
    const paper = await proposed(of, terms);
    value(await sign(seller(), paper));
    expect(value(await sign(of.buyer, paper)).state).toBe("active");
    return paper.agreement_id;
  }

  const held = async (quote_id: string) => (await house.pools.quoteHolds.of([quote_id])).get(quote_id) ?? null;

  /** As its three writes do it: noted, handed to a cart, accepted. */
  async function accept(by: Firm, quote_id: string): Promise<string> {
    const quote = await wholesale.quotes.byId(quote_id);
    const upon_version = quote?.version ?? 0;
    const begun = await wholesale.acceptance.begin(by.buyer, { quote_id, upon_version, hold: await held(quote_id) });
    expect(value(begun).state).toBe("handing");
    const version = await wholesale.quotes.version(quote_id, upon_version);
    const units = (version?.lines ?? []).reduce((sum, line) => sum + line.packs * line.units_per_pack, 0);
    const { cart_id } = value(
      await house.pools.quoteHolds.toCart({
        quote_id,
        cart_id: id("cart"),
        lines: [{ pool_id: house.pool_id, units }],
        person: "x",
      }),
    );
    await wholesale.acceptance.finish(quote_id, cart_id);
    return cart_id;
  }

  async function pay(cart_id: string): Promise<void> {
    const { rows } = await house.db.query<{ id: string }>(`select id from company_order where cart_id = $1`, [cart_id]);
    await wholesale.orders.ordered(rows[0]?.id ?? "", id("order"));
  }

  const broken = async () => (await wholesale.invariants()).filter((one) => one.violations > 0).map((one) => one.id);

  return { house, wholesale, seller, kilos, paperOf, firm, proposed, sign, active, held, accept, pay, broken };
}
