import { z } from "zod";
import { call, read } from "../../lib/api.server";
import { both } from "../../lib/shapes";
import { tokenOf } from "../../lib/sessions.server";
import { accountSchema } from "../buyer/data.server";

const named = z.object({
  village: z.object({ handle: z.string(), name: both }),
  produce: z.string(),
  name: both,
});
/** A produce of a village, and the product by which it can be bought now. */
export const goodsSchema = named.extend({ on_sale: z.string().nullable() });
export type SeasonGoods = z.output<typeof goodsSchema>;

const linkSchema = z.object({ subscription: goodsSchema.extend({ confirmed: z.boolean() }).nullable() });
export const ownSeasonsSchema = z.object({
  seasons: z.array(named.extend({ id: z.string(), confirmed: z.boolean() })),
});

export async function goodsOf(village: string, produce: string): Promise<SeasonGoods> {
  const at = `/store/season/goods/${encodeURIComponent(village)}/${encodeURIComponent(produce)}`;
  return (await read(at, z.object({ goods: goodsSchema }))).goods;
}

/** The proven address of who is signed in; null for everybody else, and when the backend has no answer. */
export async function ownAddress(request: Request): Promise<{ email: string; token: string } | null> {
  const token = await tokenOf(request, "account");
  if (token === undefined) return null;
  const found = await call("/store/account", accountSchema, { token });
  return found.ok && found.value.account.proven ? { email: found.value.account.email, token } : null;
}

/** What the link of a mail is about. A link that is not whole is a page that is not there. */
export async function linkOf(request: Request, act: "confirm" | "stop", id: string) {
  const key = new URL(request.url).searchParams.get("key") ?? "";
  const at = `/store/season/subscriptions/${encodeURIComponent(id)}`;
  return (await read(at, linkSchema, { query: { act, key } })).subscription;
}

/** Does what the link of a mail says. */
export function followLink(request: Request, act: "confirm" | "stop", id: string) {
  const key = new URL(request.url).searchParams.get("key") ?? "";
  return call(`/store/season/subscriptions/${encodeURIComponent(id)}/${act}`, z.unknown(), { body: { key } });
}
