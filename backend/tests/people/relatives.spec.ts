import { afterAll, beforeAll, expect, it } from "vitest";
import { holderOf, phoneIndexOf } from "../../src/lib/sign-in-names";
import type { ActingFor } from "../../src/modules/cooperative/types";
import { NAMED } from "../../src/modules/cooperative/types";
import { id, peopleHouse, value, type PeopleHouse } from "./house";

let house: PeopleHouse;
let cooperative_id: string;
const by: ActingFor = {
  actor: { kind: "coop_member", id: "member_clerk", name: "李建平" },
  agreed: { kind: "present", note: "" },
};
beforeAll(async () => {
  house = await peopleHouse();
  cooperative_id = value(
    await house.cooperatives.createCooperative({
      handle: id("coop").slice(0, 20).replaceAll("_", "-"),
      name_zh: "竹塘合作社",
      name_en: "Zhutang",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-1234567",
      card_prefix: "RL",
    }),
  ).id;
}, 240_000);
afterAll(() => house?.close());

async function household(phone: string): Promise<string> {
  const made = await house.cooperatives.registerHousehold({
    cooperative_id,
    village_id: "village_rl",
    name: "王秀英",
    phone,
  });
  return value(made).household_id;
}
const homes = (phone: string) => house.cooperatives.phoneHolders.homes(phoneIndexOf(holderOf(phone)) ?? "");
const name = (household_id: string, phone: string, may: "look" | "confirm") =>
  house.cooperatives.relatives.addDelegate(household_id, { name: "王小妹", relation: "女儿", phone, may }, by);

it("a phone opens what it is registered for and what named it, each household once with the most it may", async () => {
  const phone = "+8613900000001";
  const [own, named] = [await household(phone), await household("+8613900000002")];
  value(await name(named, phone, "look"));
  const stronger = value(await name(named, phone, "confirm"));
  // Naming somebody who is the household itself takes nothing away.
  value(await name(own, phone, "look"));
  const shown = (await homes(phone)).map(({ household_id, right, delegate_id }) => ({
    household_id,
    right,
    delegate_id,
  }));
  expect(shown).toHaveLength(2);
  expect(shown).toEqual(
    expect.arrayContaining([
      { household_id: own, right: "own", delegate_id: null },
      { household_id: named, right: "confirm", delegate_id: stronger.id },
    ]),
  );
  // Ended, the weaker one is left; then nothing.
  value(await house.cooperatives.relatives.endDelegate(named, stronger.id, by));
  expect((await homes(phone)).find((one) => one.household_id === named)?.right).toBe("look");
});

it("a code is signed by the cooperative of whoever the phone opens, and goes to nobody else", async () => {
  const relative = "+8613900000003";
  expect(await house.cooperatives.phoneHolders.sender(relative)).toBeUndefined();
  const added = value(await name(await household("+8613900000004"), relative, "look"));
  expect(await house.cooperatives.phoneHolders.sender(relative)).toBe("竹塘合作社");
  const { rows } = await house.db.query<{ household_id: string }>(
    `select household_id from household_delegate where id = $1`,
    [added.id],
  );
  value(await house.cooperatives.relatives.endDelegate(rows[0]?.household_id ?? "", added.id, by));
  expect(await house.cooperatives.phoneHolders.sender(relative)).toBeUndefined();
});

it("what a relative does stands once under their name, a look once in half a day, and nobody changes it", async () => {
  const household_id = await household("+8613900000005");
  const relative = { kind: "delegate" as const, id: id("delegate"), name: "王小妹" };
  await Promise.all(
    Array.from({ length: 5 }, () =>
      house.cooperatives.acts.recordOnce(household_id, { actor: relative, agreed: NAMED }, "objected", "objection_one"),
    ),
  );
  await Promise.all(Array.from({ length: 5 }, () => house.cooperatives.acts.looked(household_id, relative)));
  const { acts } = await house.cooperatives.acts.of(household_id);
  expect(acts.map((one) => one.act).sort()).toEqual(["objected", "opened"]);
  expect(acts.every((one) => one.actor_kind === "delegate" && one.actor_name === "王小妹")).toBe(true);
  await expect(house.db.query(`delete from household_act where household_id = $1`, [household_id])).rejects.toThrow(
    /append-only/,
  );
});
