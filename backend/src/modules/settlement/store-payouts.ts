import type { Rail } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { appendAll } from "../outbox/append";
import { sealAccount, type PartyAccount } from "./accounts";
import { payingAccount } from "./bank-file";
import { newId } from "./ids";
import type { PayeeColumns } from "./payout";
import { notAllowed, saidBoth } from "./refusals";

/** A payout that is not written yet, to whom it belongs. */
export type NewPayout = PayeeColumns & {
  id: string;
  currency: string;
  rail: Rail;
  amount_minor: bigint;
  account: PartyAccount;
};

/** What is paid: a period's households, or a run's agents. */
export type PaidFor = { cooperative_id: string; time_zone: string } & (
  { period_id: string; commission_run_id: null } | { period_id: null; commission_run_id: string }
);

/** Payouts in one batch per rail and currency, amounts of households promised on their accounts, their jobs queued. */
export async function storePayouts(
  tx: Transaction,
  cipher: Cipher,
  of: PaidFor,
  person: string,
  payouts: readonly NewPayout[],
): Promise<void> {
  const batches = new Map<string, { id: string; rail: Rail; currency: string; payouts: NewPayout[] }>();
  for (const payout of payouts) {
    const key = `${payout.rail} ${payout.currency}`;
    const batch = batches.get(key) ?? { id: newId("batch"), rail: payout.rail, currency: payout.currency, payouts: [] };
    batch.payouts.push(payout);
    batches.set(key, batch);
  }
  const debtor = await payingAccount(tx, cipher, of.cooperative_id);
  for (const batch of batches.values()) {
    if (batch.rail === "bank_file" && !debtor) {
      throw notAllowed(
        "no_paying_account",
        "The cooperative has named no bank account to pay from. Name one, then approve again; nothing was paid.",
      );
    }
    const total = batch.payouts.reduce((sum, payout) => sum + payout.amount_minor, 0n);
    await tx.raw(
      `insert into payout_batch (id, period_id, commission_run_id, cooperative_id, rail, currency, payouts, total_minor, debtor, execution_date, approved_by, csv_layout)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, (now() at time zone ?)::date, ?,
         (select csv_layout from paying_account where cooperative_id = ? and closed_at is null and ? = 'bank_file'))`,
      [
        batch.id,
        of.period_id,
        of.commission_run_id,
        of.cooperative_id,
        batch.rail,
        batch.currency,
        batch.payouts.length,
        total.toString(),
        debtorOf(cipher, batch, debtor),
        of.time_zone,
        person,
        of.cooperative_id,
        batch.rail,
      ] as never,
    );
    await storeBatchPayouts(tx, cipher, of.cooperative_id, batch);
  }
  await reserve(
    tx,
    payouts.filter((payout) => payout.household_id !== null),
  );
  await appendAll(tx, [
    ...payouts
      .filter((payout) => payout.rail === "stripe")
      .map((payout) => ({ job: "pay" as const, payload: { payout_id: payout.id }, dedup_key: payout.id })),
    ...[...batches.values()]
      .filter((batch) => batch.rail === "bank_file")
      .map((batch) => ({ job: "bank-file" as const, payload: { batch_id: batch.id }, dedup_key: batch.id })),
  ]);
}

/** The paying account, sealed for this batch; null on the other rails. */
function debtorOf(cipher: Cipher, batch: { id: string; rail: Rail }, debtor: PartyAccount | undefined): string | null {
  return batch.rail === "bank_file" && debtor ? JSON.stringify(sealAccount(cipher, debtor, batch.id)) : null;
}

async function storeBatchPayouts(
  tx: Transaction,
  cipher: Cipher,
  cooperative_id: string,
  batch: { id: string; rail: Rail; currency: string; payouts: readonly NewPayout[] },
): Promise<void> {
  await insertAll(
    tx,
    "payout",
    [
      ["id", "text", (payout) => payout.id],
      ["batch_id", "text", () => batch.id],
      ["statement_id", "text", (payout) => payout.statement_id],
      ["period_id", "text", (payout) => payout.period_id],
      ["cooperative_id", "text", () => cooperative_id],
      ["household_id", "text", (payout) => payout.household_id],
      ["agent_id", "text", (payout) => payout.agent_id],
      ["commission_statement_id", "text", (payout) => payout.commission_statement_id],
      ["currency", "text", () => batch.currency],
      ["amount_minor", "bigint", (payout) => payout.amount_minor],
      ["rail", "text", () => batch.rail],
      ["account", "jsonb", (payout) => JSON.stringify(sealAccount(cipher, payout.account, payout.id))],
      // The payout's id is its first idempotency key: known before any call, never shared.
      ["idempotency_key", "text", (payout) => payout.id],
    ],
    batch.payouts,
  );
}

/** Promises the amounts on the households' payables, under lock. The table refuses a promise above the payable. */
async function reserve(tx: Transaction, payouts: readonly Extract<NewPayout, { agent_id: null }>[]): Promise<void> {
  const wanted = JSON.stringify(
    payouts.map((payout) => ({
      household_id: payout.household_id,
      currency: payout.currency,
      amount_minor: payout.amount_minor.toString(),
    })),
  );
  const reserved = await rows<{ party: string }>(
    tx,
    `with wanted as (select * from jsonb_to_recordset(?::jsonb) as x(household_id text, currency text, amount_minor bigint)),
     locked as (
       select a.id, a.balance_minor, a.reserved_minor, w.amount_minor
       from account a join wanted w on a.kind = 'household_payable' and a.party = w.household_id and a.currency = w.currency
       order by a.id for no key update of a
     )
     update account a set reserved_minor = a.reserved_minor + l.amount_minor
     from locked l where a.id = l.id and l.reserved_minor + l.amount_minor <= -l.balance_minor
     returning a.party`,
    [wanted],
  );
  if (reserved.length === payouts.length) return;
  const covered = new Set(reserved.map((account) => account.party));
  const short = payouts.find((payout) => !covered.has(payout.household_id));
  const household = short?.household_id ?? "?";
  throw saidBoth("payout_over_payable", {
    en: `Household ${household} would be paid more than the ledger owes it. Nothing is paid. Tell the platform now, with this sentence.`,
    zh: `农户 ${household} 会付得比账上欠的多，所以一分也没有付。请马上把这句话告诉平台。`,
  });
}
