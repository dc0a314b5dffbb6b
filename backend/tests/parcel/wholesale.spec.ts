import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAddressees } from "../../src/modules/wholesale/addressees/read-addressees";
import { parcelHouse, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const addressee = (index: number) => ({
  name: `王小明${index}`,
  phone: "138 0013 8000",
  province_code: ["44", "CN-51", "甘肃省", "Xinjiang"][index % 4],
  city: "广州市",
  address: `人民路 ${index} 号`,
  packs: 1 + (index % 3),
});
const listOf = (count: number, more: object = {}) => {
  const read = readAddressees(Array.from({ length: count }, (_, index) => addressee(index)));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return {
    customer_id: null,
    email: null,
    title: "年货",
    product_variant_id: null,
    idempotency_key: null,
    addressees: read.addressees,
    ...more,
  };
};

describe("an addressee list", () => {
  it("names every wrong line, the first hundred problems, and quotes nobody's address", () => {
    const raw: unknown[] = Array.from({ length: 300 }, (_, index) => addressee(index));
    raw[1] = { ...addressee(1), packs: 0 };
    raw[2] = { ...addressee(2), packs: 1.5 };
    raw[3] = { ...addressee(3), province_code: "99" };
    raw[4] = { ...addressee(4), phone: "none" };
    raw[5] = { ...addressee(5), name: "a\nb" };
    raw[6] = { ...addressee(6), extra: 1 };
    raw[7] = "a line";
    raw[8] = { ...addressee(8), line: 10 };
    ["不知道", "没有", "n/a", "12345", "1".repeat(30)].forEach((phone, at) => {
      raw[20 + at] = { ...addressee(20), phone };
    });
    for (let index = 100; index < 300; index += 1) raw[index] = { ...addressee(index), address: "" };
    const read = readAddressees(raw);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.problem_lines).toBe(213);
    expect(read.problems).toHaveLength(100);
    const found = read.problems.slice(0, 8).map(({ line, field }) => `${line} ${field}`);
    expect(found).toEqual([
      "2 packs",
      "3 packs",
      "4 province_code",
      "5 phone",
      "6 name",
      "7 extra",
      "8 line",
      "10 line",
    ]);
    expect(JSON.stringify(read.problems)).not.toContain("王小明");
  });

  it("says of a line without a phone why one is needed, and of every such line", () => {
    const { phone: _, ...none } = addressee(1);
    const read = readAddressees([addressee(0), none, { ...addressee(2), phone: " " }]);
    expect(!read.ok && read.problems.map(({ line, field, message }) => `${line} ${field} ${message}`)).toEqual([
      "2 phone is missing: the carrier calls before the door",
      "3 phone is missing: the carrier calls before the door",
    ]);
  });

  it("is written whole: ten thousand lines in one go, counted by basket", async () => {
    const { ok, ...written } = await house.wholesale.createList(listOf(10_000));
    expect(ok && "value" in written && written.value).toMatchObject({
      created: true,
      list: { lines: 10_000, state: "open" },
    });
    if (!ok || !("value" in written)) return;
    const baskets = await house.wholesale.baskets(written.value.list.id);
    expect(baskets.reduce((sum, basket) => sum + basket.addressees, 0)).toBe(10_000);
    expect(baskets.reduce((sum, basket) => sum + basket.addressees * basket.packs, 0)).toBe(
      written.value.list.packs_total,
    );
    expect(new Set(baskets.map((basket) => basket.province_code))).toEqual(new Set(["44", "51", "62", "65"]));
  });

  it("is one list for one key, ten requests at once; another list under that key is a conflict", async () => {
    const input = listOf(5, { idempotency_key: "key-0001" });
    const results = await Promise.all(Array.from({ length: 10 }, () => house.wholesale.createList(input)));
    expect(new Set(results.map((result) => result.ok && result.value.list.id)).size).toBe(1);
    expect(results.filter((result) => result.ok && result.value.created)).toHaveLength(1);
    expect(await house.wholesale.createList(listOf(6, { idempotency_key: "key-0001" }))).toMatchObject({
      ok: false,
      refusal: { reason: "idempotency_conflict" },
    });
    expect(
      await house.wholesale.createList(listOf(6, { idempotency_key: "key-0001", customer_id: "cus_2" })),
    ).toMatchObject({ ok: true });
  });

  it("belongs to its customer, and to one order", async () => {
    const created = await house.wholesale.createList(listOf(4, { customer_id: "cus_1" }));
    if (!created.ok) throw new Error();
    const { id, packs_total } = created.value.list;
    expect(await house.wholesale.list(id, "cus_2")).toBeUndefined();
    expect(await house.wholesale.list(id, null)).toBeUndefined();
    expect(await house.wholesale.list(id, "cus_1")).toMatchObject({ id });

    expect(await house.wholesale.checkList({ list_id: id, packs: packs_total + 1 })).toMatchObject({
      ok: false,
      refusal: { reason: "addressee_list_differs" },
    });
    expect(await house.wholesale.checkList({ list_id: "adl_none", packs: 1 })).toMatchObject({
      ok: false,
      refusal: { reason: "addressee_list_not_found" },
    });
    const carts = await Promise.all(
      ["cart_1", "cart_2", "cart_3"].map((cart_id) =>
        house.wholesale.checkList({ list_id: id, packs: packs_total, cart_id }),
      ),
    );
    expect(carts.filter((checked) => checked.ok)).toHaveLength(1);
    const winner = `cart_${carts.findIndex((checked) => checked.ok) + 1}`;
    expect(await house.wholesale.checkList({ list_id: id, packs: packs_total, cart_id: winner })).toMatchObject({
      ok: true,
    });

    await house.wholesale.releaseList(winner);
    expect(await house.wholesale.checkList({ list_id: id, packs: packs_total, cart_id: "cart_9" })).toMatchObject({
      ok: true,
    });
    const orders = await Promise.all(
      ["order_1", "order_2"].map((order_id) => house.wholesale.claimList({ list_id: id, order_id })),
    );
    expect(orders.filter((claimed) => claimed.ok)).toHaveLength(1);
    const owner = `order_${orders.findIndex((claimed) => claimed.ok) + 1}`;
    expect(await house.wholesale.claimList({ list_id: id, order_id: owner })).toMatchObject({ ok: true });
    expect(await house.wholesale.checkList({ list_id: id, packs: packs_total, cart_id: "cart_5" })).toMatchObject({
      ok: false,
      refusal: { reason: "addressee_list_used" },
    });
    await house.wholesale.releaseList("cart_9");
    expect(await house.wholesale.list(id, "cus_1")).toMatchObject({ state: "claimed", order_id: owner });
  });
});
