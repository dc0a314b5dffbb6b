import { JOINT_TRANSFER } from "@commonlot/domain";

/** A promise of the books as SQL: how many things are looked at, and a sentence on each that breaks it. */
export interface Check {
  id: string;
  name: string;
  count: string;
  broken: string;
}

/** Of what companies transfer and owe, and of what agents are owed and paid (docs/adr/0052, 0058, 0066). */
export const COMPANY_CHECKS: readonly Check[] = [
  {
    id: "M15",
    name: "Every transfer that came is an order's, was sent back, or waits",
    count: `select count(*) from transfer_line`,
    broken: `select 'transfers to ' || coalesce(l.cooperative_id, c.cooperative_id) || ' have ' || coalesce(l.free, 0) || ' ' || coalesce(l.currency, c.currency)
                 || ' that is no order''s, clearing says ' || coalesce(-c.sum, 0) as violation
             from (select f.cooperative_id, f.currency, sum(f.amount) as free from (
                     select cooperative_id, currency, amount_minor as amount from transfer_line
                     union all
                     select l.cooperative_id, l.currency, -u.amount_minor from transfer_use u join transfer_line l on l.id = u.line_id where u.kind in ('returned', 'other')
                     union all
                     select substring(processor from 10), currency, owed_minor - captured_minor from sale
                       where processor like 'transfer:%' and processor <> '${JOINT_TRANSFER}' and claim_id is null
                     union all
                     select l.cooperative_id, l.currency, -l.paid_minor from sale s join sale_line l on l.sale_id = s.id
                       where s.processor = '${JOINT_TRANSFER}' and s.claim_id is null
                     union all
                     select l.cooperative_id, l.currency, -u.amount_minor from transfer_use u join transfer_line l on l.id = u.line_id
                       join proforma p on p.id = u.proforma_id where p.kind in ('balance', 'account', 'freight') and u.undone_at is null
                   ) f group by 1, 2) l
             full join (select substring(a.party from 10) as cooperative_id, a.currency, sum(p.amount_minor) as sum
                        from account a join posting p on p.account_id = a.id where a.kind = 'clearing' and a.party like 'transfer:%' group by 1, 2) c
               on c.cooperative_id = l.cooperative_id and c.currency = l.currency
             where coalesce(l.free, 0) <> coalesce(-c.sum, 0)
             union all
             select 'transfer ' || l.id || ' of ' || l.amount_minor || ' is used for ' || sum(u.amount_minor)
             from transfer_line l join transfer_use u on u.line_id = l.id and u.undone_at is null group by l.id having sum(u.amount_minor) > l.amount_minor
             union all
             select 'proforma ' || p.reference || ' is ' || p.state || ' and has ' || coalesce(sum(u.amount_minor), 0) || ' of ' || p.amount_minor
             from proforma p left join transfer_use u on u.proforma_id = p.id and u.undone_at is null group by p.id
             having case when p.kind in ('balance', 'account', 'freight') and p.state in ('granted', 'ordered') then coalesce(sum(u.amount_minor), 0) > p.amount_minor
                         when p.state in ('paid', 'ordered') then coalesce(sum(u.amount_minor), 0) <> p.amount_minor
                         when p.state = 'open' then coalesce(sum(u.amount_minor), 0) >= p.amount_minor else sum(u.amount_minor) > 0 end
             union all
             select 'order ' || s.order_id || ' was captured of proforma ' || s.provider_ref || ', which paid ' || coalesce(p.order_id, 'none')
             from sale s left join proforma p on p.id = s.provider_ref
             where s.processor like 'transfer:%' and s.claim_id is null and (p.id is null or s.captured_minor <> case p.kind when 'part'
                 then (select sum(q.amount_minor) from proforma q where q.kind = 'part' and q.cart_id = p.cart_id and q.issued_at = p.issued_at)
                 else coalesce(p.total_minor, p.amount_minor) end
               or p.order_id is distinct from s.order_id and p.state not in ('paid', 'granted'))
             union all
             select 'cooperative ' || a.cooperative_id || ' was to have ' || a.asked || ' of order ' || a.order_id || ', its lines were paid with ' || coalesce(l.sold, 0)
             from (select order_id, cooperative_id, sum(amount_minor) as asked from proforma where kind = 'part' and state = 'ordered' group by 1, 2) a
             join sale s on s.order_id = a.order_id and s.claim_id is null
             cross join lateral (select sum(paid_minor) as sold from sale_line where sale_id = s.id and cooperative_id = a.cooperative_id) l
             where a.asked is distinct from l.sold
             union all
             select 'the parts that cart ' || cart_id || ' was asked for are ordered in part' from proforma where kind = 'part'
             group by cart_id, issued_at having bool_or(state = 'ordered') and bool_or(state <> 'ordered')`,
  },
  {
    id: "M17",
    name: "What companies owe is what is open of their orders, and nobody is paid of an order before its company has paid",
    count: `select count(*) from proforma where kind in ('balance', 'account')`,
    broken: `select 'company ' || coalesce(o.company_id, a.party) || ' owes ' || coalesce(o.sum, 0) || ' ' || coalesce(o.currency, a.currency)
                 || ', the ledger says ' || coalesce(a.sum, 0) as violation
             from (select f.company_id, f.currency, sum(f.amount) as sum from (
                     select p.company_id, s.currency, s.owed_minor as amount from sale s join proforma p on p.id = s.provider_ref where s.owed_minor > 0
                     union all
                     select p.company_id, p.currency, -u.amount_minor from transfer_use u join proforma p on p.id = u.proforma_id
                       where p.kind in ('balance', 'account') and u.undone_at is null
                     union all
                     select p.company_id, p.currency, -c.amount_minor from receivable_credit c join proforma p on p.id = c.proforma_id
                   ) f group by 1, 2) o
             full join (select a.party, a.currency, sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id
                        where a.kind = 'receivable' group by 1, 2) a on a.party = o.company_id and a.currency = o.currency
             where coalesce(o.sum, 0) <> coalesce(a.sum, 0)
             union all
             select 'proforma ' || o.reference || ' is owed with ' || o.left_minor || case when o.settled_at is null then ' and open' else ' and settled' end
             from (select p.reference, p.settled_at, p.amount_minor
                     - coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id and u.undone_at is null), 0)
                     - coalesce((select sum(c.amount_minor) from receivable_credit c where c.proforma_id = p.id), 0) as left_minor
                   from proforma p where p.kind in ('balance', 'account', 'freight') and p.state in ('granted', 'ordered')) o
             where o.left_minor < 0 or (o.left_minor = 0) <> (o.settled_at is not null)
             union all
             select 'order ' || s.order_id || ' owes ' || s.owed_minor || ', asked is ' || o.amount_minor
               || case when s.posted_at is not null and o.settled_at is null and o.reopened = 0 then ', and it is divided unpaid' else '' end
             from sale s join proforma o on o.id = s.provider_ref and o.kind = 'account' or o.order_id = s.order_id and o.kind = 'balance'
             where s.owed_minor > 0 and (o.amount_minor <> s.owed_minor or s.posted_at is not null and o.settled_at is null and o.reopened = 0)`,
  },
  {
    id: "M18",
    name: "What agents are owed is what the rows of the orders they brought gave them, less what went back and what was paid, each entry once",
    count: `select count(*) from sale where agent_id is not null`,
    broken: `select 'agent ' || coalesce(o.agent_id, b.agent_id) || ' has rows of ' || coalesce(o.sum, 0) || ', the ledger says ' || coalesce(b.sum, 0) as violation
             from (select r.party as agent_id, l.currency, sum(r.amount_minor) as sum from sale_line_row r join sale_line l on l.id = r.sale_line_id
                   where r.account = 'agent_commission' group by 1, 2) o
             full join (select a.party as agent_id, a.currency, -sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id
                        join journal j on j.id = p.journal_id where a.kind = 'agent_commission' and j.kind = 'sale' group by 1, 2) b
               on b.agent_id = o.agent_id and b.currency = o.currency
             where coalesce(o.sum, 0) <> coalesce(b.sum, 0)
             union all
             select 'line ' || l.order_line_id || ' gives ' || r.party || ' a commission, it was brought by ' || s.agent_id
             from sale s join sale_line l on l.sale_id = s.id join sale_line_row r on r.sale_line_id = l.id
             where r.account = 'agent_commission' and s.agent_id <> r.party
             union all
             select 'agent ' || coalesce(o.agent_id, b.agent_id) || ' was paid ' || coalesce(o.sum, 0) || ', the ledger says ' || coalesce(b.sum, 0)
             from (select agent_id, currency, sum(amount_minor) as sum from payout where agent_id is not null and state = 'created' group by 1, 2) o
             full join (select a.party as agent_id, a.currency, sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id
                        join journal j on j.id = p.journal_id where a.kind = 'agent_commission' and j.kind in ('payout', 'reverse_payout') group by 1, 2) b
               on b.agent_id = o.agent_id and b.currency = o.currency
             where coalesce(o.sum, 0) <> coalesce(b.sum, 0)
             union all
             select 'journal ' || j.id || ' of ' || j.kind || ' is on the account of agent ' || a.party
             from account a join posting p on p.account_id = a.id join journal j on j.id = p.journal_id
             where a.kind = 'agent_commission' and j.kind not in ('sale', 'refund_divided', 'payout', 'reverse_payout')
             union all
             select 'statement ' || s.number || ' says ' || s.amount_minor || ', its lines ' || coalesce(l.sum, 0) || ', the ledger ' || coalesce(l.booked, 0)
             from commission_statement s cross join lateral (
               select sum(c.amount_minor) as sum, count(*) filter (where (c.freed_at is null) <> (s.freed_at is null)) as apart,
                 sum((select -sum(p.amount_minor) from posting p join account a on a.id = p.account_id
                      where p.journal_id = c.journal_id and a.kind = 'agent_commission' and a.party = s.agent_id and p.currency = s.currency)) as booked
               from commission_line c where c.statement_id = s.id) l
             where l.sum is distinct from s.amount_minor or l.booked is distinct from s.amount_minor or l.apart > 0
             union all
             select 'statement ' || s.number || ' stands ' || r.state || case when s.freed_at is null then '' else ' and freed' end
               || ', its payout is ' || coalesce(o.state || ' of ' || o.amount_minor, 'none')
             from commission_statement s join commission_run r on r.id = s.run_id left join payout o on o.commission_statement_id = s.id
             where case r.state when 'approved' then o.id is not null and (o.amount_minor <> s.amount_minor or o.agent_id <> s.agent_id
                                                    or (o.state = 'failed') <> (s.freed_at is not null))
                                                  or o.id is null and s.freed_at is null
                                when 'requested' then o.id is not null or s.freed_at is not null
                                else o.id is not null or s.freed_at is null end`,
  },
];
