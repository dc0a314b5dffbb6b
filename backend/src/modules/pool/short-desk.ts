import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows } from "../../lib/sql";
import type { ShortQuestion } from "./short-questions";
import type { ShortRow, ShortWait } from "./short-types";

/** What came of a short, as far as it is the cooperative's whose entry it is. */
export interface ShortOfDesk {
  questions: ShortQuestion[];
  waits: ShortWait[];
  /** Units kept aside in its pools. */
  aside_units: number;
}

/**
 * An order of two cooperatives that can't be filled is one entry, which one of the two desks has: it sees what is asked about
 * its own packs, which of them wait, and what of its own goods is kept aside. The rest is the other's.
 */
export class ShortDesk {
  constructor(private readonly sql: Knex) {}

  /** What a short gives back: goods, freight, and the tax in both. */
  async refund(short_id: string): Promise<{ goods_minor: number; freight_minor: number; tax_minor: number }> {
    const found = await row<{ goods_minor: number; freight_minor: number; tax_minor: number }>(
      this.sql,
      `select coalesce(sum(goods_minor), 0)::float8 as goods_minor, coalesce(sum(freight_minor), 0)::float8 as freight_minor,
              coalesce(sum(tax_minor), 0)::float8 as tax_minor from short_line where short_id = ?`,
      [short_id],
    );
    return found ?? { goods_minor: 0, freight_minor: 0, tax_minor: 0 };
  }

  async of(short: ShortRow): Promise<ShortOfDesk> {
    const bindings = [short.id, short.cooperative_id];
    const [questions, waits, aside] = await Promise.all([
      rows<ShortQuestion>(
        this.sql,
        `select q.short_id, q.order_id, q.token, q.asked_at, q.due_at, q.answer, q.by_default, q.about, s.number, s.state, s.view
         from short_question q join short s on s.id = q.short_id
         where q.short_id = ? and exists (
           select from jsonb_array_elements(s.plan -> 'lines') l join pool p on p.id = l ->> 'pool'
           where l ->> 'order' = q.order_id and p.cooperative_id = ?
             and ((l ->> 'packs')::bigint > 0 or coalesce((l ->> 'regraded')::bigint, 0) > 0 or jsonb_typeof(l -> 'offer') = 'object'))
         order by q.order_id`,
        bindings,
      ),
      rows<ShortWait>(
        this.sql,
        `select w.short_id, w.order_id, w.order_line_id, w.pool_id, w.packs::float8 as packs, w.pack_units::float8 as pack_units, w.ships, w.until, w.state
         from short_wait w join pool p on p.id = w.pool_id where w.short_id = ? and p.cooperative_id = ? order by w.order_line_id`,
        bindings,
      ),
      rows<{ units: number }>(
        this.sql,
        `select coalesce(sum(l.units), 0)::float8 as units from hold h join hold_line l on l.hold_id = h.id join pool p on p.id = l.pool_id
         where h.kind = 'short' and h.owner_id = ? and p.cooperative_id = ?`,
        bindings,
      ),
    ]);
    return { questions, waits, aside_units: aside[0]?.units ?? 0 };
  }
}
