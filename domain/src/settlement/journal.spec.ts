import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { assertBalanced, reverse, type Journal } from "./journal";
import { captureJournal, postSaleJournal, refundJournal } from "./order-journals";
import { payoutJournal } from "./payout-journals";
import { processorJournals } from "./processor";
import { waterfall, type WaterfallInput } from "./waterfall";

const order = { currency: "CNY", order_id: "order_1", processor: "stripe", memo: "Order 1" };

function balances(journals: readonly Journal[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { account, amount_minor } of journals.flatMap((journal) => journal.postings)) {
    const key = `${account.kind}:${account.party}`;
    sums[key] = (sums[key] ?? 0n) + amount_minor;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

const sale: WaterfallInput = {
  currency: "CNY",
  paid_minor: 5_000,
  refund_minor: 1_250,
  freight_minor: 600,
  policy: { platform_bp: 300, cooperative_bp: 500, agent_bp: 100, holdback_bp: 1_000 },
  lots: [
    { lot: "l1", household: "agent", grams: 333 },
    { lot: "l2", household: "b", grams: 667 },
  ],
};
const parties = { cooperative_fee: "coop_1", freight: "sf", agent_commission: "agent_7" };

test("money on the accounts of several cooperatives is taken from and given back to each of them, and a share that is off is refused", () => {
  const shares = (...amounts: bigint[]) =>
    amounts.map((amount_minor, at) => ({ cooperative_id: `coop_${at + 1}`, amount_minor }));
  const joint = { ...order, processor: "transfer:joint" };
  const capture = valueOf(captureJournal({ ...joint, amount_minor: 308n, shares: shares(178n, 130n) }));
  const refund = valueOf(
    refundJournal({ ...joint, amount_minor: 30n, shares: [{ cooperative_id: "coop_2", amount_minor: 30n }] }),
  );
  expect(balances([capture, refund])).toEqual({
    "clearing:transfer:coop_1": 178n,
    "clearing:transfer:coop_2": 100n,
    "buyer_deposit:order_1": -278n,
  });
  expect(balances([capture, reverse(capture)])).toEqual({});
  expect(reasonOf(captureJournal({ ...joint, amount_minor: 308n, shares: shares(178n, 129n) }))).toBe("unbalanced");
  expect(reasonOf(captureJournal({ ...joint, amount_minor: 308n, shares: shares(308n, 0n) }))).toBe(
    "amount_not_positive",
  );
});

test("every captured cent has a home, from capture over refund and sale to payout", () => {
  const { rows } = valueOf(waterfall(sale));
  const capture = valueOf(captureJournal({ ...order, amount_minor: 5_000n }));
  expect(balances([capture])).toEqual({ "clearing:stripe": 5_000n, "buyer_deposit:order_1": -5_000n });

  const refund = valueOf(refundJournal({ ...order, amount_minor: 1_250n }));
  const posted = valueOf(postSaleJournal({ ...order, rows, parties }));
  const after = balances([capture, refund, posted]);
  expect(after["buyer_deposit:order_1"]).toBeUndefined();
  expect(after["clearing:stripe"]).toBe(3_750n);
  expect(after["freight:sf"]).toBe(-600n);
  expect(after["platform_fee:platform"]).toBe(-94n);
  // A household whose id is the name of a role keeps its own money.
  expect(after["agent_commission:agent_7"]).toBe(-31n);
  expect(after["household_payable:agent"]).toBe(
    -rows.find((row) => row.lot === "l1" && row.rule === "share")!.amount_minor,
  );

  const owed = -after["household_payable:b"]!;
  const payout = valueOf(
    payoutJournal({ currency: "CNY", household: "b", rail: "bank_file", amount_minor: owed, memo: "Payout" }),
  );
  const end = balances([capture, refund, posted, payout]);
  expect(end["household_payable:b"]).toBeUndefined();
  expect(end["payout_clearing:bank_file"]).toBe(-owed);
});

test("a fully refunded order nets to zero everywhere but the processor's fee", () => {
  const { rows } = valueOf(waterfall({ ...sale, refund_minor: 0 }));
  const capture = valueOf(captureJournal({ ...order, amount_minor: 5_000n }));
  const charged = { id: "txn_1", class: "charge", currency: "CNY", amount_minor: 5_000n, fee_minor: 145n } as const;
  const fees = valueOf(processorJournals(charged, "stripe"));
  const posted = valueOf(postSaleJournal({ ...order, rows, parties }));
  const refund = valueOf(refundJournal({ ...order, amount_minor: 5_000n }));
  expect(balances([capture, ...fees, posted, reverse(posted), refund])).toEqual({
    "clearing:stripe": -145n,
    "processor_fee:platform": 145n,
  });
});

describe("for any sale", () => {
  const anySale = fc.record({
    paid: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    grams: fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 6 }),
    bp: fc.integer({ min: 0, max: 3_000 }),
  });

  test("the journal balances, its reverse undoes it, and reversed twice it is itself", () => {
    fc.assert(
      fc.property(anySale, ({ paid, grams, bp }) => {
        const { rows } = valueOf(
          waterfall({
            currency: "KWD",
            paid_minor: paid,
            policy: { platform_bp: bp, cooperative_bp: bp, holdback_bp: bp },
            lots: grams.map((weight, index) => ({ lot: `l${index}`, household: `h${index % 2}`, grams: weight })),
          }),
        );
        const journal = valueOf(postSaleJournal({ currency: "KWD", order_id: "o", rows, memo: "Sale" }));
        expect(journal.postings.reduce((sum, posting) => sum + posting.amount_minor, 0n)).toBe(0n);
        expect(balances([journal, reverse(journal)])).toEqual({});
        expect(reverse(journal).kind).toBe("reverse_sale");
        expect(valueOf(assertBalanced(reverse(journal)))).toEqual(reverse(journal));
        expect(reverse(reverse(journal))).toEqual(journal);
      }),
    );
  });
});

test("postings of households say whose harvest they pay", () => {
  const journal = valueOf(postSaleJournal({ ...order, rows: valueOf(waterfall(sale)).rows }));
  const lots = journal.postings
    .filter((posting) => posting.account.kind === "household_payable")
    .map((posting) => posting.lot);
  expect(lots).toEqual(["l1", "l2"]);
});

describe("refuses, with a sentence", () => {
  test("amounts that move nothing or backwards", () => {
    for (const amount_minor of [0n, -1n]) {
      expect(reasonOf(captureJournal({ ...order, amount_minor }))).toBe("amount_not_positive");
      expect(reasonOf(refundJournal({ ...order, amount_minor }))).toBe("amount_not_positive");
    }
    const row = { party: "x", account: "tax", amount_minor: -1n, rule: "tax" } as const;
    expect(reasonOf(postSaleJournal({ ...order, rows: [row] }))).toBe("amount_not_positive");
  });

  test("a sale that was refunded whole: nothing is left to post", () => {
    const { rows } = valueOf(waterfall({ ...sale, freight_minor: 0, refund_minor: 5_000 }));
    expect(reasonOf(postSaleJournal({ ...order, rows }))).toBe("nothing_to_post");
  });

  test("a journal that is off by one, one-sided, or has empty postings", () => {
    const journal = valueOf(captureJournal({ ...order, amount_minor: 5n }));
    const [debit, credit] = journal.postings as [Journal["postings"][number], Journal["postings"][number]];
    expect(reasonOf(assertBalanced({ ...journal, postings: [{ ...debit, amount_minor: 6n }, credit] }))).toBe(
      "unbalanced",
    );
    expect(reasonOf(assertBalanced({ ...journal, postings: [debit] }))).toBe("nothing_to_post");
    expect(reasonOf(assertBalanced({ ...journal, postings: [debit, credit, { ...debit, amount_minor: 0n }] }))).toBe(
      "nothing_to_post",
    );
  });
});
