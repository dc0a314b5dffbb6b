import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { dayIn, deskToken, eventually, holdState, product, seedOf } from "./support.js";

const EMAIL = "preorder-crash@example.com";
const GOODS = "yanhua-eggs";

export interface PreorderCrashKit {
  house: () => House;
  diesAt: (who: "backend" | "worker", point: string, act: () => Promise<void>) => Promise<void>;
}

/** A pre-order whose goods came is taken to the basket, and the backend dies on the way. */
export function preorderCrashes({ house, diesAt }: PreorderCrashKit): void {
  const post = async <T>(to: string, body: object, token?: string): Promise<T> => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-publishable-api-key": house().seed.publishable_key,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as T;
    if (!answer.ok) throw new Error(`${to} answered ${answer.status}: ${JSON.stringify(said)}`);
    return said;
  };
  /** The address of the pre-order's page, as the latest of so many mails has it. */
  const link = (count: number) =>
    eventually(
      async () => {
        const file = path.join(house().env.FILES_DIR ?? "", "mail-outbox.jsonl");
        const lines = (await readFile(file, "utf8").catch(() => ""))
          .split("\n")
          .filter((line) => line.includes(EMAIL) && line.includes("/preorders/"));
        const found = lines.length >= count ? /\/preorders\/(\w+)\?key=(\S+)/.exec(lines.at(-1) ?? "") : null;
        return found === null ? undefined : { id: found[1] ?? "", key: (found[2] ?? "").split(/["\\]/)[0] ?? "" };
      },
      { timeout_ms: 60_000, message: `mail ${count} did not come` },
    );

  it("a pre-order to the basket: killed when the cart is made, its goods stay kept, and pressed again one cart has them", async () => {
    const weigher = await deskToken(house(), "weigher", "longchuan");
    const { pool_id, variants } = product(house(), GOODS);
    const { rows } = await house().db.query<{ id: string; card_number: string }>(
      `select h.id, h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 1`,
      [pool_id],
    );
    const [household] = rows;
    const forecast = { household_id: household?.id, pool_id, units: 90, ready_from: dayIn(0) };
    await post("/desk/forecasts", { ...forecast, ready_to: dayIn(4), idempotency_key: "forecast-of-crash" }, weigher);
    const variant_id = variants[0]?.id;
    const { product_id } = await one<{ product_id: string }>(
      `select id as product_id from product where handle = $1 and deleted_at is null`,
      [GOODS],
    );
    await post("/store/preorders", { product_id, variant_id, packs: 1, email: EMAIL });
    const asked = await link(1);
    await post(`/store/preorders/${asked.id}/confirm`, { key: asked.key });
    const harvest = {
      card_number: household?.card_number,
      pool_id,
      pieces: 60,
      harvested_on: dayIn(-1),
    };
    const weighed_at = new Date(Date.now() - 3_600_000).toISOString();
    await post("/desk/lots", { ...harvest, weighed_at, idempotency_key: "eggs-of-crash" }, weigher);
    const { id, key } = await link(2);
    const basket = () =>
      post<{ cart_id: string }>(`/store/preorders/${id}/basket`, { key, region_id: seedOf(house()).region_id });

    const held = () => one<{ held: string }>(`select held from pool where id = $1`, [pool_id]);
    const before = await held();
    await diesAt("backend", "preorder_cart_made", async () => {
      await basket().catch(() => undefined);
    });
    expect(await one(`select state, cart_id from preorder where id = $1`, [id])).toEqual({
      state: "kept",
      cart_id: null,
    });
    const carts = await Promise.all([basket(), basket(), basket()]);
    const [cart] = carts;
    expect(new Set(carts.map((each) => each.cart_id)).size).toBe(1);
    expect(await one(`select state, cart_id from preorder where id = $1`, [id])).toEqual({ state: "basket", ...cart });
    expect(await holdState(house(), cart?.cart_id ?? "")).toBe("soft");
    expect(await held()).toEqual(before);
  });

  async function one<T extends object>(sql: string, values: unknown[]): Promise<T> {
    return (await house().db.query<T & Record<string, unknown>>(sql, values)).rows[0] as T;
  }
}
