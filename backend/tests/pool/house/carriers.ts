import { expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk } from "../../people/desk-client";

/** A cooperative of its own tests: nothing is sold or planned by Longchuan in this house. */
const HERE = "longchuan.example";

/** Carriers, rate cards, cartons and packs over HTTP, as the desk's pages and sheets use them. */
export function carriers(house: () => House): void {
  const staff = (role: string, at = HERE) => Desk.signIn(house(), `${role}@${at}`);
  const zone = {
    carrier: "zto",
    service: "standard",
    valid_from: "2020-01-01",
    first_kg: "1",
    step_kg: "1",
    max_kg: "30",
  };
  const rows = [
    { line: 2, ...zone, zone: "1", provinces: "广东 浙江", first_price: "8.00", step_price: "2.00" },
    { line: 3, ...zone, zone: "2", provinces: "新疆", first_price: "18.00", step_price: "12.00" },
  ];

  test("a sheet with one wrong line writes nothing and names it; mended, it is there, and a second time it is refused", async () => {
    const manager = await staff("manager");
    const send = (lines: object[]) => manager.post("/desk/shipping-sheets", { kind: "rate-cards", rows: lines });
    const wrong = await send([rows[0]!, { ...rows[1], first_price: "一十八" }]);
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        code: "invalid_sheet",
        problem_lines: 1,
        problems: [{ line: 3, column: "first_price", problem: "not_money" }],
      },
    });
    expect((await manager.get("/desk/rate-cards")).body.rate_cards).toEqual([]);
    expect(await send(rows)).toMatchObject({ status: 200, body: { sheet: { written: 1 } } });
    expect((await send(rows)).body.problems).toMatchObject([{ line: 2, column: "valid_from", problem: "card_exists" }]);
    // One round tells all: a column that is not there, a cell, a card that is there, a carrier that nobody knows.
    const all = await manager.post("/desk/shipping-sheets", {
      kind: "rate-cards",
      absent: ["max_kg"],
      rows: [
        ...rows.map(({ max_kg: _, ...row }) => row),
        { line: 4, carrier: "pigeon", service: "air", valid_from: "2027-01-01", zone: "1", provinces: "亚特兰蒂斯" },
      ],
    });
    expect(all.body.problems).toEqual(
      expect.arrayContaining([
        { line: 1, column: "max_kg", problem: "no_column", read: "" },
        expect.objectContaining({ line: 2, column: "valid_from", problem: "card_exists" }),
        expect.objectContaining({ line: 4, column: "carrier", problem: "unknown_carrier", read: "pigeon" }),
        expect.objectContaining({ line: 4, column: "provinces", problem: "not_a_province", words: ["亚特兰蒂斯"] }),
      ]),
    );
    expect(
      (all.body.problems as { problem: string; column: string }[]).filter((one) => one.column === "max_kg"),
    ).toHaveLength(1);
    const packer = await staff("packer");
    expect(await packer.post("/desk/shipping-sheets", { kind: "rate-cards", rows })).toMatchObject({ status: 403 });
    const sheet = await packer.get("/desk/shipping-sheets/rate-cards");
    expect(sheet.body.rows).toMatchObject([
      { carrier: "zto", zone: "1", provinces: "广东 浙江", first_price: "8.00", example: "否" },
      { zone: "2" },
    ]);
    // Wudu has none of its own: it is shown the examples, marked as such.
    const other = (await (await staff("manager", "wudu.example")).get("/desk/shipping-sheets/rate-cards")).body.rows;
    expect(new Set((other as { example: string }[]).map((row) => row.example))).toEqual(new Set(["是"]));
  });

  test("a parcel is tried against the cards in force, and each says in both languages what it makes of it", async () => {
    const weigher = await staff("weigher");
    const tried = await weigher.post("/desk/rates", { parcel: { place: "440000", gross_g: 11_200 } });
    expect(tried.body.rates).toEqual([
      expect.objectContaining({
        carrier: "zto",
        amount_minor: 3_000,
        example: false,
        explained: {
          zh: "11.2 公斤按 12 公斤计，1 区：首重 1 公斤 8.00 + 续重 11 × 2.00 = 30.00",
          en: "11.2 kg counts as 12 kg, zone 1: 8.00 first kg + 11 x 2.00 = 30.00",
        },
      }),
    ]);
    const nowhere = await weigher.post("/desk/rates", { parcel: { place: "54", gross_g: 1_000 } });
    expect(nowhere.body.rates).toMatchObject([{ refused: "no_zone" }]);
    expect(await weigher.post("/desk/rates", { parcel: { place: "54", gross_g: 0 } })).toMatchObject({ status: 400 });
  });

  test("a carrier says when it comes next, and one that nobody knows needs a name", async () => {
    const manager = await staff("manager");
    const body = {
      code: "lorry",
      needs_phone: false,
      active: true,
      cutoff: "09:00",
      pickup_days: [2, 4],
      tracking_lengths: [],
      tracking_prefixes: [],
      services: [{ service: "road", title: "整车", cold: false }],
    };
    expect(await manager.post("/desk/carriers", body)).toMatchObject({
      status: 400,
      body: { code: "unknown_carrier" },
    });
    expect(await manager.post("/desk/carriers", { ...body, name: "老王货车" })).toMatchObject({ status: 200 });
    const { carriers: all } = (await manager.get("/desk/carriers")).body;
    const own = (all as { code: string; next_pickup: string }[]).find((one) => one.code === "lorry");
    expect(own).toMatchObject({ zh: "老王货车", adapter: "manual", services: [{ service: "road" }] });
    expect([2, 4]).toContain(((new Date(`${own?.next_pickup}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);
  });

  test("packs are the cooperative's own: what is said of one stands in the sheet, another's is refused by line", async () => {
    const packer = await staff("packer");
    const [pack] = (await packer.get("/desk/packs")).body.packs;
    const [theirs] = (await (await staff("packer", "wudu.example")).get("/desk/packs")).body.packs;
    const send = (lines: object[]) => packer.post("/desk/shipping-sheets", { kind: "packs", rows: lines });
    expect((await send([{ line: 2, variant_id: theirs.variant_id }])).body.problems).toEqual([
      { line: 2, column: "variant_id", problem: "unknown_variant", read: theirs.variant_id },
    ]);
    const line = {
      line: 2,
      variant_id: pack.variant_id,
      gross_g: String(pack.net_g + 80),
      volume_ml: "900",
      fragile: "是",
    };
    expect((await send([line])).status).toBe(200);
    const all = (await packer.get("/desk/packs")).body.packs as { variant_id: string }[];
    const said = all.find((one) => one.variant_id === pack.variant_id);
    const sheet = (await packer.get("/desk/shipping-sheets/packs")).body.rows as Record<string, string>[];
    const row = sheet.find((one) => one.variant_id === pack.variant_id);
    expect([row?.title_zh, row?.title_en]).toEqual([pack.names.zh, pack.names.en]);
    expect(said).toMatchObject({ gross_g: pack.net_g + 80, volume_ml: 900, fragile: true, described: true });
  });
}
