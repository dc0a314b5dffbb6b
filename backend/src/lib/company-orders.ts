import { atKey, placeOf } from "./keyset";
import { NOTHING_COMES } from "./nothing-comes";
import { rows, type Sql } from "./sql";
import type { Words } from "./words";

// What a company ordered, as its list shows it. Reads across the rooms, writes nothing, and counts no parcels: their counts are kept.

/** Goods that a row names; of more it says how many there are. */
const NAMED = 3;
const OWED = `p.kind in ('balance', 'account', 'freight') and p.state = 'ordered' and p.settled_at is null`;
/** Ends of a parcel's way. */
const ENDS = `('delivered', 'lost', 'returned')`;

export interface CompanyOrderRow {
  id: string;
  at_key: string;
  number: number;
  created_at: Date;
  currency: string;
  /** What was agreed, of all its cooperatives. */
  total_minor: bigint;
  canceled: boolean;
  /** All of it fell short: it has no parcel and gets none. */
  nothing_comes: boolean;
  /** Who asked for it; empty once they were forgotten. */
  who: string;
  /** Each with the day for which its goods are wanted, as its accepted version says. */
  quotes: { id: string; number: string; wanted_on: string | null }[];
  joint_id: string | null;
  goods: { title: Words; pack: Words; packs: number }[];
  goods_count: number;
  /** Open of what is paid after the order. */
  left_minor: bigint;
  due_at: Date | null;
  /** Given back of it, paid by transfer, and with the cooperative until it is sent or used. */
  lies_minor: bigint;
  on_account: boolean;
  parcels: number;
  delivered: number;
  /** Papers of it were issued. */
  invoiced: boolean;
}

export interface AskedOrders {
  company_id: string;
  /** One of them; null: a page of all. */
  order_id: string | null;
  /** Done: all of it came, or its way ended, or nothing of it is left to come, and nothing is owed; or it was cancelled. Null: both. */
  done: boolean | null;
  cursor?: string | undefined;
  limit: number;
}

/** A company's orders, the newest first, in one statement; an order of several quotes is one row. */
export async function companyOrderRows(sql: Sql, asked: AskedOrders): Promise<CompanyOrderRow[]> {
  const place = placeOf(asked.cursor);
  const found = await rows<
    Omit<CompanyOrderRow, "total_minor" | "left_minor" | "lies_minor"> &
      Record<"total_minor" | "left_minor" | "lies_minor", string>
  >(
    sql,
    `with owed as materialized (
       select l.order_id, sum(l.left_minor) as left_minor, min(l.due_at) as due_at, bool_or(l.kind = 'account') as on_account
       from (
         select p.order_id, p.kind, p.due_at, p.amount_minor
           - coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id and u.undone_at is null), 0)
           - coalesce((select sum(c.amount_minor) from receivable_credit c where c.proforma_id = p.id), 0) as left_minor
         from proforma p where p.company_id = ? and ${OWED}) l
       where l.left_minor > 0 group by l.order_id),
     page as (
       select o.id, ${atKey("o.created_at")}, o.display_id as number, o.created_at, w.currency, w.member_id,
         (w.state = 'cancelled' or o.status = 'canceled') as canceled, t.parcels, t.delivered, n.nothing_comes,
         coalesce(d.left_minor, 0) as left_minor, d.due_at, coalesce(d.on_account, false) as on_account
       from company_order w join "order" o on o.id = w.order_id and o.deleted_at is null
         left join owed d on d.order_id = o.id
         cross join lateral (
           select coalesce(sum(y.parcels), 0)::int as parcels,
             coalesce(sum(y.parcels) filter (where y.state = 'delivered'), 0)::int as delivered,
             coalesce(sum(y.parcels) filter (where y.state in ${ENDS}), 0)::int as ended
           from parcel_tally y where y.order_id = o.id and y.state <> 'void' and y.plan_version is distinct from
             (select run.plan_version from plan_run run where run.order_id = o.id and run.state in ('writing', 'written'))) t
         cross join lateral (select case when t.parcels = 0 and o.status <> 'canceled' then ${NOTHING_COMES} else false end as nothing_comes) n
       where w.company_id = ? and (?::text is null or w.order_id = ?)
         and not exists (select from company_order x where x.order_id = w.order_id and x.company_id = w.company_id and x.id < w.id)
         and (o.created_at, o.id) < (?::timestamptz, ?)
         and (?::boolean is null or ?::boolean = (
           w.state = 'cancelled' or o.status = 'canceled' or (d.order_id is null and (n.nothing_comes or (t.parcels > 0 and t.ended = t.parcels
             and not exists (select from short_wait v where v.order_id = o.id and v.state = 'waiting'))))))
       order by o.created_at desc, o.id desc limit ?)
     select page.id, page.at_key, page.number, page.created_at, page.currency, page.canceled, page.nothing_comes, page.parcels, page.delivered,
       page.left_minor::text as left_minor, b.lies_minor::text as lies_minor, page.due_at, page.on_account, m.name as who,
       q.total_minor::text as total_minor, q.quotes, q.joint_id, g.goods, g.goods_count,
       exists (select from invoice i where i.order_id = page.id) as invoiced
     from page join company_member m on m.id = page.member_id
       cross join lateral (
         select coalesce(sum(l.amount_minor
           - coalesce((select sum(u.amount_minor) from transfer_use u where u.line_id = l.id and u.undone_at is null), 0)), 0) as lies_minor
         from refund_intent r join transfer_line l on l.source = 'refund' and l.line_key = 'refund:' || r.id
         where r.order_id = page.id) b
       cross join lateral (
         select sum(x.total_minor) as total_minor,
           json_agg(json_build_object('id', z.id, 'number', z.number, 'wanted_on', v.deliver_on) order by z.id) as quotes,
           max(z.joint_id) as joint_id
         from company_order x join quote z on z.id = x.quote_id join quote_version v on v.quote_id = x.quote_id and v.version = x.version
         where x.order_id = page.id and x.company_id = ?) q
       cross join lateral (
         select count(*)::int as goods_count,
           coalesce(json_agg(json_build_object('title', l.title, 'pack', l.pack, 'packs', l.packs) order by l.place)
             filter (where l.place <= ${NAMED}), '[]'::json) as goods
         from (
           select k.title, k.pack, k.packs, row_number() over (order by k.quote_id, k.position) as place
           from company_order x join quote_line k on k.quote_id = x.quote_id and k.version = x.version
           where x.order_id = page.id and x.company_id = ?) l) g
     order by page.created_at desc, page.id desc`,
    [
      asked.company_id,
      asked.company_id,
      asked.order_id,
      asked.order_id,
      place.at,
      place.id,
      asked.done,
      asked.done,
      asked.limit,
      asked.company_id,
      asked.company_id,
    ],
  );
  return found.map((one) => ({
    ...one,
    total_minor: BigInt(one.total_minor),
    left_minor: BigInt(one.left_minor),
    lies_minor: BigInt(one.lies_minor),
  }));
}
