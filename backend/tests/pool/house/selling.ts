import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { pack, seedOf, shopper } from "../../checkout/support";
import { Desk } from "../../people/desk-client";

/** Of the seed, and of no other part of this house. */
const GOODS = "luozhai-olive-oil";

interface ReadPack {
  variant_id?: string;
  tax_minor?: number | null;
  units: number;
  title_zh: string;
  title_en: string;
  price_minor: number | null;
}

/** A product as the desk reads it, as far as these tests look. */
interface ReadProduct {
  revision: string;
  texts: Record<string, string>;
  packs: ReadPack[];
}

/** What a cooperative sells: texts, packs and prices, written at the desk and read by Medusa's own store API. */
export function selling(house: () => House): void {
  let manager: Desk;
  let other: Desk;
  let id: string;
  const shop = async (to: string) => {
    const headers = { "x-publishable-api-key": house().seed.publishable_key };
    return (await (await fetch(`${house().backendUrl}${to}`, { headers })).json()) as {
      products: {
        title: string;
        description: string;
        variants: { title: string; calculated_price?: { calculated_amount: number } }[];
      }[];
    };
  };
  const read = async (product_id: string) =>
    (await manager.get(`/desk/products/${product_id}`)).body.product as ReadProduct;
  const now = () => read(id);
  const plain = (packs: readonly ReadPack[]) => packs.map(({ variant_id: _, tax_minor: __, ...one }) => one);
  const content = async () => {
    const product = await now();
    return { seen: product.revision, texts: product.texts, packs: plain(product.packs) };
  };

  beforeAll(async () => {
    manager = await Desk.signIn(house(), "manager@wudu.example");
    other = await Desk.signIn(house(), "manager@longchuan.example");
    const { rows } = await house().db.query<{ id: string }>(`select id from product where handle = $1`, [GOODS]);
    id = rows[0]?.id ?? "";
  });

  test("texts and prices are in the shop in both languages; the same again writes nothing", async () => {
    const typed = await content();
    typed.texts = { ...typed.texts, title_zh: "罗寨<b>橄榄油</b>", title_en: "Luozhai oil & more" };
    expect(await manager.post(`/desk/products/${id}`, typed)).toMatchObject({ status: 200 });
    const [chinese, english] = await Promise.all([
      shop(`/store/products?handle=${GOODS}`),
      shop(`/store/products?handle=${GOODS}&locale=en-US`),
    ]);
    expect([chinese.products[0]?.title, english.products[0]?.title]).toEqual([
      "罗寨<b>橄榄油</b>",
      "Luozhai oil & more",
    ]);
    const english_packs = (english.products[0]?.variants ?? []).map((one) => one.title);
    expect(english_packs.every((title) => !/[一-鿿]/.test(title))).toBe(true);
    const before = await translations();
    expect(await manager.post(`/desk/products/${id}`, await content())).toMatchObject({ status: 200 });
    expect(await translations()).toEqual(before);
  });

  const translations = async () =>
    (await house().db.query<{ id: string }>(`select id, updated_at from translation where reference_id = $1`, [id]))
      .rows;

  test("a new price reaches who buys next; a basket keeps its own until its buyer changes it", async () => {
    const variant_id = pack(house(), GOODS, (await now()).packs[0]?.units ?? 0);
    const client = shopper(house());
    const { id: cart } = await client.createCart(seedOf(house()).region_id);
    await client.addLine(cart, variant_id, 1);
    const typed = await content();
    const was = typed.packs[0]?.price_minor ?? 0;
    typed.packs = typed.packs.map((one, at) => (at === 0 ? { ...one, price_minor: was + 1_234 } : one));
    expect(await manager.post(`/desk/products/${id}`, typed)).toMatchObject({ status: 200 });
    const sold = await shop(
      `/store/products?handle=${GOODS}&region_id=${seedOf(house()).region_id}&fields=*variants.calculated_price`,
    );
    const prices = (sold.products[0]?.variants ?? []).map((one) => one.calculated_price?.calculated_amount);
    expect(prices).toContain((was + 1_234) / 100);
    const lines = await house().db.query<{ unit_price: string }>(
      `select unit_price from cart_line_item where cart_id = $1 and deleted_at is null`,
      [cart],
    );
    expect(lines.rows.map((one) => Math.round(Number(one.unit_price) * 100))).toEqual([was]);
  });

  test("of two who write one product, the second is told, and another cooperative finds nothing", async () => {
    const seen = await content();
    const [first, second] = await Promise.all(
      ["甲", "乙"].map((title_zh) =>
        manager.post(`/desk/products/${id}`, { ...seen, texts: { ...seen.texts, title_zh } }),
      ),
    );
    expect([first?.status, second?.status].sort()).toEqual([200, 409]);
    expect((first?.status === 409 ? first : second)?.body).toMatchObject({ code: "stale" });
    expect(await other.get(`/desk/products/${id}`)).toMatchObject({ status: 404 });
    expect(await other.post(`/desk/products/${id}`, await content())).toMatchObject({ status: 404 });
    expect(await other.post(`/desk/products/${id}/withdraw`, { seen: seen.seen })).toMatchObject({ status: 404 });
  });

  test("a new pack is filled from the same pool, once; one that stands does not go away", async () => {
    const typed = await content();
    const units = 7_000;
    const fresh = { units, title_zh: "七公斤桶", title_en: "7 kg can", price_minor: 88_000 };
    expect(await manager.post(`/desk/products/${id}`, { ...typed, packs: [...typed.packs, fresh] })).toMatchObject({
      status: 200,
    });
    const { rows } = await house().db.query(
      `select i.inventory_item_id, i.required_quantity::int as required_quantity, v.allow_backorder, t.translations->>'title' as english
       from product_variant v join product_variant_inventory_item i on i.variant_id = v.id and i.deleted_at is null
       left join translation t on t.reference_id = v.id where v.product_id = $1 and v.deleted_at is null and i.required_quantity = $2`,
      [id, units],
    );
    const { rows: pools } = await house().db.query(`select inventory_item_id from pool where id = $1`, [
      seedOf(house()).products.find((one) => one.handle === GOODS)?.pool_id,
    ]);
    expect(rows).toEqual([{ ...pools[0], required_quantity: units, allow_backorder: true, english: "7 kg can" }]);
    const shorter = await content();
    expect(await manager.post(`/desk/products/${id}`, { ...shorter, packs: shorter.packs.slice(1) })).toMatchObject({
      status: 400,
      body: { code: "pack_stands" },
    });
  });

  test("prices that an operator set beside a pack's own stand through its change and its end", async () => {
    const [first] = (await now()).packs;
    const set = `select s.price_set_id from product_variant_price_set s where s.variant_id = $1 and s.deleted_at is null`;
    const raw = `'{"value": "9", "precision": 20}'::jsonb`;
    const { db } = house();
    await db.query(
      `insert into price (id, price_set_id, currency_code, amount, raw_amount, rules_count, min_quantity, raw_min_quantity)
       select 'price_of_group', price_set_id, 'cny', 9, ${raw}, 1, null, null from (${set}) s
       union all select 'price_of_many', price_set_id, 'cny', 9, ${raw}, 0, 9, ${raw} from (${set}) s
       union all select 'price_abroad', price_set_id, 'usd', 9, ${raw}, 0, null, null from (${set}) s`,
      [first?.variant_id],
    );
    await db.query(
      `insert into price_rule (id, price_id, attribute, value) values ('prule_of_group', 'price_of_group', 'customer.groups.id', 'cusgroup_none')`,
    );
    await db.query(
      `insert into price_list (id, title, description, status) values ('plist_spring', 'Spring', '', 'draft')`,
    );
    await db.query(
      `insert into price (id, price_set_id, price_list_id, currency_code, amount, raw_amount, rules_count)
       select 'price_of_list', price_set_id, 'plist_spring', 'cny', 9, ${raw}, 0 from (${set}) s`,
      [first?.variant_id],
    );
    const was = first?.price_minor ?? 0;
    expect((await now()).packs[0]?.price_minor).toBe(was);
    for (const price_minor of [was + 100, null, was]) {
      const typed = await content();
      typed.packs = typed.packs.map((one, at) => (at === 0 ? { ...one, price_minor } : one));
      expect(await manager.post(`/desk/products/${id}`, typed)).toMatchObject({ status: 200 });
      expect((await now()).packs[0]?.price_minor).toBe(price_minor);
      const { rows } = await db.query(
        `select p.id, r.id as rule, p.amount::int as amount from price p left join price_rule r on r.price_id = p.id and r.deleted_at is null
         where p.price_set_id = (${set}) and p.deleted_at is null and p.amount = 9 order by p.id`,
        [first?.variant_id],
      );
      expect(rows).toEqual([
        { id: "price_abroad", rule: null, amount: 9 },
        { id: "price_of_group", rule: "prule_of_group", amount: 9 },
        { id: "price_of_list", rule: null, amount: 9 },
        { id: "price_of_many", rule: null, amount: 9 },
      ]);
    }
    await db.query(
      `delete from price where id in ('price_abroad', 'price_of_group', 'price_of_list', 'price_of_many')`,
    );
  });

  const sizes = async () =>
    (
      await house().db.query<{ title: string; size: string }>(
        `select v.title, o.value as size from product_variant v join product_variant_option vo on vo.variant_id = v.id
         join product_option_value o on o.id = vo.option_value_id where v.product_id = $1 and v.deleted_at is null`,
        [id],
      )
    ).rows;

  test("a name that a pack gave up is free, and two packs can swap theirs: sizes are named as the packs are", async () => {
    const typed = await content();
    const [first, second] = typed.packs;
    const swapped = typed.packs.map((one, at) => ({
      ...one,
      title_zh: (at === 0 ? second : at === 1 ? first : one)?.title_zh ?? "",
    }));
    expect(await manager.post(`/desk/products/${id}`, { ...typed, packs: swapped })).toMatchObject({ status: 200 });
    expect((await sizes()).filter(({ title, size }) => title !== size)).toEqual([]);
    const given_up = swapped[0]?.title_zh ?? "";
    const packs = [
      ...swapped.map((one, at) => (at === 0 ? { ...one, title_zh: "改过名" } : one)),
      { units: 8_000, title_zh: given_up, title_en: "8 kg can", price_minor: 99_000 },
    ];
    const { seen } = await content();
    expect(await manager.post(`/desk/products/${id}`, { ...typed, seen, packs })).toMatchObject({ status: 200 });
    expect((await sizes()).filter(({ title, size }) => title !== size)).toEqual([]);
    expect(plain((await now()).packs)).toEqual(packs.sort((a, b) => a.units - b.units));
  });

  test("a pack whose maker was killed before it was tied to the pool is made anew when it is pressed again", async () => {
    const typed = await content();
    const fresh = { units: 9_000, title_zh: "九公斤桶", title_en: "9 kg can", price_minor: 101_000 };
    const packs = [...typed.packs, fresh];
    expect(await manager.post(`/desk/products/${id}`, { ...typed, packs })).toMatchObject({ status: 200 });
    const made = (await now()).packs.find((one) => one.units === fresh.units)?.variant_id;
    // As a kill after Medusa's first step leaves it: no stock, no price.
    for (const table of ["product_variant_inventory_item", "product_variant_price_set"])
      await house().db.query(`delete from ${table} where variant_id = $1`, [made]);
    expect((await now()).packs).toHaveLength(typed.packs.length);
    const { seen } = await content();
    expect(await manager.post(`/desk/products/${id}`, { ...typed, seen, packs })).toMatchObject({ status: 200 });
    expect(plain((await now()).packs)).toEqual(packs);
    // Killed one step later: tied to the stock, and still without a set of prices.
    const again = (await now()).packs.find((one) => one.units === fresh.units)?.variant_id;
    await house().db.query(`delete from product_variant_price_set where variant_id = $1`, [again]);
    const priceless = await content();
    expect(await manager.post(`/desk/products/${id}`, { ...priceless, packs })).toMatchObject({ status: 200 });
    expect(plain((await now()).packs)).toEqual(packs);
  });

  test("what is on sale keeps its English: emptied, it is refused with all that would be missing", async () => {
    const typed = await content();
    const emptied = {
      ...typed,
      texts: { ...typed.texts, title_en: "", description_en: " " },
      packs: typed.packs.map((one, at) => (at === 0 ? { ...one, title_en: "" } : one)),
    };
    expect(await manager.post(`/desk/products/${id}`, emptied)).toMatchObject({
      status: 400,
      body: { code: "incomplete", details: { missing: ["title_en", "description_en", "packs.0.title_en"] } },
    });
    expect(await content()).toEqual(typed);
  });

  test("half a product is not sold: what it lacks is named, and it stays off sale", async () => {
    const off = await manager.post(`/desk/products/${id}/withdraw`, { seen: (await content()).seen });
    expect(off.status).toBe(200);
    expect((await shop(`/store/products?handle=${GOODS}`)).products).toEqual([]);
    const typed = await content();
    await manager.post(`/desk/products/${id}`, {
      ...typed,
      texts: { ...typed.texts, description_en: "" },
      packs: typed.packs.map((one, at) => (at === 0 ? { ...one, title_en: "" } : one)),
    });
    const refused = await manager.post(`/desk/products/${id}/publish`, { seen: (await content()).seen });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: "incomplete", details: { missing: ["description_en", "packs.0.title_en"] } },
    });
    await manager.post(`/desk/products/${id}`, { ...typed, seen: (await content()).seen });
    expect((await manager.post(`/desk/products/${id}/publish`, { seen: (await content()).seen })).status).toBe(200);
    expect((await shop(`/store/products?handle=${GOODS}`)).products).toHaveLength(1);
  });

  test("the product of a new pool is one, however often it is pressed, and is sold once it is whole", async () => {
    const { rows } = await house().db.query<{ id: string }>(`select id from village where handle = 'maya'`);
    const opened = await manager.post("/desk/pools", {
      village_id: rows[0]?.id,
      produce: "walnut",
      grade: "2",
      unit: "g",
      blendable: true,
      reason: "second grade for cakes",
    });
    const made = {
      pool_id: opened.body.pool.id,
      texts: {
        title_zh: "麻崖二级核桃",
        title_en: "",
        description_zh: "个头小，做点心正好。",
        description_en: "Small ones, good for cakes.",
        storage_zh: "",
        storage_en: "",
      },
      packs: [{ units: 1_000, title_zh: "一公斤袋", title_en: "1 kg bag", price_minor: 2_400 }],
    };
    // As a kill between Medusa's own steps leaves it: no pack is tied to the pool's stock.
    const begun = (await manager.post("/desk/products", made)).body.product.id as string;
    await house().db.query(
      `delete from product_variant_inventory_item where variant_id in (select id from product_variant where product_id = $1)`,
      [begun],
    );
    const pressed = await Promise.all([manager.post("/desk/products", made), manager.post("/desk/products", made)]);
    expect(pressed.map((one) => one.status)).toEqual([201, 201]);
    expect(pressed[0]?.body.product.id).toBe(pressed[1]?.body.product.id);
    const fresh = pressed[0]?.body.product.id as string;
    const of_pool = await house().db.query(
      `select id from product where metadata ->> 'pool_id' = $1 and deleted_at is null`,
      [made.pool_id],
    );
    expect([of_pool.rows, fresh === begun]).toEqual([[{ id: fresh }], false]);
    // As its maker leaves it who is killed between Medusa's product and what belongs to it: pressed again, it is whole.
    const made_of = async () =>
      (
        await house().db.query<{ village: string; size: string }>(
          `select l.village_id as village, t.translations->>'title' as size from village_village_product_product l
           join product_product_option o on o.product_id = l.product_id join translation t on t.reference_id = o.product_option_id
           where l.product_id = $1 and l.deleted_at is null and t.deleted_at is null`,
          [fresh],
        )
      ).rows;
    const whole = [{ village: rows[0]?.id, size: "Pack" }];
    expect(await made_of()).toEqual(whole);
    await house().db.query(
      `delete from translation where reference_id in (select product_option_id from product_product_option where product_id = $1)`,
      [fresh],
    );
    const unlink = () => house().db.query(`delete from village_village_product_product where product_id = $1`, [fresh]);
    await unlink();
    expect(await manager.post("/desk/products", made)).toMatchObject({ status: 201, body: { product: { id: fresh } } });
    expect(await made_of()).toEqual(whole);
    // Or nobody presses again, and it goes on sale from the list.
    await unlink();
    const product = await read(fresh);
    expect(product).toMatchObject({ published: false, missing: ["title_en"] });
    expect(product.packs[0]).toMatchObject({ price_minor: 2_400, tax_minor: 198 });
    const named = {
      seen: product.revision,
      texts: { ...made.texts, title_en: "Maya walnuts, second grade" },
      packs: plain(product.packs),
    };
    expect((await manager.post(`/desk/products/${fresh}`, named)).status).toBe(200);
    const { revision } = await read(fresh);
    expect((await manager.post(`/desk/products/${fresh}/publish`, { seen: revision })).status).toBe(200);
    const village = await fetch(`${house().backendUrl}/store/villages/maya`, {
      headers: { "x-publishable-api-key": house().seed.publishable_key },
    });
    const listed = (await village.json()) as { village: { products: { id: string; title: object }[] } };
    expect(listed.village.products.find((one) => one.id === fresh)?.title).toEqual({
      zh: "麻崖二级核桃",
      en: "Maya walnuts, second grade",
    });
  });
}
