import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelsOf, TO_COPY, TO_PRINT } from "../../src/lib/label-facts";
import { manifestOf, pickListOf, slipsOf } from "../../src/lib/shed-facts";
import { bulkOrder, labelled, parcelHouse, type ParcelHouse } from "./house";
import { COOP, key, reasonOf, value, shedOf } from "./shed";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const { orders, waveOf } = shedOf(() => house);

describe("papers", () => {
  it("are asked for once while they are printed, recorded once, and belong to their cooperative", async () => {
    const [one] = await orders(1, 2);
    const wave_id = await waveOf([one!.input.order_id]);
    const ask = () =>
      house.parcels.papers.ask({ cooperative_id: "coop_x", person: "m", kind: "slips", of: { wave_id } });
    const asked = await Promise.all(Array.from({ length: 5 }, ask));
    expect(new Set(asked.map((result) => value(result).id)).size).toBe(1);
    const paper = value(asked[0]!);
    await house.parcels.papers.progress(paper.id, 50);
    const record = (message_id: string, file: string) =>
      house.parcels.papers.recordPrinted({
        message_id,
        paper_id: paper.id,
        file,
        pages: 2,
        sha256: "0".repeat(64),
      });
    const message_id = key();
    await Promise.all([record(message_id, "a.pdf"), record(message_id, "a.pdf")]);
    expect(await house.parcels.papers.paper(paper.id, "coop_x")).toMatchObject({ state: "printed", pages: 2 });
    expect(await house.parcels.papers.paper(paper.id, "coop_other")).toBeUndefined();
    const foreign = await house.parcels.papers.ask({
      cooperative_id: "coop_other",
      person: "m",
      kind: "slips",
      of: { wave_id },
    });
    expect(reasonOf(foreign)).toBe("wave_not_found");
    const manifest = await house.parcels.papers.ask({
      cooperative_id: "coop_x",
      person: "m",
      kind: "manifest",
      of: { wave_id },
    });
    expect(reasonOf(manifest)).toBe("invalid_paper");
  });

  it("are printed anew when asked for again after their printing died or its message is gone, and not before", async () => {
    const [one] = await orders(1);
    const of = { parcel_id: one!.parcels[0]!.id };
    const ask = async () =>
      value(await house.parcels.papers.ask({ cooperative_id: "coop_x", person: "m", kind: "slips", of })).id;
    const paper = await ask();
    const messages = async () => {
      const { rows } = await house.database.pool.query<{ id: string }>(
        `select id from outbox_message where job = 'print-papers' and payload->>'paper_id' = $1 and dead_at is null`,
        [paper],
      );
      return rows.map((message) => message.id);
    };
    expect(await ask()).toBe(paper);
    expect(await messages()).toHaveLength(1);
    await house.database.pool.query(`update outbox_message set dead_at = now() where id = any($1)`, [await messages()]);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([paper, paper, paper]);
    expect(await messages()).toHaveLength(1);
    await house.database.pool.query(`delete from outbox_message where id = any($1)`, [await messages()]);
    expect(await ask()).toBe(paper);
    const [message_id] = await messages();
    const printed = { paper_id: paper, file: "b.pdf", pages: 1, sha256: "0".repeat(64) };
    await house.parcels.papers.recordPrinted({ ...printed, message_id: message_id! });
    expect(await house.parcels.papers.paper(paper, "coop_x")).toMatchObject({ state: "printed" });
    expect(await ask()).not.toBe(paper);
  });

  it("say of a parcel with another grade than was ordered what is in the box: first print, copy and slip alike", async () => {
    const [one] = await orders(1);
    const { order_id } = one!.input;
    const [line] = one!.parcels[0]!.contents.map((content) => content.order_line_id).filter((id) => id.endsWith("_b"));
    const db = house.database.pool;
    // The one pack of this line comes from a pool of the second grade.
    const pool = `pool_instead_${order_id}`;
    await db.query(
      `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, pack_units, inventory_item_id, location_id)
       select $1, cooperative_id, origin_kind, origin_id, $1, '2', unit, blendable, pack_units, $1, location_id from pool limit 1`,
      [pool],
    );
    await db.query(
      `update allocation set ordered_pool_id = pool_id, pool_id = $3 where order_id = $1 and order_line_id = $2`,
      [order_id, line, pool],
    );
    await db.query(`update parcel_content set pool_id = $2 where order_line_id = $1`, [line, pool]);
    const first = await labelsOf(house.knex, { order_id }, TO_PRINT);
    expect(await labelsOf(house.knex, { parcel_id: one!.parcels[0]!.id }, TO_COPY)).toEqual(first);
    expect(first[0]!.contents).toEqual([
      { title: "核桃 1000 g (二级)", packs: 1 },
      { title: "核桃 500 g", packs: 3 },
    ]);
    const [slip] = await slipsOf(house.knex, { parcel_id: one!.parcels[0]!.id });
    expect(slip?.contents.map(({ title, packs }) => ({ title, packs }))).toEqual(first[0]!.contents);
  });

  it("count the parts of an addressee's goods alike, also when one of them has left", async () => {
    const input = await bulkOrder(house, 1, 20);
    await labelled(house, input);
    const parcels = await house.parcels.parcelsOfOrder(input.order_id);
    expect(parcels.length).toBeGreaterThan(1);
    const before = await labelsOf(house.knex, { order_id: input.order_id }, TO_PRINT);
    expect(before.map((label) => label.part)).toEqual(parcels.map((_, index) => index + 1));
    value(
      await house.parcels.handOver({ ...COOP, parcel_ids: [parcels.find((p) => p.number === before[0]!.number)!.id] }),
    );
    expect(await labelsOf(house.knex, { order_id: input.order_id }, TO_COPY)).toEqual(before.slice(1));
  });

  it("say of a wave exactly what its parcels hold: by product, by lot, by parcel, and leave out what was voided", async () => {
    const [one, two] = await orders(2, 3);
    const wave_id = await waveOf([one!.input.order_id, two!.input.order_id]);
    value(await house.parcels.replans.withdraw({ cause: key(), order_ids: [two!.input.order_id], left: {} }));
    const list = await pickListOf(house.knex, wave_id);
    const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);
    const units = sum(one!.input.allocations.map((allocation) => Number(allocation.units)));
    expect(list.parcels.map((parcel) => parcel.number).sort()).toEqual(one!.parcels.map((p) => p.number).sort());
    expect(sum(list.products.map((product) => product.units))).toBe(units);
    expect(sum(list.lots.map((lot) => lot.units))).toBe(units);
    expect(list.products.map((product) => product.packs).sort()).toEqual([3, 9]);
    const slips = await slipsOf(house.knex, { wave_id });
    expect(slips).toHaveLength(3);
    expect(sum(slips.flatMap((slip) => slip.contents.flatMap((content) => content.lots.map((lot) => lot.units))))).toBe(
      units,
    );
    expect(JSON.stringify(slips)).not.toContain("1380000");
    const labels = await labelsOf(house.knex, { wave_id }, TO_COPY);
    expect(labels.map((label) => label.number).sort()).toEqual(one!.parcels.map((p) => p.number).sort());
    expect(labels.every((label) => label.part === 1 && label.parts === 1 && label.contents.length === 2)).toBe(true);
    const handed = value(await house.parcels.handOver({ ...COOP, order_id: one!.input.order_id }));
    expect(await manifestOf(house.knex, handed.handover.id)).toHaveLength(3);
  });
});
