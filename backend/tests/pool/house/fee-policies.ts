import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk, type Json } from "../../people/desk-client";

/** Rates by two people over HTTP: proposed, tried on paper, confirmed; the operator's part; the schedule and a period that goes on. */
export function feePolicies(house: () => House): void {
  let accountant: Desk;
  let manager: Desk;
  let weigher: Desk;
  let stranger: Desk;
  let operator: Desk;
  let today: string;
  let terms: Json;
  beforeAll(async () => {
    const sign = (email: string) => Desk.signIn(house(), email);
    accountant = await sign("accountant@wudu.example");
    manager = await sign("manager@wudu.example");
    weigher = await sign("weigher@wudu.example");
    stranger = await sign("manager@longchuan.example");
    operator = await sign("operator@commonlot.example");
    const { body } = await accountant.get("/desk/fee-policies");
    today = body.today;
    const names = [
      "platform_bp",
      "cooperative_bp",
      "agent_bp",
      "packing_minor_per_kg",
      "freight_rule",
      "tax_treatment",
    ];
    const more = ["holdback_bp", "holdback_release", "holdback_days", "hold_days", "minimum_payout_minor", "seller"];
    terms = Object.fromEntries([...names, ...more].map((name) => [name, body.in_force[0][name]]));
  });

  const proposal = (more: object = {}, other: object = {}) => ({
    currency: "CNY",
    from_day: today,
    reason: "cartons cost more",
    ...other,
    terms: { ...terms, ...more },
  });

  test("the accountant proposes, tries it on what was sold, a manager confirms; nobody else may, and not the maker", async () => {
    expect((await weigher.get("/desk/fee-policies")).status).toBe(403);
    expect(await accountant.post("/desk/fee-policies", proposal({ platform_bp: 1 }))).toMatchObject({
      status: 400,
      body: { code: "platform_terms" },
    });
    expect(await accountant.post("/desk/fee-policies", proposal({}, { product_id: "prod_of_nobody" }))).toMatchObject({
      status: 404,
      body: { code: "product_not_found" },
    });
    const made = await accountant.post("/desk/fee-policies", proposal({ packing_minor_per_kg: 95 }));
    expect(made).toMatchObject({ status: 201, body: { proposal: { state: "proposed", proposed_by_me: true } } });
    const at = `/desk/fee-policies/${made.body.proposal.id}`;
    expect(await accountant.post("/desk/fee-policies", proposal())).toMatchObject({ body: { code: "proposal_waits" } });

    const tried = await manager.get(`${at}/simulation?from=2026-01-01&to=2026-12-31`);
    expect(tried).toMatchObject({ status: 200, body: { simulation: { currency: "CNY" } } });
    expect((await stranger.get(`${at}/simulation`)).status).toBe(404);
    expect((await stranger.post(`${at}/decision`, { decision: "confirmed" })).status).toBe(404);
    expect(await accountant.post(`${at}/decision`, { decision: "confirmed" })).toMatchObject({
      status: 403,
      body: { code: "same_person" },
    });
    expect(await manager.post(`${at}/decision`, { decision: "confirmed" })).toMatchObject({
      status: 200,
      body: { proposal: { state: "confirmed", decided_by: "王秀兰" } },
    });
    const { body } = await accountant.get("/desk/fee-policies");
    expect(body.in_force[0]).toMatchObject({ packing_minor_per_kg: 95, proposed_by: "马会芳", confirmed_by: "王秀兰" });
    expect((await manager.post(`${at}/decision`, { decision: "confirmed" })).status).toBe(409);
  });

  test("the platform's percentage is proposed by its operator and confirmed by the cooperative's manager", async () => {
    const cooperative_id = (await manager.get("/desk/me")).body.cooperative?.id ?? (await idOf(house()));
    const asked = { ...proposal({ platform_bp: 350, packing_minor_per_kg: 95 }), cooperative_id };
    const made = await operator.post("/admin/commonlot/fee-policies", asked);
    expect(made).toMatchObject({ status: 201, body: { proposal: { by_operator: true } } });
    const { id } = made.body.proposal;
    expect(
      (await manager.post(`/desk/fee-policies/${id}/decision`, { decision: "withdrawn", words: "no" })).body,
    ).toMatchObject({ code: "not_your_proposal" });
    expect(
      await operator.post(`/admin/commonlot/fee-policies/${id}/withdraw`, { cooperative_id, words: "next year" }),
    ).toMatchObject({ status: 200, body: { proposal: { state: "withdrawn", decided_words: "next year" } } });
    const list = await operator.get(`/admin/commonlot/fee-policies?cooperative_id=${cooperative_id}`);
    expect(list.body.in_force[0].platform_bp).toBe(terms.platform_bp);
  });

  test("a period that goes on is not settled, in words; a schedule is set by the desk", async () => {
    const year = new Date().getUTCFullYear() + 1;
    const days = { from: `${year}-01-01`, to: `${year}-12-31` };
    const opened = await accountant.post("/desk/settlement-periods", days);
    expect(await accountant.post(`/desk/settlement-periods/${opened.body.period.id}/settle`, {})).toMatchObject({
      status: 400,
      body: { code: "period_not_ended" },
    });
    expect(await accountant.post("/desk/settlement-schedule", { rhythm: "weekly", day: 9 })).toMatchObject({
      status: 400,
      body: { code: "invalid_day", field: "day" },
    });
    expect(await accountant.post("/desk/settlement-schedule", { rhythm: "monthly", day: 26 })).toMatchObject({
      status: 200,
      body: { schedule: { rhythm: "monthly", day: 26, set_by: "马会芳" } },
    });
    expect((await accountant.post("/desk/settlement-schedule", { rhythm: "none" })).status).toBe(200);
  });
}

async function idOf(house: House): Promise<string> {
  const { rows } = await house.db.query<{ id: string }>(`select id from cooperative where handle = 'wudu'`);
  return rows[0]?.id ?? "";
}
