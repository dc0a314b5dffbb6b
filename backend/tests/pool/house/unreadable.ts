import { expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";

/** Requests nobody can read: refused with a code and a sentence, never a 5xx, and nothing is written. */
export function unreadable(house: () => House): void {
  const shop = () => ({ "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" });
  const ask = async (to: string, init: RequestInit = {}) => {
    const answer = await fetch(`${house().backendUrl}${to}`, { headers: shop(), ...init });
    return {
      status: answer.status,
      body: (await answer.json().catch(() => ({}))) as { code?: string; message?: string },
    };
  };

  test.each([
    "/store/villages/%00",
    "/store/produce/%00",
    "/store/trace/%00",
    "/store/orders/%00/parcels",
    "/store/wholesale/addressee-lists/%00",
    "/wholesale/joins/%00",
    "/wholesale/quotes/%00",
    "/agent/joins/%00",
    "/invites/%00",
  ])("%s: a NUL in the address", async (to) => {
    expect(await ask(to)).toMatchObject({ status: 400, body: { code: "invalid_text" } });
  });

  test.each(["/store/villages/%E0%A4%A", "/store/orders/%E0%A4%A/parcels"])("%s: half a letter", async (to) => {
    expect(await ask(to)).toMatchObject({ status: 400, body: { code: "malformed_address" } });
  });

  test("a body that is no JSON, too large, or holds a NUL", async () => {
    const post = (to: string, body: string) => ask(to, { method: "POST", body });
    expect(await post("/store/payments", "{")).toMatchObject({ status: 400, body: { code: "malformed_body" } });
    const large = JSON.stringify({ cart_id: "x".repeat(300_000) });
    expect(await post("/store/payments", large)).toMatchObject({ status: 413, body: { code: "body_too_large" } });
    expect(await post("/store/payments", '{"cart_id":"\\u0000"}')).toMatchObject({
      status: 400,
      body: { code: "invalid_text" },
    });
  });

  test("a NUL in the name of somebody who joins", async () => {
    const body = '{"name":"a\\u0000b","password":"a long enough password"}';
    expect(await ask("/invites/no-such-word", { method: "POST", body })).toMatchObject({
      status: 400,
      body: { code: "invalid_text" },
    });
  });

  test("the payment of an empty cart, a list for a pack that is not there", async () => {
    const region_id = (house().seed as unknown as { region_id: string }).region_id;
    const { body } = (await ask("/store/carts", {
      method: "POST",
      body: JSON.stringify({ region_id }),
    })) as unknown as {
      body: { cart: { id: string } };
    };
    const start = await ask("/store/payments", { method: "POST", body: JSON.stringify({ cart_id: body.cart.id }) });
    expect(start).toMatchObject({ status: 400, body: { code: "cart_empty" } });
    expect((await house().db.query(`select 1 from hold where owner_id = $1`, [body.cart.id])).rowCount).toBe(0);
    const addressees = [
      { name: "王芳", phone: "13800000000", province_code: "广东省", address: "体育东路 1 号", packs: 1 },
    ];
    const list = JSON.stringify({ title: "x", product_variant_id: "variant_nope", addressees });
    expect(await ask("/store/wholesale/addressee-lists", { method: "POST", body: list })).toMatchObject({
      status: 404,
      body: { code: "variant_not_found" },
    });
  });

  test("Medusa's own address for payment events, which answers before it looks, is closed", async () => {
    expect((await ask("/hooks/payment/stripe_stripe", { method: "POST", body: "{}" })).status).toBe(404);
  });
}
