import { expect, it } from "vitest";
import { id, NONE, violations } from "./house";
import { specHouse } from "./spec-house";
import { specProcess } from "./spec-process";
import { sheet, transferKit } from "./transfer-house";

const house = specHouse();
const taking = specProcess("transfer-process", () => ({ DATABASE_URL: house.url }));
const run = async (cooperative_id: string, bytes: Buffer, point: string) =>
  (await taking([cooperative_id, bytes.toString("base64")], point)).signal;

it.each(["transfer_line_written", "transfer_line_in_the_books", "transfer_line_matched", "transfer_line_committed"])(
  "killed at %s while it takes a statement in, the same file goes on: each line once, the order sent on its way once",
  async (point) => {
    const { cooperative_id, proforma, take, now, lines, told, books } = await transferKit(house);
    const asked = await proforma(30_000n);
    const bytes = sheet([
      { amount: "100.00", text: asked.reference, ref: "K1" },
      { amount: "200.00", text: asked.reference, ref: "K2" },
    ]);
    expect(await run(cooperative_id, bytes, point)).toBe("SIGKILL");
    const whole = point === "transfer_line_committed" ? 1 : 0;
    expect(await lines()).toHaveLength(whole);
    expect(await books()).toEqual({ bank: whole * 10_000, free: whole * 10_000 });
    expect(await take(bytes)).toMatchObject({ booked: 2, open: 0, finished_at: expect.any(Date) as Date });
    expect(await now(asked.id)).toMatchObject({ state: "paid", paid_minor: 30_000n });
    expect((await told(asked.id)).sort()).toEqual(["arrived", "part", "sent", "transfer-paid"]);
    expect(await violations(house)).toMatchObject(NONE);
  },
);

it.each(["transfer_line_in_the_books", "transfer_line_matched", "transfer_line_committed"])(
  "killed at %s while the last part of a joint quote comes, the same file goes on: its order is sent on its way once",
  async (point) => {
    const [a, b] = [await transferKit(house), await transferKit(house)];
    const cart_id = id("cart");
    const part = (cooperative_id: string, quote_number: string) => ({
      cooperative_id,
      quote_id: id("quote"),
      quote_number,
      amount_minor: 10_000n,
    });
    const issued = await house.settlement.jointProformas.issue({
      ...{ company_id: id("company"), company: "食堂公司", cart_id, currency: "CNY", person: "wmember_1" },
      parts: [part(a.cooperative_id, "Q-1"), part(b.cooperative_id, "Q-2")],
      due_at: new Date(Date.now() + 86_400_000),
    });
    expect(issued.ok).toBe(true);
    const [of_a, of_b] = await house.settlement.jointProformas.ofCart(cart_id);
    await a.take(sheet([{ amount: "100.00", text: of_a?.reference ?? "", ref: "J1" }]));
    const bytes = sheet([{ amount: "100.00", text: of_b?.reference ?? "", ref: "J2" }]);
    expect(await run(b.cooperative_id, bytes, point)).toBe("SIGKILL");
    const whole = point === "transfer_line_committed";
    expect(await b.now(of_b?.id ?? "")).toMatchObject({ state: whole ? "paid" : "open" });
    await b.take(bytes);
    expect(await b.now(of_b?.id ?? "")).toMatchObject({ state: "paid", paid_minor: 10_000n });
    const told = [...(await a.told(of_a?.id ?? "")), ...(await b.told(of_b?.id ?? ""))];
    expect(told.filter((one) => one === "transfer-paid")).toHaveLength(1);
    expect(told.filter((one) => one === "arrived")).toHaveLength(1);
  },
);

it.each(["taken_back_written", "debt_reopened", "taken_back_before_commit"])(
  "killed at %s while a debt is opened again, nothing of it stands, and the same file opens it once",
  async (point) => {
    const { cooperative_id, grant, now, take, told, books, settlement } = await transferKit(house);
    const granted = await grant(30_000n);
    if (!granted.ok) throw new Error(granted.refusal.message);
    const owed = await now(granted.value.id);
    await settlement.proformas.ordered(owed.id, id("order"));
    await take(sheet([{ amount: "300.00", text: owed.reference, ref: "R1" }]));
    const back = sheet([{ amount: "-300.00", text: `冲正 ${owed.reference}`, ref: "R2" }]);
    expect(await run(cooperative_id, back, point)).toBe("SIGKILL");
    expect(await now(owed.id)).toMatchObject({ paid_minor: 30_000n, reopened: 0 });
    expect(await books()).toEqual({ bank: 30_000, free: 0 });
    await take(back);
    await take(back);
    expect(await now(owed.id)).toMatchObject({ paid_minor: 0n, reopened: 1, settled_at: null });
    expect(await books()).toEqual({ bank: 0, free: 0 });
    expect((await told(owed.id)).filter((one) => one === "taken_back")).toHaveLength(1);
    expect(await violations(house)).toMatchObject(NONE);
  },
);
