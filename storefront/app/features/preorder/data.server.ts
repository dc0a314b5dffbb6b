import { z } from "zod";
import { call, read } from "../../lib/api.server";
import { both, unit } from "../../lib/shapes";
import { text } from "../ui/form.server";
import { MOST_PACKS } from "./most";

const fields = z.object({
  id: z.string(),
  key: z.string(),
  state: z.enum(["asked", "waiting", "kept", "basket", "ordered", "withdrawn", "lapsed"]),
  product: z.object({ handle: z.string(), name: both }).nullable(),
  pack: both.nullable(),
  unit,
  units_per_pack: z.number(),
  packs: z.int(),
  packs_kept: z.int(),
  kept_until: z.string().nullable(),
  ended_reason: z.enum(["withdrawn", "unpaid", "nothing_came", "cooperative"]).nullable(),
});

const shown = fields.extend({
  /** Units wanted by those before it in the queue. */
  before_units: z.number(),
  coming: z
    .object({ from: z.string(), to: z.string(), households: z.int(), expected_units: z.number().nullable() })
    .nullable(),
});
export const preorderSchema = z.object({ preorder: shown });
export const ownPreordersSchema = z.object({ preorders: z.array(fields) });

/** The number of packs that a form asks for; null when it is none, or too many. */
export function packsIn(form: FormData): number | null {
  const packs = Number(text(form, "packs"));
  return Number.isSafeInteger(packs) && packs >= 1 && packs <= MOST_PACKS ? packs : null;
}

const keyOf = (request: Request) => new URL(request.url).searchParams.get("key") ?? "";
const at = (id: string) => `/store/preorders/${encodeURIComponent(id)}`;

/** What the link of a mail is about; null when it is not there any more. A link that is not whole is a page that is not there. */
export async function preorderOf(request: Request, id: string) {
  const schema = z.object({ preorder: shown.nullable() });
  return (await read(at(id), schema, { query: { key: keyOf(request) } })).preorder;
}

/** What the page of a pre-order does. */
export function actOn(request: Request, id: string, act: "confirm" | "withdraw" | "packs", body: object = {}) {
  return call(`${at(id)}/${act}`, z.unknown(), { body: { key: keyOf(request), ...body } });
}

/** The cart with what is kept. */
export function basketOf(request: Request, id: string, region_id: string, token: string | undefined) {
  return call(`${at(id)}/basket`, z.object({ cart_id: z.string() }), {
    body: { key: keyOf(request), region_id },
    token,
  });
}

export const preorderPath = (path: string, { id, key }: { id: string; key: string }): string =>
  `/${path}/preorders/${id}?key=${encodeURIComponent(key)}`;
