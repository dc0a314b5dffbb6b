import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shortHouse, value, type ShortHouse } from "../pool/short-house";
import { broken } from "../pool/short-picture";
import { claimsOf } from "./claim-house";

let house: ShortHouse;
let claims: ReturnType<typeof claimsOf>;
beforeAll(async () => {
  house = await shortHouse();
  claims = claimsOf(house);
});
afterAll(() => house?.close());

/** Two packs came back, were looked at and put on sale again; everything else of the pool is sold. */
async function cameBack() {
  const { order_id, parcel } = await claims.sent();
  await drain();
  await claims.tell(parcel.number, "returned");
  const [claim] = await house.parcels.claims.ofOrder(order_id);
  value(await house.parcels.claims.wish({ ...claims.of(claim!), wish: "refund" }));
  await claims.run(claim!);
  const [back] = (
    await house.pools.returnedGoods.list({ cooperative_id: house.cooperative_id, waiting: true, limit: 50 })
  ).filter((one) => one.order_id === order_id);
  return { order_id, claim: claim!, back: back! };
}

async function onSale(back: { id: string }): Promise<void> {
  value(
    await house.pools.returnedGoods.decide({
      id: back.id,
      cooperative_id: house.cooperative_id,
      sellable: true,
      words: "unopened",
      person: "member_packer",
    }),
  );
}

async function drain(): Promise<void> {
  const { rows } = await house.db.query<{ free: string }>("select on_hand - held as free from pool where id = $1", [
    house.pool_id,
  ]);
  const packs = Math.floor(Number(rows[0]?.free) / 1000);
  if (packs > 0) await house.order([{ packs }]);
}

/** An order of so many packs arrives and is divided; what its households got, and what went to a claim. */
async function soldAgain(packs: number) {
  const { order_id } = await house.order([{ packs }]);
  await house.ship(await house.handOver(order_id));
  for (const one of await house.parcels.parcelsOfOrder(order_id)) await claims.tell(one.number, "delivered");
  await claims.post(order_id);
  const { rows } = await house.db.query<{ account: string; household_id: string | null; sum: string }>(
    `select r.account, r.household_id, sum(r.amount_minor) as sum from sale_line l join sale_line_row r on r.sale_line_id = l.id
     where l.order_id = $1 and r.lot_id is not null group by 1, 2`,
    [order_id],
  );
  const of = (account: string) => rows.filter((row) => row.account === account);
  return {
    order_id,
    households: of("household_payable").reduce((sum, row) => sum + Number(row.sum), 0),
    proceeds: of("returned_goods").reduce((sum, row) => sum + Number(row.sum), 0),
  };
}

const loss = () => claims.balance("claim_loss", house.cooperative_id);
const owed = () => claims.balance("carrier_owed", house.cooperative_id);

describe("goods of a parcel that came back, sold again", () => {
  it("are a lot of their own that names its claim; their household is paid once, the cooperative that bore it gets the proceeds", async () => {
    const { order_id, claim, back } = await cameBack();
    await claims.decided(claim, "refund", "packing");
    await claims.post(order_id);
    const first = Object.values(await claims.paid(order_id)).reduce((sum, one) => sum + one, 0);
    expect(first).toBeGreaterThan(3000);
    await onSale(back);
    expect(await broken(house)).toEqual([]);
    const before = await loss();
    const again = await soldAgain(2);
    expect(again.households).toBe(0);
    expect(again.proceeds).toBe(first);
    expect(await loss()).toBe(before - again.proceeds);
    expect(await claims.balance("returned_goods", claim.id)).toBe(0);
    const lots = await house.db.query<{ number: string; owner_id: string }>(
      "select number, owner_id from lot where returned_for = $1",
      [claim.id],
    );
    expect(lots.rows.every((lot) => lot.owner_id === `returned:${claim.id}`)).toBe(true);
    // The household whose harvest it was has no such lot on its page, and none of that sale on its account.
    expect(lots.rows.length).toBeGreaterThan(0);
    expect(await broken(house)).toEqual([]);
  });

  it("before anybody has decided: the proceeds wait on the claim's account, and go to who bears it then", async () => {
    const { claim, back } = await cameBack();
    await onSale(back);
    const again = await soldAgain(2);
    expect(again.households).toBe(0);
    expect(await claims.balance("returned_goods", claim.id)).toBe(-again.proceeds);
    const done = await claims.decided(claim, "refund", "carrier");
    // The carrier has not said what it pays: nobody knows yet whose it is.
    expect(await claims.balance("returned_goods", claim.id)).toBe(-again.proceeds);
    const [before_loss, before_owed] = [await loss(), await owed()];
    const paid = Math.floor((done.cost_minor ?? 0) / 4);
    value(
      await house.parcels.claims.answer({ ...claims.of(done), answer: "paid", paid_minor: String(paid), words: "" }),
    );
    await claims.run(done);
    await claims.run(done);
    const carrier = Math.floor((again.proceeds * paid) / (done.cost_minor ?? 1));
    expect(await owed()).toBe(before_owed - carrier);
    const unpaid = (done.cost_minor ?? 0) - paid;
    expect(await loss()).toBe(before_loss + unpaid - (again.proceeds - carrier));
    expect(await claims.balance("returned_goods", claim.id)).toBe(0);
    expect(await broken(house)).toEqual([]);
  });

  it("stay their owner's when they fill in for a lot that spoils", async () => {
    await drain();
    const spoiled = await house.lot(1000);
    const { order_id } = await house.order([{ packs: 1 }]);
    const { claim, back } = await cameBack();
    await claims.decided(claim, "refund", "packing");
    await onSale(back);
    await house.apply(await house.enter({ lot_id: spoiled, units: 1000, order_id }));
    const now = await house.pools.allocationsOfOrder(order_id);
    expect(now.map((one) => one.household_id)).toEqual([`returned:${claim.id}`]);
    expect(await broken(house)).toEqual([]);
  });

  it("recalled while they were out, they are recalled still: looked at and fit for sale, nothing of them is offered", async () => {
    await drain();
    const { claim, back } = await cameBack();
    const parents = await house.db.query<{ lot_id: string }>(
      "select distinct lot_id from allocation where order_id = $1 and shipped > 0",
      [claim.order_id],
    );
    for (const { lot_id } of parents.rows) {
      const said = { lot_id, reason: "pesticide above the limit", advice: "Do not eat it.", person: "member_packer" };
      const cooperative_id = house.cooperative_id;
      value(await house.pools.recalls.open({ ...said, cooperative_id, idempotency_key: `recall-${lot_id}` }));
    }
    await onSale(back);
    const children = await house.db.query<{ blocked: boolean }>(
      "select blocked_at is not null as blocked from lot where returned_for = $1",
      [claim.id],
    );
    expect(children.rows.length).toBeGreaterThan(0);
    expect(children.rows.every((lot) => lot.blocked)).toBe(true);
    const free = await house.db.query("select on_hand - held as free from pool where id = $1", [house.pool_id]);
    expect(free.rows).toEqual([{ free: "0" }]);
    expect(await broken(house)).toEqual([]);
    // The recall that ends lets them go with the lot they came from.
    const ended = { cooperative_id: house.cooperative_id, how: "released" as const, reason: "false alarm" };
    for (const { lot_id } of parents.rows) {
      const [recall] = await house.pools.recalls.ofLot(lot_id);
      value(await house.pools.recalls.end({ ...ended, recall_id: recall!.id, person: "member_manager" }));
    }
    const again = await house.db.query("select on_hand - held as free from pool where id = $1", [house.pool_id]);
    expect(again.rows).toEqual([{ free: "2000" }]);
    expect(await broken(house)).toEqual([]);
  });

  it("divided twice, and by two at once, the proceeds are shared once", async () => {
    await drain();
    const { claim, back } = await cameBack();
    await claims.decided(claim, "refund", "packing");
    await onSale(back);
    const { order_id } = await house.order([{ packs: 2 }]);
    await house.ship(await house.handOver(order_id));
    for (const one of await house.parcels.parcelsOfOrder(order_id)) await claims.tell(one.number, "delivered");
    const before = await loss();
    await Promise.all([claims.post(order_id), claims.post(order_id), claims.post(order_id)]);
    const rounds = await house.db.query<{ returned_rounds: number }>(
      "select returned_rounds from claim_bearing where claim_id = $1",
      [claim.id],
    );
    expect(rounds.rows).toEqual([{ returned_rounds: 1 }]);
    expect(await loss()).toBeLessThan(before);
    expect(await broken(house)).toEqual([]);
  });
});
