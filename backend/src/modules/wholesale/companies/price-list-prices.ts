import { decideListedPrice, ok, priceInList, refuse, saysNothing, type Refusal, type Result } from "@commonlot/domain";
import { rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import type { CompanyPrice } from "../quick-order/order-types";
import type { ListedPackPrice, ListedPricesInput } from "./price-list-types";

// What packs cost in a price list, and what a company pays with all that is said of a pack.

const STALE = refuse(
  "stale",
  "Somebody else has set these prices since you opened them. Nothing was changed; compare, then save again.",
);

type Steps = [from: number, price_minor: string][];
const stepsOf = (steps: Steps) => steps.map(([from, price_minor]) => ({ from, price_minor: BigInt(price_minor) }));

/** Variant id -> what the list says of it; those of which it says nothing are missing. One query for any number. */
export async function listedPrices(
  sql: Sql,
  list_id: string,
  variant_ids: readonly string[],
): Promise<Map<string, ListedPackPrice>> {
  const found = await rows<Omit<ListedPackPrice, "steps"> & { steps: Steps }>(
    sql,
    `select p.variant_id, p.product_id, p.currency, p.minimum_packs, p.version,
       coalesce((select json_agg(json_build_array(s.from_packs, s.price_minor::text) order by s.from_packs)
         from company_price_list_step s where s.list_id = p.list_id and s.variant_id = p.variant_id), '[]') as steps
     from company_price_list_price p where p.list_id = ? and p.variant_id = any(?)`,
    [list_id, [...variant_ids]],
  );
  return new Map(found.map(({ steps, ...price }) => [price.variant_id, { ...price, steps: stepsOf(steps) }]));
}

interface BothRow {
  variant_id: string;
  all_currency: string | null;
  all_minimum: number | null;
  all_steps: Steps | null;
  list_currency: string | null;
  list_minimum: number | null;
  list_steps: Steps | null;
}

/**
 * Variant id -> what this company pays: by the list that it is in today where that says something, else as for all companies; packs of which
 * neither says anything are missing. One statement for any number of packs and cooperatives. `today`: the cooperatives' day.
 */
export async function pricesOfCompany(
  sql: Sql,
  company_id: string,
  variant_ids: readonly string[],
  today: string,
): Promise<Map<string, Omit<CompanyPrice, "version">>> {
  if (variant_ids.length === 0) return new Map();
  const found = await rows<BothRow>(
    sql,
    `with asked as (select distinct unnest(?::text[]) as variant_id),
     own as (
       select c.list_id from company_price_list_company c join company_price_list l on l.id = c.list_id and l.ended_at is null
       where c.company_id = ? and coalesce(c.from_day <= ?::date, true) and coalesce(c.to_day >= ?::date, true)),
     listed as (
       select p.* from asked a join company_price_list_price p on p.variant_id = a.variant_id join own on own.list_id = p.list_id)
     select a.variant_id, g.currency as all_currency, g.minimum_packs as all_minimum,
       (select json_agg(json_build_array(s.from_packs, s.price_minor::text) order by s.from_packs)
        from company_price_step s where s.variant_id = a.variant_id) as all_steps,
       p.currency as list_currency, p.minimum_packs as list_minimum,
       (select json_agg(json_build_array(s.from_packs, s.price_minor::text) order by s.from_packs)
        from company_price_list_step s where s.list_id = p.list_id and s.variant_id = p.variant_id) as list_steps
     from asked a left join company_price g on g.variant_id = a.variant_id left join listed p on p.variant_id = a.variant_id
     where g.variant_id is not null or p.variant_id is not null`,
    [[...variant_ids], company_id, today, today],
  );
  return new Map(
    found.flatMap((one) => {
      const all =
        one.all_minimum === null ? null : { minimum_packs: one.all_minimum, steps: stepsOf(one.all_steps ?? []) };
      const listed =
        one.list_currency === null ? null : { minimum_packs: one.list_minimum, steps: stepsOf(one.list_steps ?? []) };
      const price = priceInList(listed, all);
      if (price === null) return [];
      // The currency of whose steps these are.
      const currency = (listed && listed.steps.length > 0 ? one.list_currency : one.all_currency) ?? one.list_currency;
      const { variant_id } = one;
      return [[variant_id, { variant_id, currency: currency ?? "", ...price, steps: [...price.steps] }] as const];
    }),
  );
}

/** A pack whose price was changed, with what the list said of it before and says now. */
interface PriceSet {
  variant_id: string;
  before: unknown;
  after: unknown;
}

/** Sets what a list says of packs of one product, all or none, under the lock of the list; what is as it was is left alone. */
export async function setListed_(
  tx: Transaction,
  by: { list_id: string; person: string },
  product: { product_id: string; currency: string },
  packs: ListedPricesInput["packs"],
): Promise<Result<PriceSet[], Refusal>> {
  const ids = packs.map((pack) => pack.variant_id);
  if (new Set(ids).size !== ids.length) return refuse("invalid_pack", "One pack was sent twice.", "packs");
  const before = await listedPrices(tx, by.list_id, ids);
  // All are looked at before the first is written: a refusal leaves everything as it was.
  for (const [at, pack] of packs.entries()) {
    if (pack.seen !== (before.get(pack.variant_id)?.version ?? 0)) return STALE;
    const steps = pack.steps.map((step) => ({ from: step.from, price_minor: BigInt(step.price_minor) }));
    const decided = decideListedPrice({ minimum_packs: pack.minimum_packs, steps });
    if (decided.ok) continue;
    const { field } = decided.refusal;
    return { ok: false, refusal: { ...decided.refusal, field: `packs.${at}${field ? `.${field}` : ""}` } };
  }
  const changed = packs.filter((pack) => !same(before.get(pack.variant_id), pack));
  await writeAll_(tx, by, product, changed);
  return ok(
    changed.map(({ variant_id, minimum_packs, steps }) => {
      const stood = before.get(variant_id);
      return { variant_id, before: stood ? plain(stood) : null, after: { minimum_packs, steps } };
    }),
  );
}

/** A row stays where a list says nothing any more: its version goes on, so that nobody overwrites what they have not seen. */
async function writeAll_(
  tx: Transaction,
  { list_id, person }: { list_id: string; person: string },
  { product_id, currency }: { product_id: string; currency: string },
  packs: ListedPricesInput["packs"],
): Promise<void> {
  await insertAll(
    tx,
    "company_price_list_price",
    [
      ["list_id", "text", () => list_id],
      ["variant_id", "text", (pack) => pack.variant_id],
      ["product_id", "text", () => product_id],
      ["currency", "text", () => currency],
      ["minimum_packs", "int", (pack) => pack.minimum_packs],
      ["set_by", "text", () => person],
    ],
    packs,
    `on conflict (list_id, variant_id) do update set minimum_packs = excluded.minimum_packs, currency = excluded.currency,
       version = company_price_list_price.version + 1, set_by = excluded.set_by, set_at = now()`,
  );
  await rows(tx, `delete from company_price_list_step where list_id = ? and variant_id = any(?)`, [
    list_id,
    packs.map((pack) => pack.variant_id),
  ]);
  await insertAll(
    tx,
    "company_price_list_step",
    [
      ["list_id", "text", () => list_id],
      ["variant_id", "text", (step) => step.variant_id],
      ["from_packs", "int", (step) => step.from],
      ["price_minor", "bigint", (step) => step.price_minor],
    ],
    packs.flatMap(({ variant_id, steps }) => steps.map((step) => ({ ...step, variant_id }))),
  );
}

const plain = ({ minimum_packs, steps }: ListedPackPrice) => ({
  minimum_packs,
  steps: steps.map((step) => ({ from: step.from, price_minor: Number(step.price_minor) })),
});

function same(stands: ListedPackPrice | undefined, wanted: ListedPricesInput["packs"][number]): boolean {
  const { minimum_packs, steps } = wanted;
  const after = { minimum_packs, steps: steps.map((step) => ({ ...step, price_minor: BigInt(step.price_minor) })) };
  if (!stands) return saysNothing(after);
  return (
    stands.minimum_packs === minimum_packs &&
    stands.steps.length === after.steps.length &&
    after.steps.every(
      (step, at) => step.from === stands.steps[at]?.from && step.price_minor === stands.steps[at].price_minor,
    )
  );
}
