import { decideSampleOffer, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import type { OfferedSample, SampleOffersInput } from "./sample-types";

const STALE = refuse(
  "stale",
  "Somebody else has set these samples since you opened them. Nothing was changed; compare, then save again.",
);

type Row = Omit<OfferedSample, "price_minor" | "freight_minor"> & { price_minor: string; freight_minor: string };
const OFFER = `variant_id, product_id, cooperative_id, currency, offered, packs, price_minor, freight_minor, per_season, version`;
const offerOf = (found: Row): OfferedSample => ({
  ...found,
  price_minor: BigInt(found.price_minor),
  freight_minor: BigInt(found.freight_minor),
});

/** Whether this pack's sample is offered, under a lock that keeps it as it is until the transaction ends. */
export async function offerForAsking_(tx: Transaction, variant_id: string): Promise<OfferedSample | null> {
  const found = await row<Row>(tx, `select ${OFFER} from sample_offer where variant_id = ? for share`, [variant_id]);
  return found ? offerOf(found) : null;
}

/** What cooperatives offer of their packs as samples. */
export class SampleOffers {
  constructor(private readonly sql: Knex) {}

  /** Variant id -> its sample, also one that is offered no more; one query for any number. */
  of(variant_ids: readonly string[]): Promise<Map<string, OfferedSample>> {
    return offersOf(this.sql, variant_ids);
  }

  /** Sets those of one product, all or none; the caller has found that they are this cooperative's. What is as it was is left alone. */
  set(
    by: { cooperative_id: string; person: string },
    product: { product_id: string; currency: string },
    packs: SampleOffersInput["packs"],
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const ids = packs.map((pack) => pack.variant_id);
      if (new Set(ids).size !== ids.length) return refuse("invalid_pack", "One pack was sent twice.", "packs");
      // One writer of a product's samples at a time, also where none stands yet.
      await row(tx, `select pg_advisory_xact_lock(hashtextextended('sample_offer:' || ?, 0))`, [product.product_id]);
      const before = await offersOf(tx, ids);
      const after: OfferedSample[] = [];
      // All are looked at before the first is written: a refusal leaves everything as it was.
      for (const [at, { seen, ...pack }] of packs.entries()) {
        const stands = before.get(pack.variant_id);
        if (seen !== (stands?.version ?? 0)) return STALE;
        // What is not offered and never was is no sample, whatever stands in the form.
        if (!stands && !pack.offered) continue;
        const offer = {
          ...pack,
          price_minor: BigInt(pack.price_minor),
          freight_minor: BigInt(pack.freight_minor),
          ...{ ...product, cooperative_id: by.cooperative_id, version: seen + 1 },
        };
        const decided = decideSampleOffer(offer);
        if (!decided.ok)
          return {
            ok: false,
            refusal: { ...decided.refusal, field: `packs.${at}.${decided.refusal.field ?? "packs"}` },
          };
        if (!stands || !same(stands, offer)) after.push(offer);
      }
      await write_(tx, by.person, before, after);
      return ok(undefined);
    });
  }
}

/** All of them with what each changed from, in two statements for any number. */
async function write_(
  tx: Transaction,
  person: string,
  before: ReadonlyMap<string, OfferedSample>,
  after: readonly OfferedSample[],
): Promise<void> {
  await insertAll(
    tx,
    "sample_offer",
    [
      ["variant_id", "text", (offer) => offer.variant_id],
      ["product_id", "text", (offer) => offer.product_id],
      ["cooperative_id", "text", (offer) => offer.cooperative_id],
      ["currency", "text", (offer) => offer.currency],
      ["offered", "boolean", (offer) => offer.offered],
      ["packs", "int", (offer) => offer.packs],
      ["price_minor", "bigint", (offer) => offer.price_minor],
      ["freight_minor", "bigint", (offer) => offer.freight_minor],
      ["per_season", "int", (offer) => offer.per_season],
      ["set_by", "text", () => person],
    ],
    after,
    `on conflict (variant_id) do update set currency = excluded.currency, offered = excluded.offered, packs = excluded.packs,
       price_minor = excluded.price_minor, freight_minor = excluded.freight_minor, per_season = excluded.per_season,
       version = sample_offer.version + 1, set_by = excluded.set_by, set_at = now()`,
  );
  await insertAll(
    tx,
    "sample_offer_change",
    [
      ["id", "text", () => newId("soffer")],
      ["variant_id", "text", (offer) => offer.variant_id],
      ["cooperative_id", "text", (offer) => offer.cooperative_id],
      ["person", "text", () => person],
      ["before", "jsonb", (offer) => plainOrNull(before.get(offer.variant_id))],
      ["after", "jsonb", (offer) => JSON.stringify(plain(offer))],
    ],
    after,
  );
}

const plainOrNull = (offer: OfferedSample | undefined) => (offer ? JSON.stringify(plain(offer)) : null);
const plain = ({ offered, packs, price_minor, freight_minor, per_season, currency }: OfferedSample) => ({
  offered,
  packs,
  price_minor: String(price_minor),
  freight_minor: String(freight_minor),
  per_season,
  currency,
});
const same = (one: OfferedSample, other: OfferedSample): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other));

async function offersOf(sql: Sql, variant_ids: readonly string[]): Promise<Map<string, OfferedSample>> {
  if (variant_ids.length === 0) return new Map();
  const found = await rows<Row>(sql, `select ${OFFER} from sample_offer where variant_id = any(?)`, [[...variant_ids]]);
  return new Map(found.map((one) => [one.variant_id, offerOf(one)]));
}
