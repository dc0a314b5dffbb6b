import { expect, it } from "vitest";
import { Desk, type Json } from "../people/desk-client.js";
import type { ShortCrashKit } from "./short-crashes.js";

/** The backend is killed with SIGKILL while a manager makes a product and writes it: pressed again, it is one, and whole. */
export function productCrashes({ house, diesAt }: Pick<ShortCrashKit, "house" | "diesAt">): void {
  const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
    (await house().db.query<T & Record<string, unknown>>(sql, values)).rows as T[];
  const gone = (act: Promise<unknown>) =>
    act.then(
      () => expect.unreachable("it lived"),
      () => undefined,
    );
  const shop = async (to: string): Promise<Json> => {
    const answer = await fetch(new URL(to, house().backendUrl), {
      headers: { "x-publishable-api-key": house().seed.publishable_key },
    });
    return answer.json();
  };

  it("killed after Medusa made the product, and while its texts are written: no buyer sees half of it, pressed again it is one", async () => {
    const manager = () => Desk.signIn(house(), "manager@wudu.example");
    const [maya] = await rows<{ id: string }>(`select id from village where handle = 'maya'`);
    const opened = await (
      await manager()
    ).post("/desk/pools", {
      village_id: maya?.id,
      produce: "walnut",
      grade: "2",
      unit: "g",
      blendable: true,
      reason: "second grade for cakes",
    });
    const pool_id = String(opened.body.pool.id);
    const texts = {
      title_zh: "麻崖二级核桃",
      title_en: "Maya walnuts, second grade",
      description_zh: "个头小，做点心正好。",
      description_en: "Small ones, good for cakes.",
      storage_zh: "放阴凉处。",
      storage_en: "Keep it cool.",
    };
    const packs = [{ units: 1_000, title_zh: "一公斤袋", title_en: "1 kg bag", price_minor: 2_400 }];
    const made = () =>
      rows<{ id: string; status: string; handle: string; villages: number }>(
        `select p.id, p.status::text, p.handle, (select count(*)::int from village_village_product_product l
           where l.product_id = p.id and l.deleted_at is null) as villages
         from product p where p.metadata ->> 'pool_id' = $1 and p.deleted_at is null`,
        [pool_id],
      );
    const sold = async (title: string) => {
      const [listed, village] = await Promise.all([
        shop(`/store/products?limit=100&q=${encodeURIComponent(title)}`),
        shop("/store/villages/maya"),
      ]);
      const found = [...listed.products, ...village.village.products] as { title: unknown }[];
      return found.filter((one) => JSON.stringify(one.title).includes(title)).length;
    };
    const signed = await manager();
    await diesAt("backend", "product_made", () => gone(signed.post("/desk/products", { pool_id, texts, packs })));
    expect(await made()).toMatchObject([{ status: "draft", villages: 0 }]);
    expect(await sold("麻崖二级核桃")).toBe(0);
    const again = await (await manager()).post("/desk/products", { pool_id, texts, packs });
    expect(again.status).toBe(201);
    expect(await made()).toMatchObject([{ id: again.body.product.id, status: "draft", villages: 1 }]);

    const at = `/desk/products/${again.body.product.id}`;
    const read = async () => (await (await manager()).get(at)).body.product as { revision: string; published: boolean };
    const typed = { texts: { ...texts, title_zh: "麻崖小核桃" }, packs: [{ ...packs[0], price_minor: 2_600 }] };
    const { revision } = await read();
    await diesAt("backend", "product_english_written", () => gone(signed.post(at, { seen: revision, ...typed })));
    expect(await sold("小核桃")).toBe(0);
    const stands = await read();
    expect(await (await manager()).post(at, { seen: stands.revision, ...typed })).toMatchObject({ status: 200 });
    const whole = await read();
    expect(whole).toMatchObject({ published: false, texts: typed.texts, packs: typed.packs, missing: [] });
    expect(await (await manager()).post(`${at}/publish`, { seen: whole.revision })).toMatchObject({ status: 200 });
    expect(await made()).toMatchObject([{ status: "published", villages: 1 }]);
    const [product] = await made();
    const listed = await shop(`/store/products?handle=${product?.handle ?? ""}`);
    expect(listed.products).toMatchObject([{ title: "麻崖小核桃", variants: [{ title: "一公斤袋" }] }]);
  });
}
