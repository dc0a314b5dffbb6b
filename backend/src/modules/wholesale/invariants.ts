import type { Invariant } from "../../lib/invariant";
import { row, type Sql } from "../../lib/sql";
import { SENT_TO } from "./addressees/addressee-rows";
import { CALLED } from "./agreements/agreement-rows";

const CHECKS: { id: string; name: string; sql: string }[] = [
  {
    id: "A1",
    name: "what is called off of an agreement and stands is never more than what was agreed",
    sql: `select count(*) as count, count(*) filter (where coalesce(d.packs, 0) > l.packs) as violations
      from agreement a join agreement_line l on l.agreement_id = a.id and l.version = a.version
      left join lateral (
        select sum(cl.packs) as packs from (${CALLED} where c.agreement_id = a.id) d
        join agreement_call_off_line cl on cl.quote_id = d.quote_id and cl.variant_id = l.variant_id where d.stage <> 'gone') d on true`,
  },
  {
    id: "A2",
    name: "every call-off is of an agreement that both sides signed, with the hash of its paper",
    // The paper's own bytes are hashed by a CHECK of the table, and a signature refers to that hash; here both are read once more.
    sql: `select count(*) as count, count(*) filter (where not exists (
          select from agreement_version v
          join agreement_signature b on b.agreement_id = v.agreement_id and b.version = v.version and b.side = 'buyer' and b.sha256 = v.sha256
          join agreement_signature s on s.agreement_id = v.agreement_id and s.version = v.version and s.side = 'seller' and s.sha256 = v.sha256
          where v.agreement_id = c.agreement_id and v.version = c.version and encode(sha256(v.pdf), 'hex') = v.sha256)) as violations
      from agreement_call_off c`,
  },
  {
    id: "A2b",
    name: "a pack by floor and share costs what its call-off took of the market, from the floor and share that were signed",
    // What it comes to is a CHECK of the table.
    sql: `select count(*) as count, count(*) filter (where p.price_minor is distinct from l.price_minor or p.floor_minor <> s.price_minor
          or p.share_bp <> al.share_bp) as violations
      from agreement_call_off c
      join agreement_line al on al.agreement_id = c.agreement_id and al.version = c.version and al.share_bp is not null
      join agreement_step s on s.agreement_id = al.agreement_id and s.version = al.version and s.position = al.position and s.from_packs = 0
      join quote_line l on l.quote_id = c.quote_id and l.variant_id = al.variant_id and l.price_minor is not null
      left join agreement_call_off_price p on p.quote_id = l.quote_id and p.variant_id = l.variant_id`,
  },
  {
    id: "A2c",
    name: "the statement of a season is of what was agreed, its sums are those of its lines, and only what is owed is noted as paid",
    sql: `select count(*) as count, count(*) filter (where t.delivered_minor <> coalesce(l.delivered_minor, 0) or t.lacking_minor <> coalesce(k.lacking_minor, 0)
          or coalesce(l.short_packs, 0) <> coalesce(k.packs, 0) or l.agreed_packs is distinct from g.packs
          or (t.compensation_minor = 0 and exists (select from agreement_compensation_paid p where p.agreement_id = t.agreement_id))) as violations
      from agreement_statement t
      left join lateral (select sum(delivered_minor) as delivered_minor, sum(short_packs) as short_packs, sum(agreed_packs) as agreed_packs
        from agreement_statement_line where agreement_id = t.agreement_id) l on true
      left join lateral (select sum(amount_minor) as lacking_minor, sum(packs) as packs
        from agreement_statement_lack where agreement_id = t.agreement_id) k on true
      left join lateral (select sum(packs) as packs from agreement_line
        where agreement_id = t.agreement_id and version = t.version) g on true`,
  },
  {
    id: "L1",
    name: "the packs of every list of addressees are those that they get, all together and of each kind",
    // A list whose quote came to nothing has nobody any more.
    sql: `select count(*) as count, count(*) filter (where a.packs <> l.packs_total or a.unlike > 0 or a.goods is distinct from l.goods) as violations
      from addressee_list l
      cross join lateral (
        select sum(x.packs) as packs, count(*) filter (where g.packs <> x.packs or (g.packs is null) <> (l.goods is null)) as unlike,
          (select jsonb_object_agg(k.id, k.packs) from (
             select e.key as id, sum(e.value::int) as packs from addressee y cross join lateral jsonb_each_text(y.goods) e
             where y.list_id = l.id group by e.key) k) as goods
        from addressee x
        left join lateral (select sum(e.value::int) as packs from jsonb_each_text(x.goods) e) g on true
        where x.list_id = l.id) a
      where a.packs is not null`,
  },
  {
    id: "L2",
    name: "what is kept of every sheet of addressees is what its lines come to, counted one by one",
    sql: `select count(*) as count, count(*) filter (where c.lines <> s.lines or c.wrong <> s.wrong or c.repeats <> s.repeats or c.left_out <> s.left_out
          or c.addressees <> s.addressees or c.packs <> s.packs_total or c.unlike > 0 or g.goods <> s.goods) as violations
      from addressee_sheet s
      cross join lateral (
        select count(*) as lines, count(*) filter (where l.faults <> '[]' and not l.left_out) as wrong, count(l.repeat_of) as repeats,
          count(*) filter (where l.left_out) as left_out, count(*) filter (where ${SENT_TO}) as addressees,
          coalesce(sum(l.packs) filter (where ${SENT_TO}), 0) as packs, count(*) filter (where l.repeat_of is distinct from l.first) as unlike
        from (select x.*, case when x.faults = '[]' and not x.left_out then nullif(min(x.line) filter (where x.faults = '[]' and not x.left_out) over (partition by x.same), x.line) end as first
              from addressee_sheet_line x where x.sheet_id = s.id) l) c
      cross join lateral (
        select coalesce(jsonb_object_agg(k.id, k.packs), '{}') as goods from (
          select e.key as id, sum(e.value::int) as packs from addressee_sheet_line l cross join lateral jsonb_each_text(l.goods) e
          where l.sheet_id = s.id and s.goods is not null and ${SENT_TO} group by e.key) k) g
      where s.state in ('checked', 'asked')`,
  },
];

/** What holds of agreements, of lists and of sheets of addressees, whatever happened. */
export async function invariants(sql: Sql): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const { id, name, sql: text } of CHECKS) {
    const result = await row<{ count: string; violations: string }>(sql, text);
    found.push({ id, name, count: Number(result?.count ?? 0), violations: Number(result?.violations ?? 1) });
  }
  return found;
}
