import { rows, type Sql } from "../../lib/sql";
import { COMPANY_CHECKS, type Check } from "./company-checks";
import { FREIGHT_CHECK } from "./freight-check";
import { BOOKS, UNANSWERED } from "./processor/views";

/** One promise, checked by one query, so on one snapshot: a payout in between is no violation. */
export interface Invariant {
  id: string;
  name: string;
  /** How many things were looked at. */
  count: number;
  /** How many of them break it. */
  violations: number;
  /** Sentences on the first of these. */
  examples: string[];
}

/** Examples shown of one invariant: enough to start looking. */
const SHOWN = 10;

const CHECKS: Check[] = [
  {
    id: "M1",
    name: "Every journal sums to zero per currency",
    count: `select count(*) from journal`,
    broken: `select 'journal ' || j.id || ' is off by ' || coalesce(sum(p.amount_minor)::text, 'everything: it has no postings') as violation
             from journal j left join posting p on p.journal_id = j.id
             group by j.id, p.currency having sum(p.amount_minor) is distinct from 0`,
  },
  {
    id: "M2",
    name: "The whole ledger sums to zero per currency",
    count: `select count(*) from posting`,
    broken: `select 'the ledger is off by ' || sum(amount_minor) || ' ' || currency as violation
             from posting group by currency having sum(amount_minor) <> 0`,
  },
  {
    id: "M3",
    name: "Every kept balance is the sum of its postings, every reserve the sum of its payouts",
    count: `select count(*) from account where balance_minor is not null`,
    broken: `select 'account ' || a.kind || ' of ' || a.party || ' keeps ' || a.balance_minor || ', its postings sum to ' || coalesce(s.sum, 0) as violation
             from account a left join (select account_id, sum(amount_minor) as sum from posting group by account_id) s on s.account_id = a.id
             where a.balance_minor is not null and a.balance_minor <> coalesce(s.sum, 0)
             union all
             select 'household ' || a.party || ' has ' || a.reserved_minor || ' reserved, its payouts on their way are ' || coalesce(s.sum, 0)
             from account a left join (
               select household_id, currency, sum(amount_minor) as sum from payout where state in ('intended', 'unknown') group by 1, 2
             ) s on s.household_id = a.party and s.currency = a.currency
             where a.kind = 'household_payable' and a.reserved_minor <> coalesce(s.sum, 0)`,
  },
  {
    id: "M4",
    name: "Every captured cent is attributed",
    count: `select count(*) from sale`,
    // Three ways a cent could get lost here: booked with another amount; a line whose rows are not
    // what was paid; a divided sale that keeps more or less in its deposit than the refunds still on their way.
    broken: `select 'order ' || s.order_id || ' captured ' || s.captured_minor || ', its ledger says ' || coalesce(c.sum, 0) as violation
             from sale s left join (
               select j.order_id, sum(p.amount_minor) as sum from journal j join posting p on p.journal_id = j.id
               join account a on a.id = p.account_id
               where (j.kind = 'capture' and a.kind in ('clearing', 'receivable')) or (j.kind = 'replacement' and a.kind = 'claim') group by j.order_id
             ) c on c.order_id = s.order_id
             where s.captured_minor <> coalesce(c.sum, 0)
             union all
             select 'line ' || l.order_line_id || ' was paid ' || l.paid_minor || ', its rows sum to ' || coalesce(sum(r.amount_minor), 0)
             from sale_line l left join sale_line_row r on r.sale_line_id = l.id
             where l.posted_at is not null group by l.id having l.paid_minor <> coalesce(sum(r.amount_minor), 0)
             union all
             select 'order ' || s.order_id || ' is divided and keeps ' || -a.balance_minor || ' in its deposit, refunds on their way are ' || coalesce(f.sum, 0)
             from sale s join account a on a.kind = 'buyer_deposit' and a.party = s.order_id and a.currency = s.currency
             left join (select order_id, sum(amount_minor) as sum from refund_intent where state not in ('created', 'cancelled') group by order_id) f on f.order_id = s.order_id
             where s.posted_at is not null and -a.balance_minor <> coalesce(f.sum, 0)`,
  },
  {
    id: "M4c",
    name: "What a claim cost is borne by somebody, to the cent",
    count: `select count(*) from claim_bearing`,
    broken: `select 'claim ' || a.party || ' keeps ' || sum(p.amount_minor) || ' that nobody bears' as violation
             from account a join posting p on p.account_id = a.id
             where a.kind = 'claim' and exists (select from claim_bearing b where b.claim_id = a.party and b.reversed_at is null)
             group by a.party having sum(p.amount_minor) <> 0
             union all
             select 'claim ' || b.claim_id || ' takes ' || b.lots_minor || ' of lots, its deductions sum to ' || coalesce(d.sum, 0)
             from claim_bearing b left join (select claim_id, attempt, sum(amount_minor) as sum from claim_deduction group by 1, 2) d
               on d.claim_id = b.claim_id and d.attempt = b.attempt
             where coalesce(d.sum, 0) <> case when b.reversed_at is null then b.lots_minor - b.later_minor - b.returned_lots_minor else 0 end
             union all
             select 'claim ' || b.claim_id || ' takes ' || b.later_minor || ' of later payouts, its clawbacks sum to ' || coalesce(c.sum, 0)
             from claim_bearing b left join (select claim_id, attempt, sum(amount_minor) as sum from clawback where state <> 'waived' group by 1, 2) c
               on c.claim_id = b.claim_id and c.attempt = b.attempt where coalesce(c.sum, 0) <> b.later_minor
             union all
             select 'claim ' || a.party || ' keeps ' || -sum(p.amount_minor) || ' of goods that came back and were sold again'
             from account a join posting p on p.account_id = a.id
             where a.kind = 'returned_goods' and exists (select from claim_bearing b where b.claim_id = a.party and b.reversed_at is null
               and (b.carrier_minor = 0 or b.answered_minor is not null))
             group by a.party having sum(p.amount_minor) <> 0`,
  },
  {
    id: "M6",
    name: "No household is paid above what it is owed",
    count: `select count(*) from account where kind = 'household_payable'`,
    broken: `select 'household ' || a.party || ' is owed ' || -a.balance_minor || ', ' || a.reserved_minor || ' are on their way' as violation
             from account a where a.kind = 'household_payable' and -a.balance_minor < a.reserved_minor
             union all
             select 'payout ' || p.id || ' of ' || p.amount_minor || ' is booked with ' || coalesce(b.sum, 0)
             from payout p left join (
               select j.source_id, sum(q.amount_minor) as sum from journal j join posting q on q.journal_id = j.id
               join account a on a.id = q.account_id where j.kind in ('payout', 'reverse_payout') and a.kind in ('household_payable', 'agent_commission') group by j.source_id
             ) b on b.source_id = p.id
             where coalesce(b.sum, 0) <> case when p.state = 'created' then p.amount_minor else 0 end`,
  },
  {
    id: "M6c",
    name: "Whoever stands below zero has an open clawback of just that, and the reserve has lent it",
    count: `select count(*) from clawback`,
    broken: `select 'household ' || coalesce(a.party, c.household_id) || ' owes ' || coalesce(a.owed, 0) || ', its open clawbacks are ' || coalesce(c.sum, 0) as violation
             from (select party, currency, sum(balance_minor) as owed from account where kind = 'household_clawback' group by 1, 2) a
             full join (select household_id, currency, sum(amount_minor - taken_minor) as sum from clawback where state = 'open' group by 1, 2) c
               on c.household_id = a.party and c.currency = a.currency
             where coalesce(a.owed, 0) <> coalesce(c.sum, 0)
             union all
             select 'household ' || a.party || ' is owed ' || -a.balance_minor || ' and has no clawback for it' from account a
             where a.kind = 'household_payable' and a.balance_minor > 0
             union all
             select 'cooperative ' || coalesce(a.party, c.cooperative_id) || ' has lent ' || coalesce(a.lent, 0) || ', its households owe ' || coalesce(c.sum, 0)
             from (select a.party, a.currency, -sum(p.amount_minor) as lent from account a join posting p on p.account_id = a.id
                   where a.kind = 'reserve_bridge' group by 1, 2) a
             full join (select cooperative_id, currency, sum(amount_minor - taken_minor) as sum from clawback where state = 'open' group by 1, 2) c
               on c.cooperative_id = a.party and c.currency = a.currency
             where coalesce(a.lent, 0) <> coalesce(c.sum, 0)`,
  },
  {
    id: "M9",
    name: "No more goes back of a payment than was captured, and an open dispute holds just what was taken",
    count: `select count(*) from sale`,
    broken: `select 'order ' || s.order_id || ' captured ' || s.captured_minor || ' and gave back ' || f.sum as violation
             from sale s join (select order_id, sum(amount_minor) as sum from refund_intent where state <> 'cancelled' group by 1) f on f.order_id = s.order_id
             where f.sum > s.captured_minor
             union all
             select 'dispute ' || coalesce(d.id, b.party) || ' should hold ' || coalesce(d.held, 0) || ', its account holds ' || coalesce(b.sum, 0)
             from (select id, case when booked_withdrawn and not booked_back and not booked_lost then amount_minor else 0 end as held from dispute) d
             full join (select a.party, sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id where a.kind = 'dispute' group by 1) b
               on b.party = d.id
             where coalesce(d.held, 0) <> coalesce(b.sum, 0)`,
  },
  {
    id: "M12",
    name: "The processor's balance is the ledger's clearing, or each difference is an open item",
    count: `select count(*) from processor_transaction`,
    broken: `select 'the processor has moved ' || processor_minor || ' ' || currency || ', the ledger says ' || ledger_minor || '; '
                 || unknown_minor || ' without a journal and ' || untold_minor || ' without a movement do not explain it' as violation
             from (${BOOKS}) b where processor_minor - unknown_minor <> ledger_minor - untold_minor
             union all
             ${UNANSWERED}`,
  },
  {
    id: "M13",
    name: "Bank files: sum = lines = payouts, every account kept, every answer booked",
    count: `select count(*) from payout_batch`,
    broken: `select 'batch ' || b.number || ' has ' || b.payouts || ' payouts of ' || b.total_minor || ', its lines are ' || count(p.id) || ' of ' || coalesce(sum(p.amount_minor), 0) as violation
             from payout_batch b left join payout p on p.batch_id = b.id and p.currency = b.currency and p.rail = b.rail
             group by b.id having count(p.id) <> b.payouts or coalesce(sum(p.amount_minor), 0) <> b.total_minor
             union all
             select 'payout ' || p.id || ' by bank file has no account of its own' from payout p
             where p.rail = 'bank_file' and p.account->>'account_sealed' is null
             union all
             select 'batch ' || b.number || ' is exported and its bytes are not kept' from payout_batch b
             where b.rail = 'bank_file' and b.state <> 'open' and b.file_sha256 is null
             union all
             select 'payout ' || p.id || ' is ' || coalesce(p.bank_state, 'sent') || ' at the bank, its clearing is ' || coalesce(c.sum, 0)
             from payout p left join (
               select j.source_id, sum(q.amount_minor) as sum from journal j join posting q on q.journal_id = j.id
               join account a on a.id = q.account_id
               where j.kind in ('payout', 'reverse_payout', 'bank_debit', 'reverse_bank_debit') and a.kind = 'payout_clearing' group by j.source_id
             ) c on c.source_id = p.id
             where p.rail = 'bank_file' and coalesce(c.sum, 0) <> case
               when p.bank_state = 'returned' or p.state = 'intended' then 0
               when p.bank_state = 'rejected' then case when p.bank_debited then p.amount_minor else 0 end
               else case when p.bank_debited then 0 else -p.amount_minor end end`,
  },
  {
    id: "M16",
    name: "Every proof of benefit says what its order's households were given, row by row and in sum",
    count: `select count(*) from benefit_proof`,
    broken: `select 'proof ' || p.number || ' says ' || p.households_minor || ', its rows ' || coalesce(t.sum, 0) || ', the sale ' || coalesce(s.sum, 0) as violation
             from benefit_proof p
             cross join lateral (select sum((r->>'payable_minor')::bigint + (r->>'holdback_minor')::bigint) as sum, count(*) as rows,
                                   sum((r->>'taken_back_minor')::bigint) as taken from jsonb_array_elements(p.text::jsonb->'rows') r) t
             left join (select l.order_id, sum(r.amount_minor) as sum from sale_line l join sale_line_row r on r.sale_line_id = l.id
                        where l.order_id in (select order_id from benefit_proof) and r.household_id is not null
                          and r.account in ('household_payable', 'household_holdback') group by 1) s on s.order_id = p.order_id
             where t.sum is distinct from p.households_minor or t.sum is distinct from coalesce(s.sum, 0)
               or t.rows <> p.households or t.taken is distinct from p.taken_back_minor`,
  },
  ...COMPANY_CHECKS,
  FREIGHT_CHECK,
  {
    id: "M5",
    name: "What a price pool gave its lots is what the ledger took out of it, and every advance is netted or still owed",
    count: `select count(*) from price_pool`,
    broken: `select 'price pool ' || p.id || ' gave its lots ' || coalesce(s.sum, 0) || ', the ledger says ' || coalesce(b.sum, 0) as violation
             from price_pool p left join (select price_pool_id, sum(difference_minor) as sum from price_pool_share group by 1) s on s.price_pool_id = p.id
             left join (
               select a.party, sum(q.amount_minor) as sum from account a join posting q on q.account_id = a.id
               join journal j on j.id = q.journal_id where a.kind = 'price_pool' and j.kind = 'pool_final' group by 1
             ) b on b.party = p.id
             where coalesce(s.sum, 0) <> coalesce(b.sum, 0)
             union all
             select 'household ' || coalesce(o.household_id, a.party) || ' has open advances of ' || coalesce(o.sum, 0) || ', the ledger says ' || coalesce(a.balance, 0)
             from (select v.household_id, p.currency, sum(v.amount_minor) as sum from price_pool_advance v join price_pool p on p.id = v.price_pool_id
                   where not exists (select 1 from price_pool_share s where s.lot_id = v.lot_id and s.advance_minor > 0) group by 1, 2) o
             full join (select party, currency, sum(balance_minor) as balance from account where kind = 'household_advance' group by 1, 2) a
               on a.party = o.household_id and a.currency = o.currency
             where coalesce(o.sum, 0) <> coalesce(a.balance, 0)`,
  },
  {
    id: "M5h",
    name: "What is held back of households is what no release has given back yet",
    count: `select count(*) from holdback`,
    broken: `select 'household ' || coalesce(o.household_id, a.party) || ' has ' || coalesce(o.sum, 0) || ' held back, the ledger says ' || coalesce(-a.balance, 0) as violation
             from (select r.household_id, l.currency, sum(r.amount_minor) as sum
                   from holdback h join sale_line l on l.id = h.sale_line_id
                   join sale_line_row r on r.sale_line_id = l.id and r.account = 'household_holdback'
                   where h.released_at is null group by 1, 2) o
             full join (select party, currency, sum(balance_minor) as balance from account where kind = 'household_holdback' group by 1, 2) a
               on a.party = o.household_id and a.currency = o.currency
             where coalesce(o.sum, 0) <> coalesce(-a.balance, 0)
             union all
             select 'line ' || h.sale_line_id || ' was released, its lots were given ' || coalesce(e.sum, 0) || ' of ' || coalesce(r.sum, 0)
             from holdback h
             left join (select sale_line_id, sum(amount_minor) as sum from holdback_entry group by 1) e using (sale_line_id)
             left join (select sale_line_id, sum(amount_minor) as sum from sale_line_row where account = 'household_holdback' group by 1) r using (sale_line_id)
             where h.released_at is not null and coalesce(e.sum, 0) <> coalesce(r.sum, 0)`,
  },
  {
    id: "M5p",
    name: "Every refund of a year that stands was shared to the cent, and the ledger and the statements say the same",
    count: `select count(*) from patronage_run`,
    broken: `select 'refund ' || r.id || ' of ' || r.refund_minor || ' has shares of ' || coalesce(s.sum, 0) as violation
             from patronage_run r left join (select run_id, sum(amount_minor) as sum from patronage_share group by 1) s on s.run_id = r.id
             where coalesce(s.sum, 0) <> r.refund_minor
             union all
             select 'cooperative ' || coalesce(a.party, e.cooperative_id) || ' shared ' || coalesce(a.sum, 0) || ', its households were told of ' || coalesce(e.sum, 0)
             from (select a.party, a.currency, sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id
                   where a.kind = 'surplus_shared' group by 1, 2) a
             full join (select cooperative_id, currency, sum(amount_minor) as sum from patronage_entry group by 1, 2) e
               on e.cooperative_id = a.party and e.currency = a.currency
             where coalesce(a.sum, 0) <> coalesce(e.sum, 0)
             union all
             select 'refund ' || r.id || ' stands ' || r.state || ' with entries of ' || coalesce(e.sum, 0)
             from patronage_run r left join (select run_id, sum(amount_minor) as sum from patronage_entry group by 1) e on e.run_id = r.id
             where coalesce(e.sum, 0) <> case r.state when 'posted' then r.refund_minor else 0 end`,
  },
  {
    id: "M11",
    name: "Every journal is sealed into the hash chain within a minute, and the chain has no gap",
    // Read from the journals themselves, not from the sealer's queue: one that never got into it shows too.
    count: `select count(*) from journal_seal`,
    broken: `select 'journal ' || j.id || ' of ' || j.at || ' is not sealed' as violation
             from journal j where j.at < now() - interval '60 seconds' and not exists (select 1 from journal_seal s where s.journal_id = j.id)
             union all
             select 'the chain ends in seal ' || max(seq) || ' and has ' || count(*) from journal_seal having coalesce(max(seq), 0) <> count(*)`,
  },
];

/** The money invariants of this module. */
export async function invariants(sql: Sql): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const check of CHECKS) {
    const [answer] = await rows<{ count: string; violations: string; examples: string[] | null }>(
      sql,
      `with broken as materialized (${check.broken})
       select (${check.count}) as count, (select count(*) from broken) as violations,
              (select array_agg(violation) from (select violation from broken limit ${SHOWN}) first) as examples`,
    );
    found.push({
      id: check.id,
      name: check.name,
      count: Number(answer?.count ?? 0),
      violations: Number(answer?.violations ?? 0),
      examples: answer?.examples ?? [],
    });
  }
  return found;
}
