import type { MedusaContainer } from "@medusajs/framework/types";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runStandin, type Running } from "../../../dev/src/stripe/spec-kit";
import { checkConnect, connectHousehold, takeConnectEvent } from "../../src/workflows/settlement/connect-household";
import { id, peopleHouse, value, type PeopleHouse } from "./house";

/** Households open accounts at the processor; the real SDK over HTTP against the Stripe stand-in, whose answers get lost. */
let house: PeopleHouse;
let standin: Running;
let container: MedusaContainer;
let cooperative_id: string;
beforeAll(async () => {
  house = await peopleHouse();
  standin = await runStandin(house.url);
  container = { resolve: () => house.cooperatives } as unknown as MedusaContainer;
  cooperative_id = value(
    await house.cooperatives.createCooperative({
      handle: "connect",
      name_zh: "竹塘合作社",
      name_en: "Zhutang",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-1234567",
      card_prefix: "CN",
    }),
  ).id;
});
afterAll(async () => {
  await standin?.stop();
  await house?.close();
});
beforeEach(async () => {
  await standin.control("DELETE", "/faults");
});

let next = 0;
async function household(): Promise<string> {
  const made = await house.cooperatives.registerHousehold({
    cooperative_id,
    village_id: "village_cn",
    name: "王秀英",
    phone: `+86139${String(++next).padStart(8, "0")}`,
  });
  return value(made).household_id;
}
const press = (household_id: string, country = "DE") =>
  connectHousehold(container, { household_id, country, person: household_id, path: "zh" }, standin.stripe());
const of = async (household_id: string) => (await house.cooperatives.connect.of(household_id))!;
async function accountsOf(household_id: string): Promise<string[]> {
  const made: string[] = [];
  for await (const account of standin.stripe().accounts.list({ limit: 100 })) {
    if (account.metadata?.household_id === household_id) made.push(account.id);
  }
  return made;
}

describe("a household's account at Stripe", () => {
  it("is opened by a link that is fresh at each press, and is one however often it is pressed", async () => {
    const whose = await household();
    const links = await Promise.allSettled([press(whose), press(whose), press(whose)]);
    expect(links.some((link) => link.status === "fulfilled")).toBe(true);
    const { url } = await press(whose);
    expect(new URL(url).searchParams.get("return_url")).toMatch(/\/zh\/home\/settings\/stripe\?from=return$/);
    expect(await accountsOf(whose)).toEqual([(await of(whose)).stripe_account_id]);
  });

  it("is not offered where payouts do not reach, and nothing is made", async () => {
    const whose = await household();
    await expect(press(whose, "CN")).rejects.toMatchObject({ code: "country_not_served", field: "country" });
    expect(await of(whose)).toBeUndefined();
  });

  it("moves with what Stripe says, whatever an event claims and in whatever order events come", async () => {
    const whose = await household();
    await standin.faults({ accounts_start: "pending" });
    await press(whose);
    const acct = (await of(whose)).stripe_account_id!;
    const told = (payouts_enabled: boolean) =>
      takeConnectEvent(
        container,
        { type: "account.updated", payload: { data: { object: { id: acct, payouts_enabled } } } },
        standin.stripe(),
      );
    await told(true);
    expect(await of(whose)).toMatchObject({ state: "wanted", needs: ["bank_account", "terms"] });
    await standin.control("POST", "/account", { account: acct, active: true });
    await told(false);
    expect(await of(whose)).toMatchObject({ state: "ready", needs: [] });
    await standin.control("POST", "/account", { account: acct, active: false });
    await checkConnect(container, acct, standin.stripe());
    expect(await of(whose)).toMatchObject({ state: "needs_more", needs: ["bank_account"] });
    // An answer that was asked for before does not undo what is known since.
    await house.cooperatives.connect.observe({
      stripe_account_id: acct,
      state: "ready",
      needs: [],
      disabled_reason: null,
      asked_at: new Date(Date.now() - 60_000),
    });
    expect((await of(whose)).state).toBe("needs_more");
  });

  it("with a fifth of the answers lost and the keys forgotten is still one", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, household));
    await standin.faults({ seed: 9, rules: [{ match: "POST /v1/accounts", fault: "lose_answer", probability: 0.2 }] });
    for (let round = 0; round < 3; round++) {
      await Promise.allSettled(all.map((whose) => press(whose)));
      await standin.control("POST", "/forget-keys");
    }
    await standin.control("DELETE", "/faults");
    await Promise.all(all.map((whose) => press(whose)));
    for (const whose of all) expect(await accountsOf(whose)).toEqual([(await of(whose)).stripe_account_id]);
  });
});
