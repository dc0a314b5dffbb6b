import { afterAll, beforeAll, expect, it } from "vitest";
import { parseJobPayload } from "@commonlot/domain";
import { holderOf, phoneIndexOf } from "../../src/lib/sign-in-names";
import type { ActingFor } from "../../src/modules/cooperative/types";
import { NAMED } from "../../src/modules/cooperative/types";
import PoolService from "../../src/modules/pool/service";
import { day, givenLot, givenPool, TODAY } from "../pool/support";
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
});
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

it("killed right after a relative acted for a household, the log still says who it was, once", async () => {
  const household_id = await household("+8613900000006");
  const delegate_id = value(await name(household_id, "+8613900000007", "confirm")).id;
  const pools = new PoolService({ __pg_connection__: house.knex });
  const own = { pools, knex: house.knex, db: house.db, url: "", close: () => Promise.resolve() };
  const pool = await givenPool(own, { cooperative_id });
  const lot_id = await givenLot(own, pool, 1_000, { household_id });

  // Each commits and nothing follows: the process is gone before another line runs.
  const objection = value(
    await pools.objections.open({
      lot_id,
      whose: { household_id },
      via: "tap",
      words: "少了",
      logged_by: null,
      said_by: { id: delegate_id, name: "王小妹" },
      today: TODAY,
    }),
  );
  const declare = () =>
    pools.forecasts.declare({
      cooperative_id,
      household_id,
      village_id: pool.origin_id,
      pool_id: pool.id,
      units: 5_000,
      ready_from: day(3),
      ready_to: day(9),
      note: null,
      person: delegate_id,
      delegate_id,
      idempotency_key: "forecast-of-a-relative",
      today: TODAY,
    });
  const forecast = value(await declare());
  value(await declare());
  const withdraw = () =>
    pools.forecasts.end({
      id: forecast.id,
      cooperative_id,
      household_id,
      to: "withdrawn",
      person: delegate_id,
      delegate_id,
    });
  value(await withdraw());
  value(await withdraw());
  // What the household does itself is not written down as somebody else's.
  value(await pools.forecasts.declare({ ...forecastOf(pool.id), household_id, person: household_id }));

  const { rows } = await house.db.query<{ id: string; payload: { household_id: string; delegate_id: string } }>(
    `select id, payload from outbox_message where job = 'household-act'`,
  );
  for (const { id: message_id, payload } of [...rows, ...rows]) {
    const parsed = value(parseJobPayload("household-act", payload));
    await house.cooperatives.acts.recordOfRelative({ message_id, ...parsed });
  }
  const { rows: acts } = await house.db.query(
    `select act, subject_id, actor_kind, actor_id, actor_name, consent_kind from household_act
     where household_id = $1 and actor_kind = 'delegate' order by act`,
    [household_id],
  );
  const by_her = { actor_kind: "delegate", actor_id: delegate_id, actor_name: "王小妹", consent_kind: "named" };
  expect(acts).toEqual([
    { act: "forecast_declared", subject_id: forecast.id, ...by_her },
    { act: "forecast_withdrawn", subject_id: forecast.id, ...by_her },
    { act: "objected", subject_id: objection.id, ...by_her },
  ]);

  function forecastOf(pool_id: string) {
    return {
      cooperative_id,
      village_id: pool.origin_id,
      pool_id,
      units: 1_000,
      ready_from: day(3),
      ready_to: day(9),
      note: null,
      idempotency_key: "forecast-of-their-own",
      today: TODAY,
    };
  }
});
