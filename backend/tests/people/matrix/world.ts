import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../../../dev/src/testing/house";
import { makeCarriers } from "./carriers";
import { makeLedger, type LedgerIds } from "./ledger-world";
import { insertAllocation } from "./allocation-world";
import { Cipher } from "../../../src/lib/cipher";
import { holderOf } from "../../../src/lib/sign-in-names";
import { insertRegister, RELATIVES_PHONE } from "./register-world";
import { insertShed, type ShedIds } from "./shed-world";
import { tokenFor, type Actors, type Principal } from "./principals";
import { weighInIds, type WeighInIds } from "./weigh-in-world";

/** Whose secret a canary is: it may come back to these principals only. */
export interface Canary {
  text: string;
  may_see: readonly Principal[];
}

/** Rows of both cooperatives that the matrix asks for, and words that must not come out to the wrong people. */
export interface World {
  house: House;
  tokens: Partial<Record<Principal, string>>;
  canaries: readonly Canary[];
  ids: {
    cooperative: string;
    other_cooperative: string;
    pool: string;
    household: string;
    neighbour: string;
    other_household: string;
    order: string;
    parcel: string;
    parcel_number: string;
    period: string;
    batch: string;
    product: string;
    list: string;
    lot: string;
    neighbour_lot: string;
    short: string;
    recall: string;
    order_line: string;
    allocated_lot: string;
    rule: string;
    village: string;
    person: string;
    delegate: string;
    second_delegate: string;
    /** A household that was registered by the house itself, not by hand. */
    registered: string;
    import: string;
    card_sheet: string;
    member: string;
    invite: string;
    collection_time: string;
    rate_card: string;
    carton: string;
  } & LedgerIds &
    WeighInIds &
    ShedIds;
}

const STAFF_OF_X: readonly Principal[] = ["manager", "weigher", "packer", "accountant"];
/** The number of all households made here: it leaves the house in an SMS and nowhere else. */
const CANARY_PHONE = "+8613800137788";
/** Every id this part makes begins so; the other parts of the house have their own. */
const MARK = "matrix";

/** Builds the world: households by hand with names nobody else has, a parcel, a paid period, for X and for Y. */
export async function makeWorld(house: House): Promise<World> {
  const { db } = house;
  // Blind indexes of phones are made with the house's key.
  for (const [key, value] of Object.entries(house.env)) process.env[key] ??= value;
  const one = async <T>(sql: string, values: unknown[] = []): Promise<T> => {
    const { rows } = await db.query(sql, values);
    if (!rows[0]) throw new Error(`nothing found by: ${sql}`);
    return rows[0] as T;
  };
  const cooperative = async (handle: string) =>
    (await one<{ id: string }>(`select id from cooperative where handle = $1`, [handle])).id;
  const [x, y] = [await cooperative("wudu"), await cooperative("longchuan")];
  const village = async (handle: string) =>
    (await one<{ id: string }>(`select id from village where handle = $1`, [handle])).id;
  const member = async (of: string, role: string) =>
    (await one<{ id: string }>(`select id from coop_member where email = $1`, [`${role}@${of}.example`])).id;
  const secretary = async (village: string) =>
    (await one<{ id: string }>(`select id from secretary where email = $1`, [`secretary@${village}.example`])).id;
  const user = await one<{ id: string }>(`select id from "user" limit 1`);
  const product = productsOf(house).find((p) => p.handle === "maya-walnuts");
  const pool = product?.pool_id ?? "";

  const households = {
    household: await insertHousehold(house, {
      name: "canary-first",
      card: "ZX0001",
      cooperative: x,
      village: await village("maya"),
    }),
    neighbour: await insertHousehold(house, {
      name: "canary-second",
      card: "ZX0002",
      cooperative: x,
      village: await village("maya"),
    }),
    other_household: await insertHousehold(house, {
      name: "canary-other",
      card: "ZY0001",
      cooperative: y,
      village: await village("shangmeng"),
    }),
  };
  const [people_x, people_y] = [
    { settled_by: await member("wudu", "accountant"), approved_by: await member("wudu", "manager") },
    { settled_by: await member("longchuan", "accountant"), approved_by: await member("longchuan", "manager") },
  ];
  const of_x = await insertTrade(house, {
    mark: `${MARK}_x`,
    cooperative: x,
    household: households.household,
    name: "canary-first",
    account: "canary-account-x",
    ...people_x,
  });
  await insertTrade(house, {
    mark: `${MARK}_y`,
    cooperative: y,
    household: households.other_household,
    name: "canary-other",
    account: "canary-account-y",
    ...people_y,
  });

  const actors: Actors = {
    buyer: { type: "customer", id: `cus_${MARK}` },
    household: { type: "household", id: households.household },
    neighbour: { type: "household", id: households.neighbour },
    other_household: { type: "household", id: households.other_household },
    relative: { type: "household", id: holderOf(RELATIVES_PHONE) },
    manager: { type: "coop_member", id: await member("wudu", "manager") },
    weigher: { type: "coop_member", id: await member("wudu", "weigher") },
    packer: { type: "coop_member", id: await member("wudu", "packer") },
    accountant: { type: "coop_member", id: await member("wudu", "accountant") },
    other_manager: { type: "coop_member", id: await member("longchuan", "manager") },
    secretary: { type: "secretary", id: await secretary("maya") },
    other_secretary: { type: "secretary", id: await secretary("shangmeng") },
    operator: { type: "user", id: user.id },
  };
  const tokens: World["tokens"] = {};
  for (const [who, actor] of Object.entries(actors)) tokens[who as Principal] = tokenFor(house, actor);
  // Everybody who may have goods has some: a list that is empty for everyone proves nothing.
  const weigher = {
    x: tokens.weigher ?? "",
    y: tokenFor(house, { type: "coop_member", id: await member("longchuan", "weigher") }),
  };
  const shangmeng = productsOf(house).find((p) => p.handle.startsWith("shangmeng"))?.pool_id ?? "";
  await weighIn(house, weigher.x, "ZX0001", pool);
  await weighIn(house, weigher.x, "ZX0002", pool);
  await weighIn(house, weigher.y, "ZY0001", shangmeng);

  const lotOf = async (household: string) =>
    (
      await one<{ id: string }>(`select id from lot where household_id = $1 order by created_at desc limit 1`, [
        household,
      ])
    ).id;
  const lots = { lot: await lotOf(households.household), neighbour_lot: await lotOf(households.neighbour) };
  const ended = await insertEnded(house, { cooperative: x, lot: lots.lot });

  // A lot of its own: what the other rows ask of the first household's lot stays theirs.
  await weighIn(house, weigher.x, "ZX0001", pool);
  const allocated_lot = await lotOf(households.household);
  const allocated = await insertAllocation(house, {
    mark: `${MARK}_x`,
    order: of_x.order,
    pool,
    household: households.household,
    lot: allocated_lot,
  });
  const shed = await insertShed(house, { mark: `${MARK}_x`, cooperative: x });
  await insertShed(house, { mark: `${MARK}_y`, cooperative: y });
  const register = await insertRegister(house, { cooperative: x, household: households.household });
  return {
    house,
    tokens,
    ids: {
      cooperative: x,
      other_cooperative: y,
      ...(await weighInIds(house, MARK, lots.lot)),
      pool,
      product: product?.id ?? "",
      ...households,
      ...of_x,
      ...lots,
      ...ended,
      ...allocated,
      ...register,
      ...shed,
      village: await village("maya"),
      registered: (await one<{ id: string }>(`select id from household where card_number = 'WD0032'`)).id,
      list: await sendList(house),
      ...(await makeCarriers(house, tokens.manager ?? "")),
      ...(await makeLedger(house, {
        weigher: weigher.x,
        manager: tokens.manager ?? "",
        household: households.household,
        pool,
      })),
    },
    canaries: [
      { text: "canary-first", may_see: [...STAFF_OF_X, "household", "relative", "secretary", "operator"] },
      { text: "canary-second", may_see: [...STAFF_OF_X, "neighbour", "secretary", "operator"] },
      { text: "canary-other", may_see: ["other_manager", "other_household", "other_secretary"] },
      { text: "canary-account-x", may_see: ["manager", "accountant"] },
      { text: "canary-account-y", may_see: [] },
      { text: `canary-addressee-${MARK}_x`, may_see: STAFF_OF_X },
      { text: `canary-addressee-${MARK}_y`, may_see: ["other_manager"] },
      { text: "canary-person", may_see: [...STAFF_OF_X, "household", "relative", "secretary"] },
      { text: "canary-delegate", may_see: [...STAFF_OF_X, "household", "relative", "secretary"] },
      { text: "canary-invited", may_see: ["manager", "other_manager"] },
      { text: `canary-driver-${MARK}_x`, may_see: STAFF_OF_X },
      { text: `canary-driver-${MARK}_y`, may_see: ["other_manager"] },
      { text: "canary-cards", may_see: ["manager", "weigher"] },
      { text: "canary-list", may_see: [] },
      { text: "canary-sealed-phone", may_see: [] },
      { text: CANARY_PHONE.slice(3), may_see: [] },
    ],
  };
}

function productsOf(house: House): { id: string; handle: string; pool_id: string }[] {
  return house.seed.products as { id: string; handle: string; pool_id: string }[];
}

async function insertHousehold(
  house: House,
  input: { name: string; card: string; cooperative: string; village: string },
): Promise<string> {
  const id = `household_${MARK}_${input.card}`;
  await house.db.query(
    `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4)
     values ($1, $2, $3, $4, $5, $6, '7788')`,
    [
      id,
      input.cooperative,
      input.village,
      input.name,
      input.card,
      new Cipher(process.env.HOUSEHOLD_KEY ?? "").seal(CANARY_PHONE, `household:${id}:phone`),
    ],
  );
  return id;
}

/** A planned parcel with its label, and an approved period with a statement and one payout in cash. */
async function insertTrade(
  house: House,
  input: {
    mark: string;
    cooperative: string;
    household: string;
    name: string;
    account: string;
    settled_by: string;
    approved_by: string;
  },
) {
  const { mark, cooperative } = input;
  const ids = {
    order: `order_${mark}`,
    parcel: `parcel_${mark}`,
    parcel_number: `CL${mark.toUpperCase()}`,
    period: `period_${mark}`,
    batch: `batch_${mark}`,
  };
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  await put(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ($1, 1, 'CNY', 1, 0)`,
    ids.order,
  );
  await put(
    `insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, name, phone, province_code, address, zone,
       carton, carton_id, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service, state)
     select $1, $2, $3, 1, $4, 'dest', $5, '13800000000', '440000', $5, 'z', code, id, 1000, 1200, 0, 0, 'CNY', 'carrier', 'service', 'labelled'
     from carton limit 1`,
    ids.parcel,
    ids.parcel_number,
    ids.order,
    cooperative,
    `canary-addressee-${mark}`,
  );
  const file = path.join("labels", `${mark}.pdf`);
  await mkdir(path.join(house.env.FILES_DIR ?? "", "labels"), { recursive: true });
  await writeFile(path.join(house.env.FILES_DIR ?? "", file), `%PDF canary-addressee-${mark}`);
  await put(
    `insert into label_sheet (id, order_id, cooperative_id, file, pages, sha256) values ($1, $2, $3, $4, 1, 'none')`,
    `sheet_${mark}`,
    ids.order,
    cooperative,
    file,
  );
  await put(
    `insert into settlement_period (id, cooperative_id, from_date, to_date, state, opened_by, requested_by, requested_at, settled_at, approved_by, approved_at)
     values ($1, $2, '2001-01-01', '2001-01-15', 'approved', $3, $3, now(), now(), $4, now())`,
    ids.period,
    cooperative,
    input.settled_by,
    input.approved_by,
  );
  await put(
    `insert into statement (id, period_id, cooperative_id, household_id, currency, brought_forward_minor, gross_minor, deductions_minor, advances_minor, net_minor)
     values ($1, $2, $3, $4, 'CNY', 0, 1000, 0, 0, 1000)`,
    `statement_${mark}`,
    ids.period,
    cooperative,
    input.household,
  );
  await put(
    `insert into payout_batch (id, period_id, cooperative_id, rail, currency, payouts, total_minor, state, execution_date, approved_by)
     values ($1, $2, $3, 'stripe', 'CNY', 1, 1000, 'open', '2001-01-16', $4)`,
    ids.batch,
    ids.period,
    cooperative,
    input.approved_by,
  );
  await put(
    `insert into payout (id, batch_id, statement_id, period_id, cooperative_id, household_id, currency, amount_minor, rail, account, idempotency_key)
     values ($1, $2, $3, $4, $5, $6, 'CNY', 1000, 'stripe', $7, $1)`,
    `payout_${mark}`,
    ids.batch,
    `statement_${mark}`,
    ids.period,
    cooperative,
    input.household,
    JSON.stringify({ name: input.account, account_sealed: null, last4: null, stripe_account_id: "acct_none" }),
  );
  return ids;
}

/** A short that was dropped, with a question that nobody answered, and a recall that was let go. */
async function insertEnded(house: House, of: { cooperative: string; lot: string }) {
  const ids = { short: `short_${MARK}`, recall: `recall_${MARK}` };
  await house.db.query(
    `insert into short (id, cooperative_id, kind, state, lot_id, units, reason, entered_by, decided_by, idempotency_key, input_hash)
     values ($1, $2, 'lot_spoiled', 'dropped', $3, 1, 'mould', 'm', 'm', $1, 'x')`,
    [ids.short, of.cooperative, of.lot],
  );
  await house.db.query(
    `insert into short_question (short_id, order_id, token) values ($1, 'order_none', 'matrix-token')`,
    [ids.short],
  );
  await house.db.query(
    `insert into recall (id, cooperative_id, lot_id, state, reason, advice, opened_by, ended_by, idempotency_key, input_hash)
     values ($1, $2, $3, 'released', 'test', 'wait', 'm', 'm', $1, 'x')`,
    [ids.recall, of.cooperative, of.lot],
  );
  return ids;
}

async function weighIn(house: House, token: string, card_number: string, pool_id: string): Promise<void> {
  const answer = await send(house, token, "/desk/lots", {
    card_number,
    pool_id,
    gross_g: 3_000,
    tare_g: 500,
    harvested_on: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    idempotency_key: randomUUID(),
  });
  if (answer.status !== 201) throw new Error(`${card_number} could not hand in: ${await answer.text()}`);
}

/** A guest's list of addressees. */
async function sendList(house: House): Promise<string> {
  const answer = await fetch(new URL("/store/wholesale/addressee-lists", house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "x-publishable-api-key": house.seed.publishable_key },
    body: JSON.stringify({
      title: "matrix",
      addressees: [
        {
          name: "canary-list",
          phone: "13800000000",
          province_code: "广东省",
          address: "天河区体育东路 1 号",
          packs: 1,
        },
      ],
    }),
  });
  const body = (await answer.json()) as { addressee_list?: { id: string } };
  if (!body.addressee_list) throw new Error(`the list was refused: ${JSON.stringify(body)}`);
  return body.addressee_list.id;
}

function send(house: House, token: string, to: string, body: unknown): Promise<Response> {
  return fetch(new URL(to, house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
}
