import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startHouse, type House } from "../testing/house.js";
import { APPROVER, PURCHASER, PURCHASER_LIMITS } from "./company-data.js";
import { letCompanyIn } from "./company.js";
import { HouseClient, type DemoHouse } from "./house-client.js";
import { openPickupPoints } from "./pickup-points.js";
import { offerWholesale } from "./wholesale-goods.js";

// The stages of the demo that send what nothing else sends, on a house as the tests have it: a field that the routes do not know is found here.

let house: House;
let demo: DemoHouse;
const step = { update: () => undefined };

beforeAll(async () => {
  house = await startHouse();
  demo = {
    env: { ...house.env, MAIL_URL: undefined },
    urls: { backend: house.backendUrl, stripe: house.stripeUrl },
    seed: house.seed as unknown as DemoHouse["seed"],
    progress: { say: () => undefined, during: (_title, work) => work(step) },
  };
  // What the seed sent is taken up first: the worker that mails codes has nothing before it.
  for (const url of [house.backendUrl, ...house.workerUrls])
    await eventually(async () => (await fetch(`${url}/ready`)).status === 200, { timeout_ms: 120_000 });
});
afterAll(() => house?.stop());

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  Number((await house.db.query<{ count: string }>(`select count(*) from ${sql}`, values)).rows[0]?.count);

/** What these stages leave, counted. */
const left = () =>
  Promise.all([
    count("company"),
    count("company_member where state <> 'left'"),
    count("company_address"),
    count("company_document"),
    count("company_invite"),
    count("truck_rate"),
    count("lot l join pool p on p.id = l.pool_id where p.produce = 'egg'"),
    count("pickup_point"),
  ]);

test("a company is let in and finds what it can buy; run again, nothing is there twice", async () => {
  await openPickupPoints(demo);
  await offerWholesale(demo, step);
  expect(await letCompanyIn(demo, step)).toEqual([PURCHASER, APPROVER]);
  const buyer = new HouseClient(demo, PURCHASER);
  const me = await buyer.get<{ company: { state: string }; member: { roles: string[] } }>("/wholesale/me");
  expect(me).toMatchObject({ company: { state: "approved" }, member: { roles: expect.arrayContaining(["buyer"]) } });
  const { members } = await buyer.get<{ members: { email: string; limits: { per_order_minor: number | null } }[] }>(
    "/wholesale/members",
  );
  expect(members.find((one) => one.email === PURCHASER.email)?.limits.per_order_minor).toBe(
    PURCHASER_LIMITS.per_order_minor,
  );
  expect(await new HouseClient(demo, APPROVER).get("/wholesale/me")).toMatchObject({
    member: { roles: ["approver"] },
  });
  const { products } = await buyer.get<{ products: { packs: { steps: unknown[] }[] }[] }>("/wholesale/quick");
  expect(products.some(({ packs }) => packs.some((pack) => pack.steps.length > 1))).toBe(true);

  const once = await left();
  await openPickupPoints(demo);
  await offerWholesale(demo, step);
  expect(await letCompanyIn(demo, step)).toEqual([PURCHASER, APPROVER]);
  expect(await left()).toEqual(once);
});
