import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkOrder, NONE, parcelHouse, plannedWhole, violations, type ParcelHouse } from "./house";

/** What foreign keys promised of the four tables of parcels, kept by sets (docs/adr/0022). */
let house: ParcelHouse;
let order_id: string;
beforeAll(async () => {
  house = await parcelHouse();
  const input = await bulkOrder(house, 3);
  ({ order_id } = input);
  await plannedWhole(house, input);
});
afterAll(() => house?.close());

const write = (text: string) => house.database.pool.query(text);
const mine = () => `(select id from parcel where order_id = '${order_id}' order by id limit 1)`;
/** A copy of a parcel with other words in some columns. */
const copied = (changed: Record<string, string>) =>
  `insert into parcel select (jsonb_populate_record(p, '${JSON.stringify({ id: "parcel_other", number: "CL_other", ...changed })}')).*
   from parcel p limit 1`;

describe("a row that names something", () => {
  it.each([
    ["a parcel of a plan that is not there", copied({ order_id: "order_none" })],
    ["a parcel in a carton that is not there", copied({ carton_id: "carton_none" })],
    ["a parcel priced by a card that is not there", copied({ rate_card_id: "rate_none" })],
    [
      "a line of a parcel that is not there",
      "insert into parcel_line select 'parcel_none', order_line_id, title, packs, pack_units, pack_g, freight_minor from parcel_line limit 1",
    ],
    [
      "contents of a line that is not there",
      "insert into parcel_content select parcel_id, 'line_none', allocation_id || 'x', lot_id, pool_id, household_id, units from parcel_content limit 1",
    ],
    [
      "contents of a parcel that is not there",
      "insert into parcel_content select 'parcel_none', order_line_id, allocation_id, lot_id, pool_id, household_id, units from parcel_content limit 1",
    ],
    [
      "an event of a parcel that is not there",
      "insert into parcel_event (parcel_id, source, event_id, state, at, moved) values ('parcel_none', 'x', 'x', 'planned', now(), false)",
    ],
  ])("is refused: %s", async (_, text) => {
    await expect(write(text)).rejects.toMatchObject({ code: "23503" });
  });

  it.each([
    ["a parcel", () => `delete from parcel where id = ${mine()}`],
    ["a line", () => `delete from parcel_line where parcel_id = ${mine()}`],
    ["a plan", () => `delete from parcel_plan where order_id = '${order_id}'`],
    ["a carton", () => `delete from carton where id = (select carton_id from parcel where id = ${mine()})`],
    ["a card", () => `delete from rate_card where id = (select rate_card_id from parcel where id = ${mine()})`],
  ])("keeps what it names: %s is not deleted", async (_, text) => {
    await expect(write(text())).rejects.toMatchObject({ code: "23001" });
  });

  it.each([
    ["a parcel", () => `update parcel set id = 'parcel_new' where id = ${mine()}`],
    ["a parcel's order", () => `update parcel set order_id = 'order_new' where id = ${mine()}`],
    ["a line", () => `update parcel_line set order_line_id = 'line_new' where parcel_id = ${mine()}`],
    ["what contents are of", () => `update parcel_content set order_line_id = 'line_new' where parcel_id = ${mine()}`],
    ["what an event is of", () => `update parcel_event set parcel_id = 'parcel_new' where parcel_id = ${mine()}`],
  ])("keeps its name: %s is not renamed", async (_, text) => {
    await expect(write(text())).rejects.toMatchObject({ code: "23001" });
  });

  it("stands as it stood", async () => {
    expect(await violations(house)).toEqual(NONE);
  });
});
