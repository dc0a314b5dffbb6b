import { activityOf, type Activity, type ActivityPage } from "../../lib/activity";
import { row, rows, type Sql } from "../../lib/sql";

const period = {
  from: "settlement_period p",
  cooperative: "p.cooperative_id",
  page: "'settlement/' || p.id",
  words: "''",
};
const days = "p.from_date::text || '/' || p.to_date::text";

const removed = {
  from: "settlement_period_removed p",
  cooperative: "p.cooperative_id",
  subject: days,
  page: "'settlement'",
  words: "''",
};

const proposal = {
  from: "fee_policy_proposal f",
  cooperative: "f.cooperative_id",
  subject: "f.from_day::text",
  page: "'fee-policies'",
};

const refund = {
  from: "patronage_run r",
  cooperative: "r.cooperative_id",
  subject: "r.year::text",
  page: "'patronage/' || r.id",
};

const BRANCHES = [
  {
    ...period,
    at: "p.created_at",
    id: "p.id",
    act: "'period_opened'",
    person: "case when p.by_schedule then 'system' else p.opened_by end",
    subject: days,
  },
  {
    ...period,
    at: "p.requested_at",
    id: "p.id || '.2'",
    act: "'settlement_requested'",
    person: "case when p.by_schedule then 'system' else p.requested_by end",
    subject: days,
    where: "p.requested_at is not null",
  },
  {
    ...period,
    at: "p.approved_at",
    id: "p.id || '.3'",
    act: "'settlement_approved'",
    person: "p.approved_by",
    subject: days,
    where: "p.approved_at is not null",
  },
  {
    ...removed,
    at: "p.opened_at",
    id: "p.id",
    act: "'period_opened'",
    person: "case when p.by_schedule then 'system' else p.opened_by end",
  },
  { ...removed, at: "p.removed_at", id: "p.id || '.4'", act: "'period_removed'", person: "p.removed_by" },
  {
    ...proposal,
    at: "f.proposed_at",
    id: "f.id",
    act: "'fees_proposed'",
    person: "case when f.by_operator then 'system' else f.proposed_by end",
    words: "f.reason",
  },
  {
    ...proposal,
    at: "f.decided_at",
    id: "f.id || '.2'",
    act: "'fees_' || f.state",
    person: "case when f.by_operator and f.state = 'withdrawn' then 'system' else f.decided_by end",
    words: "coalesce(f.decided_words, '')",
    where: "f.decided_at is not null",
  },
  {
    from: "settlement_schedule c",
    cooperative: "c.cooperative_id",
    at: "c.set_at",
    id: "'schedule.' || c.version",
    act: "'schedule_set'",
    person: "c.set_by",
    subject: "c.rhythm || ' ' || c.day",
    page: "'settlement-schedule'",
    words: "''",
  },
  {
    from: "bank_answer_file f",
    cooperative: "f.cooperative_id",
    at: "f.created_at",
    id: "f.id",
    act: "'bank_answer_read'",
    person: "f.read_by",
    subject: "f.name",
    page: "'bank-answers/' || f.id",
    words: "''",
  },
  {
    from: "cash_handing h join payout_batch b on b.id = h.batch_id",
    cooperative: "h.cooperative_id",
    at: "h.handed_at",
    id: "h.id",
    act: "'cash_handed'",
    person: "h.payer",
    subject: "b.number",
    page: "'batches/' || h.batch_id",
    words: "''",
  },
  {
    from: "cash_handing h join payout_batch b on b.id = h.batch_id",
    cooperative: "h.cooperative_id",
    at: "h.confirmed_at",
    id: "h.id || '.2'",
    act: "'cash_confirmed'",
    person: "h.witness",
    subject: "b.number",
    page: "'batches/' || h.batch_id",
    words: "''",
    where: "h.confirmed_at is not null",
  },
  {
    from: "cash_handing h join payout_batch b on b.id = h.batch_id",
    cooperative: "h.cooperative_id",
    at: "h.taken_back_at",
    id: "h.id || '.3'",
    act: "'cash_taken_back'",
    person: "h.taken_back_by",
    subject: "b.number",
    page: "'batches/' || h.batch_id",
    words: "h.taken_back_because",
    where: "h.taken_back_at is not null",
  },
  {
    from: "cash_carried c join payout_batch b on b.id = c.batch_id",
    cooperative: "c.cooperative_id",
    at: "c.at",
    id: "c.payout_id",
    act: "'cash_carried'",
    person: "c.person",
    subject: "b.number",
    page: "'batches/' || c.batch_id",
    words: "c.words",
  },
  {
    from: "outside_refund_part r",
    cooperative: "r.cooperative_id",
    at: "r.at",
    id: "r.refund_ref",
    act: "'outside_refund_booked'",
    // The operator is no member of the cooperative.
    person: "'system'",
    subject: "to_char(r.amount_minor / 100.0, 'FM999999999990.00') || ' ' || r.currency",
    page: "'disputes'",
    words: "r.words",
  },
  {
    from: "bank_open_item i",
    cooperative: "i.cooperative_id",
    at: "i.closed_at",
    id: "i.id",
    act: "'bank_item_closed'",
    person: "i.closed_by",
    subject: "coalesce(i.reference, '')",
    page: "'bank-answers/' || i.file_id",
    words: "i.close_reason",
    where: "i.closed_at is not null and i.closed_by <> 'bank'",
  },
  {
    ...refund,
    at: "r.at",
    id: "r.id",
    act: "'patronage_proposed'",
    person: "r.proposed_by",
    words: "r.words",
  },
  {
    ...refund,
    at: "r.decided_at",
    id: "r.id || '.2'",
    act: "case r.state when 'dropped' then 'patronage_dropped' else 'patronage_posted' end",
    person: "r.decided_by",
    words: "coalesce(r.decided_words, '')",
    where: "r.decided_at is not null",
  },
  {
    ...refund,
    at: "r.reversal_asked_at",
    id: "r.id || '.3'",
    act: "'patronage_reversal_asked'",
    person: "r.reversal_asked_by",
    words: "coalesce(r.reversal_words, '')",
    where: "r.reversal_asked_at is not null",
  },
  {
    ...refund,
    at: "r.reversed_at",
    id: "r.id || '.4'",
    act: "'patronage_reversed'",
    person: "r.reversed_by",
    words: "''",
    where: "r.reversed_at is not null",
  },
  {
    from: "member_entry m",
    cooperative: "m.cooperative_id",
    at: "m.at",
    id: "m.id",
    act: "'member_' || m.kind",
    person: "m.person",
    subject: "m.on_day::text",
    page: "'households/' || m.household_id || '/member'",
    words: "m.words",
  },
  {
    from: "money_read r",
    cooperative: "r.book",
    at: "r.at",
    id: "r.id",
    act: "r.kind",
    person: "r.person",
    subject: "r.subject",
    page: "r.page",
    words: "r.why",
  },
  {
    from: "ledger_code c",
    cooperative: "c.book",
    at: "c.at",
    id: "c.id",
    act: "'ledger_code_set'",
    person: "c.person",
    subject: "c.code",
    page: "'ledger-codes'",
    words: "c.name",
  },
];

/** Periods that are settled and wait for a second person. */
export async function periodsToApprove(sql: Sql, cooperative_id: string): Promise<number> {
  const found = await row<{ count: number }>(
    sql,
    `select count(*)::int as count from settlement_period where cooperative_id = ? and state = 'settled'`,
    [cooperative_id],
  );
  return found?.count ?? 0;
}

/** What people did with the money of a cooperative, newest first. */
export function settlementActivity(sql: Sql, page: ActivityPage): Promise<Activity[]> {
  const { statement, bindings } = activityOf(BRANCHES, page);
  return rows<Activity>(sql, statement, bindings);
}
