import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../../../dev/src/testing/house";

/** A planned parcel with its label, and an approved period with a statement and one payout in cash. */
export async function insertTrade(
  house: House,
  input: {
    mark: string;
    cooperative: string;
    household: string;
    name: string;
    account: string;
    settled_by: string;
    approved_by: string;
  },
) {
  const { mark, cooperative } = input;
  const ids = {
    order: `order_${mark}`,
    parcel: `parcel_${mark}`,
    parcel_number: `CL${mark.toUpperCase()}`,
    period: `period_${mark}`,
    batch: `batch_${mark}`,
    bank_file: `answers_${mark}`,
    bank_item: `item_${mark}`,
    statement: `statement_${mark}`,
    money_paper: `paper_${mark}`,
  };
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  await put(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ($1, 1, 'CNY', 1, 0)`,
    ids.order,
  );
  await put(
    `insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, name, phone, province_code, address, zone,
       carton, carton_id, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service, state)
     select $1, $2, $3, 1, $4, 'dest', $5, '13800000000', '440000', $5, 'z', code, id, 1000, 1200, 0, 0, 'CNY', 'carrier', 'service', 'labelled'
     from carton limit 1`,
    ids.parcel,
    ids.parcel_number,
    ids.order,
    cooperative,
    `canary-addressee-${mark}`,
  );
  const file = path.join("labels", `${mark}.pdf`);
  await mkdir(path.join(house.env.FILES_DIR ?? "", "labels"), { recursive: true });
  await writeFile(path.join(house.env.FILES_DIR ?? "", file), `%PDF canary-addressee-${mark}`);
  await put(
    `insert into label_sheet (id, order_id, cooperative_id, file, pages, sha256) values ($1, $2, $3, $4, 1, 'none')`,
    `sheet_${mark}`,
    ids.order,
    cooperative,
    file,
  );
  await put(
    `insert into settlement_period (id, cooperative_id, from_date, to_date, state, opened_by, requested_by, requested_at, settled_at, approved_by, approved_at)
     values ($1, $2, '2001-01-01', '2001-01-15', 'approved', $3, $3, now(), now(), $4, now())`,
    ids.period,
    cooperative,
    input.settled_by,
    input.approved_by,
  );
  await put(
    `insert into statement (id, period_id, cooperative_id, household_id, currency, brought_forward_minor, gross_minor, deductions_minor, advances_minor, net_minor)
     values ($1, $2, $3, $4, 'CNY', 0, 1000, 0, 0, 1000)`,
    `statement_${mark}`,
    ids.period,
    cooperative,
    input.household,
  );
  await put(
    `insert into money_paper (id, cooperative_id, kind, language, statement_id, asked_by) values ($1, $2, 'statement_large', 'en', $3, $4)`,
    ids.money_paper,
    cooperative,
    ids.statement,
    input.approved_by,
  );
  await put(
    `insert into payout_batch (id, period_id, cooperative_id, rail, currency, payouts, total_minor, state, execution_date, approved_by)
     values ($1, $2, $3, 'stripe', 'CNY', 1, 1000, 'open', '2001-01-16', $4)`,
    ids.batch,
    ids.period,
    cooperative,
    input.approved_by,
  );
  await put(
    `insert into payout (id, batch_id, statement_id, period_id, cooperative_id, household_id, currency, amount_minor, rail, account, idempotency_key)
     values ($1, $2, $3, $4, $5, $6, 'CNY', 1000, 'stripe', $7, $1)`,
    `payout_${mark}`,
    ids.batch,
    `statement_${mark}`,
    ids.period,
    cooperative,
    input.household,
    JSON.stringify({ name: input.account, account_sealed: null, last4: null, stripe_account_id: "acct_none" }),
  );
  await put(
    `insert into bank_answer_file (id, cooperative_id, kind, sha256, name, bytes, lines, moved, noted, asked, read_by)
     values ($1, $2, 'csv', $1, $3, 1, 1, 0, 0, 1, $4)`,
    ids.bank_file,
    cooperative,
    `canary-bank-${mark}`,
    input.approved_by,
  );
  await put(
    `insert into bank_open_item (id, cooperative_id, file_id, line, kind, fact, reason, owner) values ($1, $2, $3, 1, 'unknown_payout', 'debited', $4, $5)`,
    ids.bank_item,
    cooperative,
    ids.bank_file,
    `canary-bank-${mark}`,
    input.approved_by,
  );
  return ids;
}

/** A short that was dropped, with a question that nobody answered, and a recall that was let go. */
export async function insertEnded(house: House, of: { mark: string; cooperative: string; lot: string }) {
  const ids = { short: `short_${of.mark}`, recall: `recall_${of.mark}` };
  await house.db.query(
    `insert into short (id, cooperative_id, kind, state, lot_id, units, reason, entered_by, decided_by, idempotency_key, input_hash)
     values ($1, $2, 'lot_spoiled', 'dropped', $3, 1, 'mould', 'm', 'm', $1, 'x')`,
    [ids.short, of.cooperative, of.lot],
  );
  await house.db.query(
    `insert into short_question (short_id, order_id, token) values ($1, 'order_none', 'matrix-token')`,
    [ids.short],
  );
  await house.db.query(
    `insert into recall (id, cooperative_id, lot_id, state, reason, advice, opened_by, ended_by, idempotency_key, input_hash)
     values ($1, $2, $3, 'released', 'test', 'wait', 'm', 'm', $1, 'x')`,
    [ids.recall, of.cooperative, of.lot],
  );
  return ids;
}
