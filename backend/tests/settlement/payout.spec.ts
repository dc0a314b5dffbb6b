import { describe, expect, it } from "vitest";
import {
  account,
  givenCooperative,
  id,
  NONE,
  paidInCash,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  yearIn,
} from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

const sales = async (cooperative_id: string, households: string[], paid_minor = 10_000) => {
  for (const household_id of households)
    await sold(house, [{ cooperative_id, grams: 1000, paid_minor, lots: [{ household_id, grams: 1000 }] }]);
};
const households = (count: number) => Array.from({ length: count }, () => id("household"));
const approve = (period_id: string, accounts: ReturnType<typeof account.cash>[], person = "member_checker") =>
  house.settlement.approvePeriod({ period_id, person, accounts });
const batchesOf = async (cooperative_id: string) => house.settlement.batches(cooperative_id);

describe("approving", () => {
  it("is not for the maker", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    const period_id = await settledPeriod(house, cooperative_id);
    expect(reasonOf(await approve(period_id, [account.cash(a)], "member_maker"))).toBe("same_person");
    // Nor past the service: the table itself refuses it.
    await expect(
      house.db.query(`update settlement_period set state = 'approved', approved_by = requested_by where id = $1`, [
        period_id,
      ]),
    ).rejects.toThrow(/two_people/);
    expect(value(await approve(period_id, [account.cash(a)])).approved).toBe(true);
    expect(reasonOf(await approve(period_id, [account.cash(a)], "member_third"))).toBe("period_state");
    expect(value(await approve(period_id, [account.cash(a)])).approved).toBe(false);
  });

  it("is refused when a statement differs from the ledger by one cent", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    const period_id = await settledPeriod(house, cooperative_id);
    await house.db.query(
      `update statement set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where period_id = $1`,
      [period_id],
    );
    expect(reasonOf(await approve(period_id, [account.cash(a)]))).toBe("differs_from_ledger");
    expect(await batchesOf(cooperative_id)).toEqual([]);
  });

  it("pays each household what it is owed by its rail, freezes its account, and says why others wait", async () => {
    const cooperative_id = await givenCooperative(house, { minimum_payout_minor: 1000 });
    const [bank, stripe, cash, small, nowhere, wrong, waiting] = households(7) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    await sales(cooperative_id, [bank, stripe, cash, nowhere, wrong, waiting]);
    await sales(cooperative_id, [small], 500);
    const period_id = await settledPeriod(house, cooperative_id);
    value(
      await approve(period_id, [
        account.bank(bank),
        account.stripe(stripe, "acct_1"),
        account.cash(cash),
        account.cash(small),
        account.bank(wrong, "62 22 不"),
        { ...account.bank(waiting), on_hold: true },
      ]),
    );
    const batches = await batchesOf(cooperative_id);
    expect(batches.map((batch) => [batch.rail, batch.payouts]).sort()).toEqual([
      ["bank_file", 1],
      ["cash", 1],
      ["stripe", 1],
    ]);
    const reasons = Object.fromEntries(
      value(await house.settlement.period(period_id, cooperative_id)).households.map((h) => [
        h.household_id,
        h.not_paid_because,
      ]),
    );
    expect(reasons).toEqual({
      [bank]: null,
      [stripe]: null,
      [cash]: null,
      [small]: "below_minimum",
      [nowhere]: "no_account",
      [wrong]: "account_not_valid",
      [waiting]: "account_on_hold",
    });
    const dump = JSON.stringify(
      (
        await house.db.query(
          "select account from payout union all select account from paying_account union all select debtor from payout_batch",
        )
      ).rows,
    );
    expect(dump).not.toContain("6222021234567894");
    expect(dump).not.toContain("6222020000000007");
    expect(
      (
        await house.db.query(`select job from outbox_message where dedup_key = any($1) order by job`, [
          [
            ...batches.map((b) => b.id),
            ...(
              await house.db.query<{ id: string }>("select id from payout where period_id = $1", [period_id])
            ).rows.map((r) => r.id),
          ],
        ])
      ).rows,
    ).toEqual([{ job: "bank-file" }, { job: "pay" }]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("never promises more than is owed, when two periods of one household are approved at once", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    const period_id = await settledPeriod(house, cooperative_id);
    // A second period that claims the same money again, as a bug or a bad restore would make it.
    const before = yearIn(-1);
    const twin = value(
      await house.settlement.openPeriod({
        cooperative_id,
        from: before[0],
        to: before[1],
        person: "member_maker",
      }),
    );
    value(await house.settlement.requestSettlement({ period_id: twin.id, person: "member_maker" }));
    value(await house.settlement.settlePeriod({ period_id: twin.id }));
    await house.db.query(
      `insert into statement (id, period_id, cooperative_id, household_id, currency, brought_forward_minor, gross_minor, deductions_minor, advances_minor, net_minor)
       select $1, $2, cooperative_id, household_id, currency, net_minor, 0, 0, 0, net_minor from statement where period_id = $3`,
      [id("statement"), twin.id, period_id],
    );
    const answers = await Promise.all([approve(period_id, [account.cash(a)]), approve(twin.id, [account.cash(a)])]);
    expect(answers.map(reasonOf).sort()).toEqual([null, "payout_over_payable"].sort());
    const [money] = await house.settlement.moneyOfHousehold(a);
    expect(money).toMatchObject({ owed_minor: 0 });
    expect(await violations(house)).toEqual(NONE);
    await expect(
      house.db.query(`update account set reserved_minor = reserved_minor + 1 where party = $1`, [a]),
    ).rejects.toThrow(/reserved_within_payable/);
  });

  it("approved by five people at once is approved by one", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    const period_id = await settledPeriod(house, cooperative_id);
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => approve(period_id, [account.cash(a)], `member_${n}`)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect((await house.db.query("select 1 from payout where household_id = $1", [a])).rowCount).toBe(1);
  });
});

describe("a payout", () => {
  const one = async (rail: "stripe" | "bank" | "cash") => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    const period_id = await settledPeriod(house, cooperative_id);
    value(
      await approve(period_id, [
        rail === "bank" ? account.bank(a) : rail === "cash" ? account.cash(a) : account.stripe(a, "acct_1"),
      ]),
    );
    const { rows } = await house.db.query<{ id: string; batch_id: string }>(
      "select id, batch_id from payout where period_id = $1",
      [period_id],
    );
    return { cooperative_id, household: a, period_id, payout_id: rows[0]!.id, batch_id: rows[0]!.batch_id };
  };

  it("moves payable -> clearing of its rail once, closes its batch and its period", async () => {
    const { household, period_id, payout_id, cooperative_id } = await one("stripe");
    expect(value(await house.settlement.beginPayout(payout_id))).toEqual({ idempotency_key: payout_id });
    const told = await Promise.all(
      [1, 2, 3].map(() =>
        house.settlement.recordPayoutOutcome({
          payout_id,
          state: "created",
          provider_ref: "tr_1",
          message_id: id("out"),
        }),
      ),
    );
    for (const answer of told) expect(value(answer).state).toBe("created");
    const [money] = await house.settlement.moneyOfHousehold(household);
    expect(money).toMatchObject({ owed_minor: 0, on_its_way_minor: 0, paid_minor: 9164 });
    expect((await statementsOf(house, household))[0]).toMatchObject({
      remaining_minor: 0,
      paid_minor: 9164,
      payouts: [{ state: "created" }],
    });
    expect(value(await house.settlement.period(period_id, cooperative_id)).state).toBe("paid");
    expect((await batchesOf(cooperative_id))[0]?.state).toBe("done");
    await expect(
      house.settlement.recordPayoutOutcome({ payout_id, state: "created", provider_ref: "tr_2" }),
    ).rejects.toThrow(/paid twice/);
    expect(await violations(house)).toEqual(NONE);
  });

  it("that failed gives the money back to the household, and the next statement brings it forward", async () => {
    const { household, period_id, payout_id, cooperative_id } = await one("stripe");
    value(await house.settlement.recordPayoutOutcome({ payout_id, state: "unknown", reason: "no answer" }));
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({
      owed_minor: 0,
      on_its_way_minor: 9164,
    });
    value(
      await house.settlement.recordPayoutOutcome({ payout_id, state: "failed", reason: "The account is restricted." }),
    );
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({
      owed_minor: 9164,
      on_its_way_minor: 0,
      paid_minor: 0,
    });
    expect(value(await house.settlement.period(period_id, cooperative_id)).state).toBe("paid");
    const next = await settledPeriod(house, cooperative_id, yearIn(1));
    const [newest, oldest] = await statementsOf(house, household);
    expect(oldest).toMatchObject({
      carried_minor: 9164,
      remaining_minor: 0,
      payouts: [{ state: "failed", reason: "The account is restricted." }],
    });
    expect(newest).toMatchObject({ brought_forward_minor: 9164, gross_minor: 0, remaining_minor: 9164 });
    value(await approve(next, [account.cash(household)]));
    const batch = (await batchesOf(cooperative_id)).find((b) => b.rail === "cash");
    await paidInCash(house, batch!.id, cooperative_id);
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({ owed_minor: 0, paid_minor: 9164 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("uses one key for 23 hours, and a new one after", async () => {
    const { payout_id } = await one("stripe");
    const keys = [
      value(await house.settlement.beginPayout(payout_id)),
      value(await house.settlement.beginPayout(payout_id)),
    ];
    expect(keys[0]).toEqual(keys[1]);
    await house.db.query(`update payout set called_at = now() - interval '23 hours 1 minute' where id = $1`, [
      payout_id,
    ]);
    const later = value(await house.settlement.beginPayout(payout_id));
    expect(later).not.toEqual(keys[0]);
    expect(value(await house.settlement.beginPayout(payout_id))).toEqual(later);
  });

  it("by bank file: the same bytes every time, control sum = lines = payouts, frozen account, names escaped", async () => {
    const cooperative_id = await givenCooperative(house);
    const many = households(25);
    await sales(cooperative_id, many);
    const period_id = await settledPeriod(house, cooperative_id);
    value(
      await approve(
        period_id,
        many.map((household, index) => ({ ...account.bank(household), name: index === 0 ? `=王<&"'>` : "王秀英" })),
      ),
    );
    const batch = (await batchesOf(cooperative_id))[0]!;
    const file = value(await house.settlement.bankFile(batch.id));
    // Another account of the cooperative now does not change a file approved before.
    value(await house.settlement.setPayingAccount({ cooperative_id, name: "别的户", account: "999999", person: "m" }));
    const again = value(await house.settlement.bankFile(batch.id, cooperative_id));
    expect(again).toEqual(file);
    expect(reasonOf(await house.settlement.bankFile(batch.id, "coop_other"))).toBe("not_found");
    const amounts = [...file.xml.matchAll(/<InstdAmt Ccy="CNY">(\d+\.\d{2})<\/InstdAmt>/g)].map((match) =>
      Math.round(Number(match[1]) * 100),
    );
    const sum = amounts.reduce((total, amount) => total + amount, 0);
    expect(amounts).toHaveLength(25);
    expect(sum).toBe(batch.total_minor);
    expect(
      [...file.xml.matchAll(/<CtrlSum>([\d.]+)<\/CtrlSum>/g)].map((match) => Math.round(Number(match[1]) * 100)),
    ).toEqual([sum, sum]);
    expect([...file.xml.matchAll(/<NbOfTxs>(\d+)<\/NbOfTxs>/g)].map((match) => match[1])).toEqual(["25", "25"]);
    expect(wellFormed(file.xml)).toBe(true);
    expect(file.csv.split("\r\n")).toHaveLength(27);
    expect(file.csv).toContain(`"'=王<&""'>"`);

    for (const message_id of ["out_1", "out_1", "out_2"])
      value(
        await house.settlement.markBatchExported({
          batch_id: batch.id,
          sha256: file.sha256,
          message_id: `${message_id}_${batch.id}`,
        }),
      );
    await expect(house.settlement.markBatchExported({ batch_id: batch.id, sha256: "0".repeat(64) })).rejects.toThrow(
      /other bytes/,
    );
    expect(
      (
        await house.db.query(
          "select 1 from journal where kind = 'payout' and source_id in (select id from payout where batch_id = $1)",
          [batch.id],
        )
      ).rowCount,
    ).toBe(25);
    expect(value(await house.settlement.period(period_id, cooperative_id)).state).toBe("paid");
    expect(await violations(house)).toEqual(NONE);
  });

  it("by the bank's own sheet: its columns in its order, frozen with the batch, formulas made safe", async () => {
    const cooperative_id = await givenCooperative(house);
    const layout = { columns: ["number", "account", "name", "amount"] as const, headings: "zh" as const, total: true };
    value(
      await house.settlement.bankSheets.choose({ cooperative_id, layout: { ...layout, columns: [...layout.columns] } }),
    );
    expect((await house.settlement.bankSheets.of(cooperative_id))?.layout).toEqual(layout);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    const period_id = await settledPeriod(house, cooperative_id);
    value(await approve(period_id, [{ ...account.bank(a), name: "=王" }]));
    const batch = (await batchesOf(cooperative_id))[0]!;
    const { csv } = value(await house.settlement.bankFile(batch.id));
    expect(csv).toBe(
      `\uFEFF"序号","收款账号","收款户名","金额"\r\n"1","6222021234567894","'=王","91.64"\r\n"合计 1","","","91.64"\r\n`,
    );
    // Another layout, another paying account: the batch keeps what it was approved with; the account's layout stays.
    value(
      await house.settlement.bankSheets.choose({
        cooperative_id,
        layout: { columns: ["name", "account", "amount"], headings: "en", total: false },
      }),
    );
    value(await house.settlement.setPayingAccount({ cooperative_id, name: "别的户", account: "999999", person: "m" }));
    expect(value(await house.settlement.bankFile(batch.id)).csv).toBe(csv);
    expect((await house.settlement.bankSheets.of(cooperative_id))?.layout.columns).toEqual([
      "name",
      "account",
      "amount",
    ]);
    expect(
      reasonOf(
        await house.settlement.bankSheets.choose({
          cooperative_id: "coop_none",
          layout: { ...layout, columns: [...layout.columns] },
        }),
      ),
    ).toBe("no_paying_account");
  });

  it("pays from the account that is named: a wrong number is refused, the same one twice is one, and who named it is read", async () => {
    const cooperative_id = await givenCooperative(house);
    const name = (account: string, change: object = {}) =>
      house.settlement.setPayingAccount({ cooperative_id, name: "竹塘合作社", account, person: "member_m", ...change });
    expect(reasonOf(await name("DE00500105175407324931"))).toBe("iban_invalid");
    expect(reasonOf(await name("6222020000000008", { bank: { system: "CNAPS", member_id: "102100099996" } }))).toBe(
      "card_number_invalid",
    );
    expect(reasonOf(await name("6222020000000007", { bank: { system: "CNAPS", member_id: "10210009999" } }))).toBe(
      "bank_number_invalid",
    );
    const good = () => name("DE89370400440532013000");
    const ids = await Promise.all([good(), good(), good()]);
    expect(new Set(ids.map((one) => value(one).id)).size).toBe(1);
    expect(await house.settlement.bankSheets.of(cooperative_id)).toMatchObject({ name: "竹塘合作社", last4: "3000" });
    const acts = await house.settlement.activity({ cooperative_id, before: { at: "infinity", id: "" }, limit: 20 });
    expect(acts.filter((one) => one.act === "paying_account_named").map((one) => one.person)).toEqual([
      "member_m",
      "member_seed",
    ]);
  });

  it("by bank file is never handed out in other bytes than before", async () => {
    const { batch_id } = await one("bank");
    const file = value(await house.settlement.bankFile(batch_id));
    value(await house.settlement.markBatchExported({ batch_id, sha256: file.sha256 }));
    await house.db.query(`update payout_batch set execution_date = execution_date + 1 where id = $1`, [batch_id]);
    await expect(house.settlement.bankFile(batch_id)).rejects.toThrow(/other bytes/);
    await house.db.query(`update payout_batch set execution_date = execution_date - 1 where id = $1`, [batch_id]);
    expect(value(await house.settlement.bankFile(batch_id))).toEqual(file);
  });
});

/** Every tag that opens closes, in order; text holds no bare markup. */
function wellFormed(xml: string): boolean {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, "");
  for (const [, close, name] of body.matchAll(/<(\/?)([A-Za-z0-9]+)(?:\s[A-Za-z:]+="[^"<&]*")*>/g)) {
    if (!close) open.push(name!);
    else if (open.pop() !== name) return false;
  }
  const text = body.replace(/<\/?[A-Za-z0-9]+(?:\s[A-Za-z:]+="[^"<&]*")*>/g, "");
  return open.length === 0 && !/[<>]/.test(text) && !/&(?!(amp|lt|gt|quot|apos);)/.test(text);
}
