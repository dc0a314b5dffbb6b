import { checkMarketPrice, marketFrom, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { formThere } from "../../../lib/earlier-form";
import { newId } from "../../../lib/ids";
import { atKey, placeOf } from "../../../lib/keyset";
import { inTransaction, row, rows, type Sql } from "../../../lib/sql";
import type { Words } from "../../../lib/words";
import type { QuoteActor } from "../quotes/quote-types";
import type { MarketPriceForm } from "./agreement-types";

/** A good that agreements price by floor and share, in one currency, with the newest price that is published of it. */
interface MarketGood {
  variant_id: string;
  currency: string;
  title: Words;
  pack: Words;
  day: string | null;
  price_minor: string | null;
}

interface MarketPrice {
  id: string;
  variant_id: string;
  title: Words;
  pack: Words;
  currency: string;
  day: string;
  price_minor: string;
  source: string;
  at: Date;
  at_key: string;
}

/** What a call-off takes of a market price. */
export interface PriceOfDay {
  id: string;
  variant_id: string;
  day: string;
  price_minor: bigint;
}

const PUBLISHED_OTHERWISE = refuse(
  "idempotency_conflict",
  "This form published something else before. Open it anew; nothing was published.",
);

/** Goods in the versions that stand of proposed and active agreements of a cooperative: what its market prices are asked for. */
const GOODS = `select distinct on (l.variant_id, a.currency) l.variant_id, a.currency, l.title, l.pack
  from agreement a join agreement_line l on l.agreement_id = a.id and l.version = a.version and l.share_bp is not null
  where a.cooperative_id = ? and a.ended_at is null order by l.variant_id, a.currency, a.created_at desc`;

/** What the market pays on a day, published by the cooperative. A correction is a new row: what a call-off took before stays with it. */
export class MarketPrices {
  constructor(private readonly sql: Knex) {}

  /** Publishes a price, for goods that an agreement prices so. The same key with the same words is the same price. */
  publish(
    by: QuoteActor & { side: "seller" },
    form: MarketPriceForm,
    { today, input_hash }: { today: string; input_hash: string },
  ): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const { variant_id, currency, day } = form;
      const price_minor = BigInt(form.price_minor);
      const may = checkMarketPrice({ day, price_minor, source: form.source }, today);
      if (!may.ok) return may;
      const good = await row<MarketGood>(tx, `select * from (${GOODS}) g where variant_id = ? and currency = ?`, [
        by.cooperative_id,
        variant_id,
        currency,
      ]);
      if (!good)
        return refuse(
          "market_not_asked",
          "No agreement of your cooperative prices these goods by the market. Nothing was published.",
          "good",
        );
      const made = await row<{ id: string }>(
        tx,
        `insert into market_price (id, cooperative_id, variant_id, title, pack, currency, day, price_minor, source, person, idempotency_key, input_hash)
         values (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint market_price_once do nothing returning id`,
        [
          newId("market"),
          by.cooperative_id,
          variant_id,
          JSON.stringify(good.title),
          JSON.stringify(good.pack),
          currency,
          day,
          String(price_minor),
          form.source.trim(),
          by.id,
          form.idempotency_key,
          input_hash,
        ],
      );
      if (made) return ok(made);
      const key = { cooperative_id: by.cooperative_id, idempotency_key: form.idempotency_key };
      return formThere(tx, "market_price", key, { input_hash, otherwise: PUBLISHED_OTHERWISE });
    });
  }

  /** What the market pays for these goods on that day, each of its own cooperative; missing where no price counts. One query for any number. */
  async ofDay(
    goods: readonly { cooperative_id: string; currency: string; variant_id: string }[],
    day: string,
  ): Promise<(PriceOfDay & { cooperative_id: string })[]> {
    if (goods.length === 0) return [];
    const found = await rows<Omit<PriceOfDay, "price_minor"> & { cooperative_id: string; price_minor: string }>(
      this.sql,
      `select distinct on (p.cooperative_id, p.variant_id) p.cooperative_id, p.id, p.variant_id, p.day::text as day, p.price_minor
       from unnest(?::text[], ?::text[], ?::text[]) as g (cooperative_id, currency, variant_id)
       join market_price p on p.cooperative_id = g.cooperative_id and p.currency = g.currency and p.variant_id = g.variant_id
       where p.day between ?::date and ?::date order by p.cooperative_id, p.variant_id, p.day desc, p.at desc, p.id desc`,
      [
        goods.map((one) => one.cooperative_id),
        goods.map((one) => one.currency),
        goods.map((one) => one.variant_id),
        marketFrom(day),
        day,
      ],
    );
    return found.map((one) => ({ ...one, price_minor: BigInt(one.price_minor) }));
  }

  /** Goods whose market price call-offs need, each with the newest one. */
  goods(cooperative_id: string): Promise<MarketGood[]> {
    return rows(
      this.sql,
      `select g.*, p.day::text as day, p.price_minor from (${GOODS}) g left join lateral (
         select day, price_minor from market_price m where m.cooperative_id = ? and m.variant_id = g.variant_id and m.currency = g.currency
         order by m.day desc, m.at desc, m.id desc limit 1) p on true order by g.variant_id, g.currency`,
      [cooperative_id, cooperative_id],
    );
  }

  /** What was published, the newest first. */
  published(cooperative_id: string, input: { cursor?: string | undefined; limit: number }): Promise<MarketPrice[]> {
    const place = placeOf(input.cursor);
    return rows(
      this.sql,
      `select id, variant_id, title, pack, currency, day::text as day, price_minor, source, at, ${atKey("at")} from market_price
       where cooperative_id = ? and (at, id) < (?::timestamptz, ?) order by at desc, id desc limit ?`,
      [cooperative_id, place.at, place.id, input.limit],
    );
  }
}

/** Of each good the newest price on or before a day, while it counts. Of one day the one that was published last. */
export async function pricesOfDay(
  sql: Sql,
  of: { cooperative_id: string; currency: string; variant_ids: readonly string[]; day: string },
): Promise<Map<string, PriceOfDay>> {
  if (of.variant_ids.length === 0) return new Map();
  const found = await rows<Omit<PriceOfDay, "price_minor"> & { price_minor: string }>(
    sql,
    `select distinct on (variant_id) id, variant_id, day::text as day, price_minor from market_price
     where cooperative_id = ? and currency = ? and variant_id = any(?) and day between ?::date and ?::date
     order by variant_id, day desc, at desc, id desc`,
    [of.cooperative_id, of.currency, [...of.variant_ids], marketFrom(of.day), of.day],
  );
  return new Map(found.map((one) => [one.variant_id, { ...one, price_minor: BigInt(one.price_minor) }]));
}
