/** What holds of freight that was settled with its buyer (docs/adr/0063). */
export const FREIGHT_CHECK = {
  id: "M19",
  name: "Of freight that was settled buyer and cooperative pay the plan, and the buyer got back or was asked for just their part",
  count: `select count(*) from freight_gap`,
  broken: `select 'freight of order ' || g.order_id || ' at ' || g.cooperative_id || ' was planned at ' || g.planned_minor || ', buyer and cooperative pay '
               || g.buyer_minor + g.cooperative_minor as violation
           from freight_gap g where g.buyer_minor + g.cooperative_minor <> g.planned_minor
           union all
           select 'freight of order ' || g.order_id || ' at ' || g.cooperative_id || ' changes by ' || g.buyer_minor - g.quoted_minor || ' for its buyer, asked less given back is '
               || coalesce(p.amount_minor, 0) - coalesce(f.freight, 0)
           from freight_gap g left join proforma p on p.id = g.proforma_id and p.kind = 'freight' and p.order_id = g.order_id
           left join lateral (select r.amount_minor, sum((x->>'freight_minor')::bigint) as freight from refund_intent r, jsonb_array_elements(r.lines) x
             where r.id = g.refund_intent_id and r.order_id = g.order_id and r.state <> 'cancelled' group by r.id) f on true
           where coalesce(p.amount_minor, 0) - coalesce(f.freight, 0) <> g.buyer_minor - g.quoted_minor or f.freight <> f.amount_minor
           union all
           select 'freight above the cap of ' || g.above_minor || ' was agreed to with ' || a.amount_minor || ', asked is ' || coalesce(p.amount_minor, 0)
           from freight_gap_agreed a join freight_gap g on g.id = a.gap_id left join proforma p on p.id = a.proforma_id and p.kind = 'freight' and p.order_id = g.order_id
           where a.amount_minor <> g.above_minor or p.amount_minor is distinct from a.amount_minor
           union all
           select 'proforma ' || p.reference || ' asks for freight that was not settled' from proforma p where p.kind = 'freight'
             and not exists (select 1 from freight_gap g where g.proforma_id = p.id) and not exists (select 1 from freight_gap_agreed a where a.proforma_id = p.id)
           union all
           select 'order ' || s.order_id || ' is divided, and its freight was not settled' from sale_freight_term t join sale s on s.id = t.sale_id
           where s.posted_at is not null and not exists (select 1 from freight_gap g where g.order_id = t.order_id and g.cooperative_id = t.cooperative_id)`,
};
