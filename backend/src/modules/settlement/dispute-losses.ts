import { apportion, compareText, disputeLostJournal, overLines, type DisputeState } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { newId } from "./ids";
import { creditRefund_ } from "./invoices";
import { bearByCooperative_, leftOf } from "./late-refunds";
import { journalOf, writeJournals } from "./ledger";
import { promiseRefund } from "./refund";
import { notAllowed, notFound, saidBoth } from "./refusals";

export type DisputeProblem = "no_sale" | "wrong_currency" | "over_paid" | "back_after_lost";

/** What of a dispute its loss is booked by. */
export interface LostDispute {
  id: string;
  provider_ref: string | null;
  currency: string;
  amount_minor: string;
  state: DisputeState;
  reinstated: boolean;
  booked_lost: boolean;
}

/** The buyer has the money by their bank: a refund of the order's lines that no processor is asked for; the cooperative bears it. */
export async function bookLost_(
  tx: Transaction,
  known: LostDispute,
): Promise<{ problem: DisputeProblem | null; order_id: string | null }> {
  const sale = await row<{ order_id: string; currency: string; posted_at: Date | null }>(
    tx,
    `select order_id, currency, posted_at from sale where provider_ref = ? and claim_id is null for update`,
    [known.provider_ref],
  );
  if (!sale) return { problem: "no_sale", order_id: null };
  const { order_id } = sale;
  if (sale.currency !== known.currency) return { problem: "wrong_currency", order_id };
  const amount_minor = BigInt(known.amount_minor);
  const lines = overLines(amount_minor, await leftOf(tx, order_id));
  if (!lines.ok) return { problem: "over_paid", order_id };
  const memo = `Dispute ${known.id} was lost`;
  await giveBack_(tx, known, { order_id, memo, divided: sale.posted_at !== null }, lines.value);
  await writeLost_(tx, known, { order_id, memo, losses: [] });
  return { problem: null, order_id };
}

/** As a refund that no processor is asked for; the cooperative bears it. */
async function giveBack_(
  tx: Transaction,
  known: LostDispute,
  of: { order_id: string; memo: string; divided: boolean },
  lines: Parameters<typeof bearByCooperative_>[2],
): Promise<void> {
  const { order_id } = of;
  const { intent } = await promiseRefund(tx, {
    order_id,
    lines,
    reason_code: "dispute",
    person: "system",
    dedup_key: `dispute:${known.id}`,
    divided_too: true,
  });
  await bearByCooperative_(tx, { ...of, intent_id: intent.id }, lines);
  await tx.raw(`update refund_intent set state = 'created', refund_ref = ?, updated_at = now() where id = ?`, [
    known.id,
    intent.id,
  ]);
  await creditRefund_(tx, intent.id);
}

async function writeLost_(
  tx: Transaction,
  known: LostDispute,
  of: { order_id: string; memo: string; losses: { cooperative: string; amount_minor: bigint }[] },
): Promise<void> {
  const { id: dispute_id, currency } = known;
  const journal = journalOf(
    disputeLostJournal({ ...of, dispute_id, currency, amount_minor: BigInt(known.amount_minor) }),
  );
  await writeJournals(tx, [{ journal, source_id: dispute_id, order_id: of.order_id }]);
}

/**
 * Refunds that the processor refused still lie in the order's deposit, owed to the buyer, who has that money now by their bank:
 * they are what the bank has paid, and nobody's loss. One that may yet go out, or more than the bank took, is seen to first.
 * @returns how much of the dispute they are
 */
async function paidByTheBank_(
  tx: Transaction,
  known: LostDispute & { order_id: string },
  over_minor: bigint,
): Promise<bigint> {
  const waiting = await rows<{ id: string; amount_minor: string; state: string }>(
    tx,
    `select id, amount_minor, state from refund_intent where order_id = ? and state not in ('created', 'cancelled') order by id for update`,
    [known.order_id],
  );
  const refused_minor = waiting.reduce((sum, one) => sum + BigInt(one.amount_minor), 0n);
  if (waiting.some((one) => one.state !== "failed") || refused_minor > over_minor)
    throw notAllowed(
      "refund_waits",
      "A refund of this order has not gone out: its money is still here. See to that refund first. Nothing was changed.",
    );
  await tx.raw(`update refund_intent set state = 'created', refund_ref = ?, updated_at = now() where id = any(?)`, [
    known.id,
    waiting.map((one) => one.id),
  ]);
  for (const { id } of waiting) await creditRefund_(tx, id);
  return refused_minor;
}

/** Of more than is left; `known` is locked. See `Disputes.writeOff`. */
export async function writeOff_(
  tx: Transaction,
  known: LostDispute | undefined,
  input: { cooperative_id?: string; person: string; words: string },
): Promise<null> {
  const sale = await row<{ id: string; order_id: string; currency: string; posted_at: Date | null }>(
    tx,
    `select id, order_id, currency, posted_at from sale where provider_ref = ? and claim_id is null for update`,
    [known?.provider_ref ?? null],
  );
  const paid = await rows<{ cooperative_id: string; paid: string }>(
    tx,
    `select cooperative_id, sum(paid_minor) as paid from sale_line where sale_id = ? group by 1 order by 1`,
    [sale?.id ?? null],
  );
  const { cooperative_id } = input;
  const own = cooperative_id === undefined || paid.some((one) => one.cooperative_id === cooperative_id);
  if (!known || !sale || !own) throw notFound("dispute");
  const left = await leftOf(tx, sale.order_id);
  const left_minor = left.reduce((sum, one) => sum + one.left_minor, 0n);
  const over_minor = BigInt(known.amount_minor) - left_minor;
  if (known.reinstated)
    throw saidBoth("back_after_lost", {
      en: "The bank has given this money back after the dispute was lost: there is no loss to write off. Nothing was changed. Ask the platform's operator what it stands for.",
      zh: "拒付判负以后，银行又把这笔钱退回来了：没有损失可以核销。什么都没有改。请问平台的运营人员这笔钱是怎么回事。",
    });
  if (known.state !== "lost" || known.booked_lost || over_minor <= 0n || sale.currency !== known.currency)
    throw notAllowed("nothing_to_write_off", "Nothing of this dispute is to be written off. Nothing was changed.");
  if (cooperative_id !== undefined && paid.length > 1)
    throw notAllowed("several_cooperatives", "This order is of several cooperatives: the platform writes it off.");
  const refused_minor = await paidByTheBank_(tx, { ...known, order_id: sale.order_id }, over_minor);
  const of = { order_id: sale.order_id, memo: `Dispute ${known.id} was lost`, divided: sale.posted_at !== null };
  if (left_minor > 0n) await giveBack_(tx, known, of, valueOf(overLines(left_minor, left)));
  const parts = apportion(
    over_minor - refused_minor,
    paid.map((one) => BigInt(one.paid)),
    paid.map((one) => one.cooperative_id),
    compareText,
  );
  const losses = paid.map((one, at) => ({ cooperative: one.cooperative_id, amount_minor: parts[at] ?? 0n }));
  await writeLost_(tx, known, { ...of, losses: losses.filter((one) => one.amount_minor > 0n) });
  await tx.raw(`update dispute set booked_lost = true, problem = null, order_id = ?, updated_at = now() where id = ?`, [
    sale.order_id,
    known.id,
  ]);
  await insertAll(
    tx,
    "dispute_note",
    [
      ["id", "text", () => newId("dnote")],
      ["dispute_id", "text", () => known.id],
      ["cooperative_id", "text", (one) => one.cooperative_id],
      ["person", "text", () => input.person],
      ["words", "text", () => input.words],
    ],
    paid,
  );
  return null;
}
