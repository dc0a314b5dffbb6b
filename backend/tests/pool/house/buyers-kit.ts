import { expect } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { pack, purchase, seedOf, shopper } from "../../checkout/support";
import type { Reply } from "../../people/desk-client";
import { waitingCode } from "../../people/mail-code";

export const PASSWORD = "three walnuts fall";
export const OTHER_PASSWORD = "four walnuts fall";

/** A buyer over HTTP: how an address is proven, how one signs in, and how somebody buys. */
export function buyersKit(house: () => House) {
  const call = async (
    method: string,
    to: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Reply> => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method,
      headers: { "content-type": "application/json", "x-publishable-api-key": house().seed.publishable_key, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  };
  const post = (to: string, body: unknown, more?: Record<string, string>) => call("POST", to, body, more);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  /** As the clock of the pause between two codes sees it. */
  const aMinutePasses = () =>
    house().db.query(`update sign_in_code set created_at = created_at - interval '61 seconds'`);
  const prove = async (email: string, password = PASSWORD) => {
    await aMinutePasses();
    expect((await post("/store/account/codes", { email })).status).toBe(202);
    return post("/store/account/proofs", {
      email,
      code: await waitingCode(house(), email.trim().toLowerCase()),
      password,
    });
  };
  const signIn = async (email: string, password = PASSWORD) => {
    const { body } = await post("/auth/customer/emailpass", { email, password });
    return String(body.token);
  };
  /** Medusa's own way to an account, which proves nothing. */
  const unproven = async (email: string) => {
    const made = await post("/auth/customer/emailpass/register", { email, password: PASSWORD });
    expect((await post("/store/customers", { email }, bearer(String(made.body.token)))).status).toBe(200);
    return signIn(email);
  };
  const handle = () =>
    seedOf(house()).products.find((one) => one.variants.some((v) => v.units_per_pack === 500))!.handle;
  const buyAs = (email: string) =>
    shopper(house()).buy(purchase(house(), [{ variant_id: pack(house(), handle(), 500), quantity: 1 }], { email }));

  return { call, post, bearer, aMinutePasses, prove, signIn, unproven, handle, buyAs };
}
