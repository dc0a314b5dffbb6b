import type { Invariant } from "../../lib/invariant";
import { row, type Sql } from "../../lib/sql";
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
];

/** What holds of agreements and of lists of addressees, whatever happened. */
export async function invariants(sql: Sql): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const { id, name, sql: text } of CHECKS) {
    const result = await row<{ count: string; violations: string }>(sql, text);
    found.push({ id, name, count: Number(result?.count ?? 0), violations: Number(result?.violations ?? 1) });
  }
  return found;
}
