import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { indexMessages } from "../../lib/index-messages";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { CertificatePapers } from "./certificate-papers";
import { Pictures } from "./pictures";
import ShopPool from "./models/shop-pool";

/** What buyers find and see: their pictures; notices when something they see of a pool changes, and sends it to the search index (docs/adr/0040). */
class ShopService extends MedusaService({ ShopPool }) {
  protected readonly sql: Knex;
  readonly pictures: Pictures;
  readonly papers: CertificatePapers;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.pictures = new Pictures(this.sql);
    this.papers = new CertificatePapers(this.sql);
  }

  /** Whether there is something to buy in these pools. Those that ran out or came back are sent to the index; how many. */
  noticeStock(pools: readonly { pool_id: string; in_stock: boolean }[]): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const changed = await rows<{ pool_id: string }>(
        tx,
        `insert into shop_pool as s (pool_id, in_stock)
         select pool_id, in_stock from jsonb_to_recordset(?::jsonb) as x(pool_id text, in_stock boolean) order by pool_id
         on conflict (pool_id) do update set in_stock = excluded.in_stock, updated_at = now()
           where s.in_stock is distinct from excluded.in_stock
         returning pool_id`,
        [JSON.stringify(pools)],
      );
      return this.send_(tx, changed);
    });
  }

  /** What each pool has sold lately; a pool that is not named has sold nothing. Those that changed are sent to the index. */
  noticeSales(sold: readonly { pool_id: string; sold_g: number }[]): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const now = JSON.stringify(sold);
      const named = `jsonb_to_recordset(?::jsonb) as x(pool_id text, sold_g bigint)`;
      const quiet = await rows<{ pool_id: string }>(
        tx,
        `update shop_pool s set sold_g = 0, updated_at = now()
         where s.sold_g > 0 and not exists (select 1 from ${named} where x.pool_id = s.pool_id) returning s.pool_id`,
        [now],
      );
      const changed = await rows<{ pool_id: string }>(
        tx,
        `insert into shop_pool as s (pool_id, sold_g) select pool_id, sold_g from ${named} order by pool_id
         on conflict (pool_id) do update set sold_g = excluded.sold_g, updated_at = now()
           where s.sold_g is distinct from excluded.sold_g
         returning pool_id`,
        [now],
      );
      return this.send_(tx, [...quiet, ...changed]);
    });
  }

  /** Pool id -> grams sold lately; what sold nothing is missing. */
  async soldOf(pool_ids: readonly string[]): Promise<Map<string, number>> {
    const found = await rows<{ pool_id: string; sold_g: number }>(
      this.sql,
      `select pool_id, sold_g::float8 as sold_g from shop_pool where sold_g > 0 and pool_id = any(?)`,
      [[...pool_ids]],
    );
    return new Map(found.map(({ pool_id, sold_g }) => [pool_id, sold_g]));
  }

  /** From when on changes of products are to be looked for; changes were looked for up to then. */
  async lookedAt(): Promise<Date> {
    const found = await row<{ looked_at: Date }>(this.sql, `select looked_at from shop_look where what = 'products'`);
    if (!found) throw new Error("shop_look has no row of products");
    return found.looked_at;
  }

  /** Only after what was found is sent: whoever dies in between looks again. */
  async looked(at: Date): Promise<void> {
    await this.sql.raw(`update shop_look set looked_at = greatest(looked_at, ?) where what = 'products'`, [at]);
  }

  private async send_(tx: Transaction, pools: readonly { pool_id: string }[]): Promise<number> {
    const ids = pools.map(({ pool_id }) => pool_id);
    await appendAll(tx, indexMessages("pool", ids));
    return ids.length;
  }
}

export default ShopService;
