import { invalid } from "./errors.js";
import { find, kindOfId, page } from "./store.js";
import { list } from "./params.js";
import type { Ctx } from "./types.js";

/** Stripe's own limit on how deep an expansion may go. */
const MAX_DEPTH = 4;

type Mutable = Record<string, unknown>;
const isObject = (value: unknown): value is Mutable =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Replaces ids by the objects they name, for every path in `expand[]`. Returns a changed copy. */
export async function expand(ctx: Ctx, body: object): Promise<object> {
  const paths = list(ctx.params, "expand");
  if (paths.length === 0) return body;
  const copy: unknown = structuredClone(body);
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > MAX_DEPTH) throw invalid("You cannot expand more than 4 levels of a property.", "expand");
    await walk(ctx, copy, steps, path);
  }
  return copy as object;
}

async function walk(ctx: Ctx, node: unknown, steps: string[], whole: string): Promise<void> {
  const [step, ...rest] = steps;
  if (step === undefined || !isObject(node)) return;
  if (node.object === "list" && step === "data" && Array.isArray(node.data)) {
    for (const item of node.data) await walk(ctx, item, rest, whole);
    return;
  }
  if (node.object === "charge" && step === "refunds" && typeof node.id === "string") {
    node.refunds = await page(ctx, "refund", `/v1/charges/${node.id}/refunds`, { charge: node.id }, {});
    return walk(ctx, node.refunds, rest, whole);
  }
  const value = node[step];
  if (value === undefined) {
    throw invalid(`This property cannot be expanded (${whole}).`, "expand[]");
  }
  if (typeof value === "string") {
    const kind = kindOfId(value);
    const row = kind && (await find(ctx, kind, value));
    if (!row) {
      if (value.startsWith("py_")) return;
      throw invalid(`This property cannot be expanded (${whole}).`, "expand[]");
    }
    node[step] = structuredClone(row.body);
  }
  await walk(ctx, node[step], rest, whole);
}
