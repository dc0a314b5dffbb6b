import type pg from "pg";

/**
 * So many cooperatives, each with its stock location that sells through the shop's channel, as rows beside those that are there. In a stock
 * Medusa, which knows no cooperatives, their locations.
 */
export async function manyCooperatives(db: pg.Pool, count: number, { ours }: { ours: boolean }): Promise<void> {
  await db.query(
    `with made as (
       insert into stock_location (id, name) select 'sloc_bench_' || n, 'Bench cooperative ' || n from generate_series(1, $1::int) as n
       on conflict do nothing returning id)
     insert into sales_channel_stock_location (id, sales_channel_id, stock_location_id)
     select 'scloc_' || made.id, c.sales_channel_id, made.id from made, (select sales_channel_id from sales_channel_stock_location limit 1) as c`,
    [count],
  );
  await db.query(
    `insert into location_fulfillment_provider (id, stock_location_id, fulfillment_provider_id)
     select 'locfp_' || l.id, l.id, p.fulfillment_provider_id
     from stock_location l, (select fulfillment_provider_id from location_fulfillment_provider limit 1) as p
     where l.id like 'sloc_bench_%' on conflict do nothing`,
  );
  if (ours) {
    await db.query(
      `insert into cooperative (id, handle, name_zh, name_en, county_code, county_zh, county_en, tz, currency, stock_location_id)
       select 'coop_' || l.id, l.id, l.name, l.name, county_code, county_zh, county_en, tz, currency, l.id
       from stock_location l, (select * from cooperative order by created_at limit 1) as c
       where l.id like 'sloc_bench_%' on conflict do nothing`,
    );
  }
  await db.query(`analyze`);
}

/** Takes them away again, so that the next run begins as this one did. */
export async function noMoreCooperatives(db: pg.Pool): Promise<void> {
  await db.query(`delete from location_fulfillment_provider where stock_location_id like 'sloc_bench_%'`);
  await db.query(`delete from sales_channel_stock_location where stock_location_id like 'sloc_bench_%'`);
  await db.query(`delete from cooperative where stock_location_id like 'sloc_bench_%'`);
  await db.query(`delete from stock_location where id like 'sloc_bench_%'`);
}
