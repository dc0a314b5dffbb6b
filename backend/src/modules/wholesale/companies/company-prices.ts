import { decidePackPrice, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import type { CompanyPrice, CompanyPricesInput } from "../quick-order/order-types";

const STALE = refuse(
  "stale",
  "Somebody else has set these prices since you opened them. Nothing was changed; compare, then save again.",
);

interface Row {
  variant_id: string;
  currency: string;
  minimum_packs: number;
  version: number;
  steps: [from: number, price_minor: string][];
}

/** What packs cost companies, and the least they are sold in. */
export class CompanyPrices {
  constructor(private readonly sql: Knex) {}

  /** Variant id -> its price for companies; those without are missing. One query for any number. */
  of(variant_ids: readonly string[]): Promise<Map<string, CompanyPrice>> {
    return pricesOf(this.sql, variant_ids);
  }

  /** Sets those of one product, all or none; the caller has found that they are this cooperative's. What is as it was is left alone. */
  set(
    by: { cooperative_id: string; person: string },
    product: { product_id: string; currency: string },
    packs: CompanyPricesInput["packs"],
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const ids = [...new Set(packs.map((pack) => pack.variant_id))].sort();
      if (ids.length !== packs.length) return refuse("invalid_pack", "One pack was sent twice.", "packs");
      // One writer of a product's prices at a time, also where none stands yet.
      await row(tx, `select pg_advisory_xact_lock(hashtextextended('company_price:' || ?, 0))`, [product.product_id]);
      const before = await pricesOf(tx, ids);
      // All are looked at before the first is written: a refusal leaves everything as it was.
      for (const [at, pack] of packs.entries()) {
        if (pack.seen !== (before.get(pack.variant_id)?.version ?? 0)) return STALE;
        const steps = pack.steps.map((step) => ({ from: step.from, price_minor: BigInt(step.price_minor) }));
        const decided = decidePackPrice({ minimum_packs: pack.minimum_packs, steps });
        if (decided.ok) continue;
        const { field } = decided.refusal;
        return { ok: false, refusal: { ...decided.refusal, field: `packs.${at}${field ? `.${field}` : ""}` } };
      }
      const changed = packs.filter(({ variant_id, ...after }) => {
        const stands = before.get(variant_id);
        return stands ? !same(plain(stands), after) : !isNothing(after);
      });
      await writeAll_(tx, by, product, changed, before);
      return ok(undefined);
    });
  }
}

async function writeAll_(
  tx: Transaction,
  { cooperative_id, person }: { cooperative_id: string; person: string },
  { product_id, currency }: { product_id: string; currency: string },
  packs: CompanyPricesInput["packs"],
  before: ReadonlyMap<string, CompanyPrice>,
): Promise<void> {
  await insertAll(
    tx,
    "company_price",
    [
      ["variant_id", "text", (pack) => pack.variant_id],
      ["product_id", "text", () => product_id],
      ["cooperative_id", "text", () => cooperative_id],
      ["currency", "text", () => currency],
      ["minimum_packs", "int", (pack) => pack.minimum_packs],
      ["set_by", "text", () => person],
    ],
    packs,
    `on conflict (variant_id) do update set minimum_packs = excluded.minimum_packs, currency = excluded.currency,
       version = company_price.version + 1, set_by = excluded.set_by, set_at = now()`,
  );
  await rows(tx, `delete from company_price_step where variant_id = any(?)`, [packs.map((pack) => pack.variant_id)]);
  await insertAll(
    tx,
    "company_price_step",
    [
      ["variant_id", "text", (step) => step.variant_id],
      ["from_packs", "int", (step) => step.from],
      ["price_minor", "bigint", (step) => step.price_minor],
    ],
    packs.flatMap(({ variant_id, steps }) => steps.map((step) => ({ ...step, variant_id }))),
  );
  await insertAll(
    tx,
    "company_price_change",
    [
      ["id", "text", () => newId("cprice")],
      ["variant_id", "text", (pack) => pack.variant_id],
      ["cooperative_id", "text", () => cooperative_id],
      ["person", "text", () => person],
      ["before", "jsonb", ({ variant_id }) => changeOf(before.get(variant_id))],
      ["after", "jsonb", ({ minimum_packs, steps }) => JSON.stringify({ minimum_packs, steps } satisfies Plain)],
    ],
    packs,
  );
}

const changeOf = (stood: CompanyPrice | undefined) => (stood ? JSON.stringify(plain(stood)) : null);

interface Plain {
  minimum_packs: number;
  steps: { from: number; price_minor: number }[];
}
const plain = ({ minimum_packs, steps }: CompanyPrice): Plain => ({
  minimum_packs,
  steps: steps.map((step) => ({ from: step.from, price_minor: Number(step.price_minor) })),
});
const isNothing = ({ minimum_packs, steps }: Plain) => minimum_packs === 1 && steps.length === 0;
const same = (one: Plain, other: Plain) =>
  one.minimum_packs === other.minimum_packs &&
  one.steps.length === other.steps.length &&
  one.steps.every(
    (step, at) => step.from === other.steps[at]?.from && step.price_minor === other.steps[at]?.price_minor,
  );

async function pricesOf(sql: Sql, variant_ids: readonly string[]): Promise<Map<string, CompanyPrice>> {
  if (variant_ids.length === 0) return new Map();
  const found = await rows<Row>(
    sql,
    `select p.variant_id, p.currency, p.minimum_packs, p.version,
       coalesce(json_agg(json_build_array(s.from_packs, s.price_minor::text) order by s.from_packs) filter (where s.variant_id is not null), '[]') as steps
     from company_price p left join company_price_step s on s.variant_id = p.variant_id
     where p.variant_id = any(?) group by p.variant_id`,
    [[...variant_ids]],
  );
  return new Map(
    found.map(({ steps, ...price }) => [
      price.variant_id,
      { ...price, steps: steps.map(([from, price_minor]) => ({ from, price_minor: BigInt(price_minor) })) },
    ]),
  );
}
