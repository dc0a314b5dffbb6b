import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { cardsOf, deskToken, packLine, weighIn } from "../../checkout/support";
import { Desk } from "../../people/desk-client";
import { givenAddress, givenCompany, givenMember } from "../../people/company-kit";
import { tokenFor } from "../../people/matrix/principals";

const GOODS = "maya-walnuts";
const PACK = 500;
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** Trucks over HTTP: what they cost, parcels and trucks side by side, and an offer that goes by one. */
export function trucks(house: () => House): void {
  const staff = (role: string, cooperative = "wudu") => Desk.signIn(house(), `${role}@${cooperative}.example`);
  const rate = (name: string, change: object = {}) => ({
    name,
    currency: "CNY",
    capacity_kg: 10_000,
    capacity_pallets: 16,
    base_minor: 50_000,
    per_km_minor: 650,
    minimum_minor: 120_000,
    valid_from: "2026-01-01",
    ...change,
  });

  const company = async (province: string) => {
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["buyer"]);
    const place = { name: "仓库", phone: "13800138000", country: "CN", province, city: "某市", address: "某路 1 号" };
    const address_id = await givenAddress(house(), company_id, place);
    return {
      buyer: new Desk(house().backendUrl, tokenFor(house(), { type: "wholesale_member", id: member_id })),
      address_id,
    };
  };
  const line = (packs: number) => packLine(house(), GOODS, PACK, packs);
  const asked = async (packs: number, province = "广东省") => {
    const weigher = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), weigher, GOODS, packs * PACK, (await cardsOf(house(), GOODS))[5] ?? "");
    const { buyer, address_id } = await company(province);
    const made = await buyer.post("/wholesale/quotes", {
      lines: [await line(packs)],
      wanted_on: inDays(20),
      address_id,
      idempotency_key: randomUUID(),
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return { buyer, quote_id: String(made.body.quotes[0].id) };
  };

  test("a rate begins once on a day, is superseded by the next of its name, and is taken back by its own cooperative alone", async () => {
    const manager = await staff("manager");
    const name = `truck ${randomUUID().slice(0, 6)}`;
    const first = await manager.post("/desk/truck-rates", rate(name));
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(await manager.post("/desk/truck-rates", rate(name))).toMatchObject({
      status: 400,
      body: { code: "truck_rate_exists", field: "valid_from" },
    });
    expect((await manager.post("/desk/truck-rates", rate(name, { valid_from: "2026-02-01" }))).status).toBe(201);
    expect((await manager.post("/desk/truck-rates", rate(name, { valid_from: "2099-02-01" }))).status).toBe(201);
    const states = async () =>
      (
        (await manager.get("/desk/truck-rates")).body.truck_rates as {
          name: string;
          valid_from: string;
          state: string;
        }[]
      )
        .filter((one) => one.name === name)
        .map((one) => `${one.valid_from} ${one.state}`)
        .sort();
    expect(await states()).toEqual(["2026-01-01 over", "2026-02-01 in_force", "2099-02-01 coming"]);
    const id = String(first.body.truck_rate.id);
    const other = await staff("manager", "longchuan");
    expect((await other.post(`/desk/truck-rates/${id}/withdraw`, {})).status).toBe(404);
    expect((await (await staff("packer")).post(`/desk/truck-rates/${id}/withdraw`, {})).status).toBe(403);
    expect((await manager.post(`/desk/truck-rates/${id}/withdraw`, {})).status).toBe(200);
    expect((await manager.post(`/desk/truck-rates/${id}/withdraw`, {})).status).toBe(200);
    expect(await states()).toContain("2026-01-01 withdrawn");
    await expect(house().db.query(`update truck_rate set base_minor = 0 where id = $1`, [id])).rejects.toThrow("never");
    // Taken back: its day is free for a right one.
    expect((await manager.post("/desk/truck-rates", rate(name))).status).toBe(201);
  });

  test("parcels and trucks stand side by side for both sides, and for nobody else", async () => {
    const manager = await staff("manager");
    const name = `side ${randomUUID().slice(0, 6)}`;
    expect((await manager.post("/desk/truck-rates", rate(name))).status).toBe(201);
    const west = `west ${randomUUID().slice(0, 6)}`;
    expect((await manager.post("/desk/truck-rates", rate(west, { provinces: ["65"] }))).status).toBe(201);
    const { buyer, quote_id } = await asked(40);
    const { body } = await manager.get(`/desk/quotes/${quote_id}/carriage`);
    expect(body.carriage.refusal).toBeNull();
    expect(body.carriage.parcels.freight_minor).toBeGreaterThan(0);
    const found = body.carriage.trucks as { name: string; road_km: number; freight_minor: number; days: number }[];
    const truck = found.find((one) => one.name === name);
    if (!truck) throw new Error("the truck is not compared");
    expect(truck).toMatchObject({ trucks: 1, pallets: 1, refusal: null });
    expect(truck.freight_minor).toBe(Math.max(120_000, 50_000 + 650 * truck.road_km));
    expect(truck.days).toBe(Math.ceil(truck.road_km / 500));
    expect(found.find((one) => one.name === west)).toMatchObject({
      refusal: { code: "truck_goes_not_there" },
    });
    expect((await buyer.get(`/wholesale/quotes/${quote_id}/carriage`)).body).toEqual(body);
    const { buyer: stranger } = await company("广东省");
    expect((await stranger.get(`/wholesale/quotes/${quote_id}/carriage`)).status).toBe(404);
    const other = await staff("manager", "longchuan");
    expect((await other.get(`/desk/quotes/${quote_id}/carriage`)).status).toBe(404);
    expect((await buyer.get(`/wholesale/quotes/${quote_id}/delivery-notes`)).body).toEqual({ delivery_notes: [] });
  });

  test("an offer by truck keeps what was worked out when it was written, also when its rate is taken back", async () => {
    const manager = await staff("manager");
    const name = `offer ${randomUUID().slice(0, 6)}`;
    const made = await manager.post("/desk/truck-rates", rate(name));
    const truck_rate_id = String(made.body.truck_rate.id);
    const { buyer, quote_id } = await asked(40);
    const offer = async (upon_version: number, how: object) =>
      manager.post(`/desk/quotes/${quote_id}/offers`, {
        upon_version,
        lines: [{ ...(await line(40)), price_minor: 1_234 }],
        freight_minor: 99_900,
        freight_term: { bearer: "cooperative" },
        deliver_on: inDays(20),
        expires_at: new Date(Date.now() + 7 * DAY_MS).toISOString(),
        ...how,
      });
    expect(await offer(1, { ship_by: "truck" })).toMatchObject({ status: 400, body: { code: "truck_rate_needed" } });
    expect((await offer(1, { ship_by: "truck", truck_rate_id: "truckrate_none" })).status).toBe(404);
    expect((await offer(1, { ship_by: "truck", truck_rate_id })).status).toBe(201);
    const last = async () =>
      ((await buyer.get(`/wholesale/quotes/${quote_id}`)).body.quote.versions as object[]).at(-1);
    const version = await last();
    expect(version).toMatchObject({ ship_by: "truck", freight_minor: 99_900, truck: { name, trucks: 1 } });
    expect((await manager.post(`/desk/truck-rates/${truck_rate_id}/withdraw`, {})).status).toBe(200);
    expect(await last()).toEqual(version);
    expect((await offer(2, { ship_by: "truck", truck_rate_id })).status).toBe(404);
    expect((await offer(2, {})).status).toBe(201);
    expect(await last()).toMatchObject({ version: 3, ship_by: "parcels", truck: null });
  });
}
