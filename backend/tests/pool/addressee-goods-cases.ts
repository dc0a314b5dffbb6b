import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { expect, test } from "vitest";
import { packingList } from "../../src/lib/packing-list";
import { wrongLines } from "../../src/lib/wrong-lines";
import { layOut } from "../../src/modules/parcel/plan";
import type { ListOwner } from "../../src/modules/wholesale/quick-order/order-types";
import { checkAddresseeList } from "../../src/workflows/checkout/addressee-list";
import { openNames, packNames, sayNames } from "../../src/workflows/wholesale/addressee-packs";
import { askForSheet, dryRunOfSheet } from "../../src/workflows/wholesale/addressees";
import { id, reasonOf } from "../settlement/house";
import type { OrderGiven } from "./addressee-sheets";
import { value } from "./short-house";

interface Given extends OrderGiven {
  /** Puts a product on sale, of a pool. */
  sold: (
    product_id: string,
    zh: string,
    en: string,
    pool_id: string,
    packs: [variant_id: string, zh: string, en: string, units: number, sku: string | null][],
  ) => Promise<void>;
}

const HEAD = "姓名,电话,省份,地址,货品,份数";
const COLUMNS = ["name", "phone", "province", "address", "goods", "packs"] as const;
const [BAG, BOX, TEA] = ["variant_bag", "variant_box", "variant_tea"];
const to = (at: number, goods: string, packs = "") =>
  `王${at},138001380${10 + at},广东省,广州市人民路 ${at} 号,${goods},${packs}`;

/** Sheets whose lines name their packs, on the house of the quick order: walnuts in bags of 500 g and in boxes of 2.5 kg. */
export function addresseeGoodsCases(given: () => Given): void {
  const sheets = () => given().wholesale.addresseeSheets;
  const stands = async (by: ListOwner, sheet_id: string) => {
    const sheet = await sheets().one(by.company_id, sheet_id);
    if (!sheet) throw new Error("the sheet has gone");
    return sheet;
  };
  const read = async (by: ListOwner, lines: readonly string[], columns: readonly string[] = COLUMNS, head = HEAD) => {
    const bytes = Buffer.from(`${[head, ...lines].join("\n")}\n`);
    const { id: sheet_id } = value(await sheets().bring(by, { title: "年货", bytes, idempotency_key: randomUUID() }));
    const chosen = { sheet_id, columns: columns as typeof COLUMNS, has_head: true, packs_each: null };
    value(await sheets().choose(by, chosen));
    await given().wholesale.addresseeReading.read(sheet_id, packNames);
    return sheet_id;
  };
  const buyer = (by: ListOwner) => ({ side: "buyer" as const, id: by.member_id, company_id: by.company_id });
  const ask = (by: ListOwner, sheet_id: string, idempotency_key: string = randomUUID()) =>
    askForSheet(given().container, buyer(by), {
      sheet_id,
      wanted_on: given().day(10),
      words: "",
      idempotency_key,
    });
  const faults = async (sheet_id: string) =>
    (await sheets().lines(sheet_id, { shown: "all", after: 0, limit: 50 })).map((one) => one.faults);

  test("names of packs are matched as the quick order does; what nobody knows is said once for all lines, or written anew in one", async () => {
    const { container, firm } = given();
    const [by, other] = [await firm(), await firm()];
    const sheet_id = await read(by, [
      to(1, "麻崖核桃 500 克: 2；麻崖核桃2.5公斤×1"),
      to(2, "HT-500", "3"),
      to(3, "Maya walnuts 2500 g: 1；HT-500: 1；ht-500 x 1"),
      to(4, "麻崖核桃: 2"),
      to(5, "麻崖核桃", "1"),
      to(6, "麻崖核桃 3 公斤: 1"),
      to(7, "金子: 1"),
      to(8, "HT-500"),
      to(9, ""),
      to(10, "HT-500: 600；麻崖核桃 2.5 公斤: 401"),
    ]);
    const open = ["unknown_pack", "ambiguous_pack"];
    expect(await faults(sheet_id)).toEqual([
      [],
      [],
      [],
      [open[1]],
      [open[1]],
      [open[1]],
      [open[0]],
      ["bad_packs"],
      ["no_goods"],
      ["too_many_packs"],
    ]);
    expect(await stands(by, sheet_id)).toMatchObject({
      wrong: 7,
      addressees: 3,
      packs_total: 9,
      goods: { [BAG]: 7, [BOX]: 2 },
    });
    const names = await openNames(container, await stands(by, sheet_id));
    expect(names.map((one) => [one.name, one.choices.map((choice) => choice.variant_id)])).toEqual(
      expect.arrayContaining([
        ["麻崖核桃", [BAG, BOX]],
        ["麻崖核桃 3 公斤", [BAG, BOX]],
        ["金子", [BAG, BOX]],
      ]),
    );

    const say = (who: ListOwner, name: string, variant_id: string) =>
      given().refusal(sayNames(container, who, { sheet_id, names: [{ name, variant_id }] }));
    expect(await say(other, "麻崖核桃", BAG)).toBe("addressee_sheet_not_found");
    expect(await say(by, "麻崖核桃", "variant_none")).toBe("pack_not_found");
    expect((await stands(by, sheet_id)).wrong).toBe(7);
    // Both lines that have the name, whatever blanks stand in it; no other.
    expect(await say(by, "麻崖 核桃", BOX)).toBe("done");
    expect(await stands(by, sheet_id)).toMatchObject({ wrong: 5, packs_total: 12, goods: { [BAG]: 7, [BOX]: 5 } });
    const mended = [
      { line: 7, left_out: false, goods: "麻崖核桃 2.5 公斤: 1" },
      { line: 8, left_out: true },
      { line: 9, left_out: false, packs: "1" },
      { line: 10, left_out: false, goods: "麻崖核桃: 1" },
    ];
    value(await sheets().mend(by, { sheet_id, lines: mended }, packNames));
    expect(await stands(by, sheet_id)).toMatchObject({ wrong: 1, goods: { [BAG]: 8, [BOX]: 7 }, packs_total: 15 });

    let file = "";
    const after = (line: number) => sheets().lines(sheet_id, { shown: "wrong", after: line, limit: 9 });
    for await (const part of wrongLines(after, "zh", true)) file += part;
    expect(file).toContain(`"HT-500: 600；麻崖核桃 2.5 公斤: 401"`);
    const bring = async (text: string) => sheets().repair(by, { sheet_id, bytes: Buffer.from(text) }, packNames);
    expect(reasonOf(await bring("行号,姓名,电话,省份,地址,份数\n11,王,13800138010,广东省,广州市一号,1"))).toBe(
      "repairs_no_heads",
    );
    const repaired = file.replace("HT-500: 600", "HT-500: 6").replace(": 401", ": 4");
    expect(value(await bring(repaired))).toEqual({ taken: 1, unknown: 0 });
    expect(await stands(by, sheet_id)).toMatchObject({ wrong: 0, goods: { [BAG]: 14, [BOX]: 11 }, packs_total: 25 });
  });

  test("columns that are named after packs say how many of each; another pack for the same person is no repeat", async () => {
    const by = await given().firm();
    const head = "姓名,电话,省份,地址,麻崖核桃 500 克,Maya walnuts 2.5 kg";
    const columns = ["name", "phone", "province", "address", "goods_count", "goods_count"];
    const row = (packs: string) => `李雷,13800138000,广东省,广州市一号,${packs}`;
    const sheet_id = await read(by, [row("2,1"), row(",3"), row("0,3"), row("1.5,"), row(",")], columns, head);
    expect(await faults(sheet_id)).toEqual([[], [], [], ["bad_packs"], ["no_goods"]]);
    expect(await stands(by, sheet_id)).toMatchObject({ repeats: 1, goods: { [BAG]: 2, [BOX]: 7 }, packs_total: 9 });
    value(await sheets().keepRepeats(by, { sheet_id, keep: false }));
    expect(await stands(by, sheet_id)).toMatchObject({ addressees: 2, goods: { [BAG]: 2, [BOX]: 4 }, packs_total: 6 });
  });

  test("freight, quote, cart and plan have the same packs, pack by pack", async () => {
    const { house, wholesale, container, firm, day } = given();
    await house.lot(500_000);
    const by = await firm();
    const lines = [
      to(1, "HT-500: 2；麻崖核桃 2.5 公斤: 1"),
      to(2, "HT-500: 3"),
      to(3, "麻崖核桃 2.5 公斤: 1；HT-500: 2"),
    ];
    const sheet_id = await read(by, lines);
    const run = await dryRunOfSheet(container, await stands(by, sheet_id), { currency: "CNY" });
    expect(run).toMatchObject({ addressees: 3, refused: [] });
    expect(run.parcels).toBeGreaterThanOrEqual(3);
    expect(run.zones.reduce((sum, one) => sum + one.freight_minor, 0n)).toBe(run.freight_minor);
    expect(run.cartons.reduce((sum, one) => sum + one.parcels, 0)).toBe(run.parcels);
    // Equal packs to one province are one basket, in whatever order they were named.
    expect(await wholesale.addresseeAsking.baskets(sheet_id)).toMatchObject([
      { packs: 3, addressees: 1, goods: { [BAG]: 3 } },
      { packs: 3, addressees: 2, goods: { [BAG]: 2, [BOX]: 1 } },
    ]);

    const key = randomUUID();
    // The same form twice at once is one quote.
    const [made, again] = await Promise.all([ask(by, sheet_id, key), ask(by, sheet_id, key)]);
    expect(again).toEqual(made);
    const version = await wholesale.quotes.version(made.id, 1);
    const asked = new Map(version?.lines.map((line) => [line.variant_id, line.packs]));
    expect(asked).toEqual(new Map([[BAG, 7], [BOX, 2]])); // prettier-ignore
    const list_id = (await wholesale.quotes.byId(made.id))?.addressee_list_id ?? "";
    expect((await wholesale.addressees(list_id)).map((one) => [one.packs, one.goods])).toEqual([
      [3, { [BAG]: 2, [BOX]: 1 }],
      [3, { [BAG]: 3 }],
      [3, { [BAG]: 2, [BOX]: 1 }],
    ]);

    const draft = (change: (packs: number, variant_id: string) => number) => ({
      lines: (version?.lines ?? []).map((line) => ({
        ...line,
        packs: change(line.packs, line.variant_id),
        price_minor: 100n,
      })),
      freight_minor: 0n,
      freight_term: { bearer: "buyer" as const },
      deliver_on: day(10),
      terms: null,
      words: "",
    });
    const seller = { side: "seller" as const, id: "m_manager", cooperative_id: house.cooperative_id };
    const offer = (change: (packs: number, variant_id: string) => number) =>
      wholesale.quotes.write(seller, {
        quote_id: made.id,
        upon_version: 1,
        expires_at: new Date(Date.now() + 86_400_000),
        draft: draft(change),
      });
    // As many packs together, and not the same of each.
    expect(reasonOf(await offer((packs, variant_id) => packs + (variant_id === BAG ? 1 : -1)))).toBe(
      "addressee_list_differs",
    );
    value(await offer((packs) => packs));

    const cart_id = id("cart");
    await house.db.query(`update quote set state = 'accepted', cart_id = $2, ended_at = now() where id = $1`, [
      made.id,
      cart_id,
    ]);
    const check = (items: { variant_id: string; quantity: number }[]) =>
      checkAddresseeList(container, cart_id, { addressee_list_id: list_id }, items);
    const bag = { variant_id: BAG, quantity: 7 };
    const box = { variant_id: BOX, quantity: 2 };
    expect(reasonOf(await check([{ ...bag, quantity: 9 }]))).toBe("addressee_list_differs");
    expect(reasonOf(await check([{ ...bag, quantity: 6 }, { ...box, quantity: 3 }]))).toBe("addressee_list_differs"); // prettier-ignore
    expect(reasonOf(await check([{ ...bag, quantity: 4 }, { ...bag, quantity: 3 }, box]))).toBe("addressee_list_one_line"); // prettier-ignore
    value(await check([bag, box]));

    const order = (items: { id: string; variant_id: string; quantity: number }[]) => {
      const ordered = { id: id("order"), currency_code: "cny", metadata: { addressee_list_id: list_id }, items };
      return {
        id: ordered.id,
        in: {
          resolve: (name: string) =>
            name === ContainerRegistrationKeys.QUERY
              ? {
                  graph: (of: { entity: string; filters: object }) =>
                    of.entity === "order"
                      ? Promise.resolve({ data: [ordered] })
                      : (
                          container.resolve(ContainerRegistrationKeys.QUERY) as { graph: (of: object) => unknown }
                        ).graph(of),
                }
              : container.resolve(name),
        } as unknown as MedusaContainer,
      };
    };
    const right = order([{ id: "line_bag", ...bag }, { id: "line_box", ...box }]); // prettier-ignore
    const packing = value(await packingList(right.in, right.id));
    expect(packing.destinations.map((one) => one.items.map((item) => [item.order_line_id, item.packs]))).toEqual([
      [["line_bag", 2], ["line_box", 1]],
      [["line_bag", 3]],
      [["line_bag", 2], ["line_box", 1]],
    ]); // prettier-ignore
    const allocation = (order_line_id: string, units: number) => ({
      id: id("alloc"),
      order_line_id,
      pool_id: house.pool_id,
      lot_id: "lot_1",
      household_id: "hh_1",
      units,
    });
    const laid = value(
      layOut({
        order_id: right.id,
        currency: "cny",
        destinations: packing.destinations,
        allocations: [allocation("line_bag", 7 * 500), allocation("line_box", 2 * 2_500)],
      }),
    );
    expect(laid.stops.map((stop) => stop.basket)).toEqual([0, 1, 0]);
    const wrong = order([{ id: "line_bag", ...bag, quantity: 8 }, { id: "line_box", ...box, quantity: 1 }]); // prettier-ignore
    // The list is the first order's.
    expect(reasonOf(await packingList(wrong.in, wrong.id))).toBe("addressee_list_used");
    expect((await wholesale.invariants()).find((one) => one.id === "L1")).toMatchObject({ violations: 0 });
    await house.db.query(`update addressee set goods = '{"variant_bag": 3}' where list_id = $1 and line = 2`, [
      list_id,
    ]);
    expect((await wholesale.invariants()).find((one) => one.id === "L1")).toMatchObject({ violations: 1 });
    await house.db.query(`update addressee set goods = '{"variant_bag": 2, "variant_box": 1}' where list_id = $1 and line = 2`, [list_id]); // prettier-ignore
  });

  test("packs of two cooperatives, and one that is sold no more, are refused with what to do; the sheet stays as it is", async () => {
    const { house, container, firm, sold, refusal } = given();
    const by = await firm();
    const elsewhere = await house.otherCooperative();
    await sold("prod_tea", "梅岭茶", "Meiling tea", elsewhere.pool_id, [[TEA, "250 克", "250 g", 250, null]]);
    const sheet_id = await read(by, [to(1, "HT-500: 1；梅岭茶: 1"), to(2, "HT-500: 1")]);
    expect(await faults(sheet_id)).toEqual([[], []]);
    const run = async () => refusal(dryRunOfSheet(container, await stands(by, sheet_id), { currency: "CNY" }));
    expect([await run(), await refusal(ask(by, sheet_id))]).toEqual(Array(2).fill("sheet_two_cooperatives"));
    await house.db.query(`update product set status = 'draft' where id = 'prod_tea'`);
    expect([await run(), await refusal(ask(by, sheet_id))]).toEqual(Array(2).fill("sheet_pack_gone"));
    expect(await stands(by, sheet_id)).toMatchObject({ state: "checked", quote_id: null });
    value(await sheets().mend(by, { sheet_id, lines: [{ line: 2, left_out: true }] }, packNames));
    expect(await run()).toBe("done");
  });

  test("a sheet of one pack for all says which only when it is asked for, and names of packs in it change nothing", async () => {
    const { container, firm, refusal } = given();
    const by = await firm();
    const columns = ["name", "phone", "province", "address", null, "packs"] as unknown as string[];
    const sheet_id = await read(by, [to(1, "金子", "2")], columns);
    expect(await stands(by, sheet_id)).toMatchObject({ wrong: 0, goods: null, packs_total: 2 });
    value(await sheets().mend(by, { sheet_id, lines: [{ line: 2, left_out: false, goods: "HT-500: 9" }] }, packNames));
    expect(await stands(by, sheet_id)).toMatchObject({ wrong: 0, goods: null, packs_total: 2 });
    expect(await refusal(dryRunOfSheet(container, await stands(by, sheet_id), { currency: "CNY" }))).toBe(
      "pack_needed",
    );
    expect(await refusal(ask(by, sheet_id))).toBe("pack_needed");
  });
}
