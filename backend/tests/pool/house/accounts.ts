import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk } from "../../people/desk-client";

/** The ledger for accountants over HTTP: codes, a balance, a file with what it says, and the trace of who took it. */
export function accounts(house: () => House): void {
  let accountant: Desk;
  let manager: Desk;
  let weigher: Desk;
  let operator: Desk;
  beforeAll(async () => {
    const sign = (email: string) => Desk.signIn(house(), email);
    accountant = await sign("accountant@wudu.example");
    manager = await sign("manager@wudu.example");
    weigher = await sign("weigher@wudu.example");
    operator = await sign("operator@commonlot.example");
  });
  const today = new Date().toISOString().slice(0, 10);
  const days = `from=${today.slice(0, 4)}-01-01&to=${today.slice(0, 4)}-12-31`;

  test("the accountant sets a code, finds it in the file, and both sides are equal; the manager reads who took it", async () => {
    const set = { kind: "cooperative_fee", code: "5001", name: "经营收入" };
    expect((await accountant.post("/desk/ledger-codes", set)).body.codes).toContainEqual(
      expect.objectContaining({ ...set, set: true }),
    );
    expect(await accountant.post("/desk/ledger-codes", { ...set, code: "@x" })).toMatchObject({
      status: 400,
      body: { code: "invalid_code" },
    });
    const { body } = await accountant.get(`/desk/trial-balance?${days}`);
    for (const one of body.balance.currencies) {
      expect(one.totals.debit_minor).toBe(one.totals.credit_minor);
      expect(one.totals.closing_debit_minor).toBe(one.totals.closing_credit_minor);
    }
    expect((await accountant.get("/desk/trial-balance?from=2026-02-01&to=2026-01-01")).body.code).toBe(
      "invalid_period",
    );

    const file = await accountant.getFile(`/desk/ledger-export?${days}&why=${encodeURIComponent("月末入账")}`);
    expect(file.status).toBe(200);
    expect(file.text.startsWith('\uFEFF"凭证号","日期","科目编码"')).toBe(true);
    expect(await manager.get("/desk/money-reads?limit=1")).toMatchObject({
      body: { reads: [{ kind: "ledger_exported", why: "月末入账" }] },
    });
    expect((await weigher.get("/desk/money-reads")).status).toBe(403);
    expect((await weigher.getFile(`/desk/ledger-export?${days}`)).status).toBe(403);
    expect((await operator.getFile(`/admin/commonlot/ledger-export?${days}&language=en`)).text).toContain('"debit"');
  });

  test("the refund of a year that has not ended is refused in words, for the field at fault", async () => {
    const year = Number(today.slice(0, 4));
    const terms = `year=${year + 1}&distributable_minor=1000&share_bp=6000&basis=weight`;
    expect(await accountant.get(`/desk/patronage/preview?${terms}`)).toMatchObject({
      status: 400,
      body: { code: "year_not_ended", field: "year" },
    });
    expect(await accountant.get("/desk/patronage")).toMatchObject({
      status: 200,
      body: { standing: { year: year - 1, share_bp: 6_000 }, runs: [], may_decide: false },
    });
  });
}
