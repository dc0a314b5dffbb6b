import { AsyncLocalStorage } from "node:async_hooks";

// What a page is made of: noted at the door to the backend while the page is rendered, so that no page can forget to say it.
// Tags are `village:<id>`, `product:<id>`, `pool:<inventory item>`, `origin:<village or region>`, `certificate:<id>`, `catalogue`; a star stands for all.

/** On every page: prices, taxes, fees, who sells. */
export const CATALOGUE = "catalogue";
/** A page that depends on everything. */
export const EVERYTHING = "*";

const collected = new AsyncLocalStorage<Set<string>>();

/** Runs `render` and tells what its pages depend on. */
export async function collectingTags<T>(render: () => Promise<T>): Promise<{ value: T; tags: Set<string> }> {
  const tags = new Set([CATALOGUE]);
  return { value: await collected.run(tags, render), tags };
}

/** Notes what was read. What no rule knows makes the page depend on everything: rendered too often, never too seldom. */
export function noteRead(path: string, query: Readonly<Record<string, unknown>> | undefined, body: unknown): void {
  const tags = collected.getStore();
  if (!tags) return;
  const rule = RULES.find(([pattern]) => pattern.test(path));
  for (const tag of rule ? rule[1](body, query ?? {}) : [EVERYTHING]) tags.add(tag);
}

type Rule = (body: unknown, query: Readonly<Record<string, unknown>>) => readonly string[];
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^\/store\/regions$/, () => []],
  // Read from the shop's index, which is written a moment after what it lists: whoever writes it tells so.
  [/^\/store\/(?:home|find|pavilions\/[^/]+)$/, () => ["listing"]],
  // An order cycle that changes is told as `catalogue`, an order in one as its product.
  [/^\/store\/cycles$/, () => []],
  [
    /^\/store\/selling$/,
    (_body, query) =>
      String(query.product_ids)
        .split(",")
        .map((id) => `product:${id}`),
  ],
  [/^\/store\/villages$/, () => ["village:*", "product:*"]],
  [/^\/store\/villages\/[^/]+$/, (body) => villageTags(at(body, "village"))],
  [/^\/store\/villages\/[^/]+\/notices$/, (body) => [`village:${idOf(at(body, "village")) ?? "*"}`]],
  [/^\/store\/products$/, productTags],
  // Names and makers of products that Medusa's list tells beside it.
  [/^\/store\/produce$/, () => []],
  [/^\/store\/produce\/[^/]+$/, (body) => produceTags(at(body, "produce"))],
];

function villageTags(village: unknown): string[] {
  const id = idOf(village);
  return id === undefined
    ? [EVERYTHING]
    : [`village:${id}`, `origin:${id}`, ...list(at(village, "products")).map(productTag), ...certificateTags(village)];
}

/** A list of all is another list when any product changes; one of some by id, or by handle, when those do. */
function productTags(body: unknown, query: Readonly<Record<string, unknown>>): string[] {
  const products = list(at(body, "products"));
  const named = query.handle !== undefined || query["id[]"] !== undefined;
  // A page of one product tells how much there is.
  const stock = query.handle === undefined ? [] : products.flatMap(poolTags);
  return [...(named ? [] : ["product:*"]), ...products.map(productTag), ...stock];
}

function produceTags(produce: unknown): string[] {
  const village = idOf(at(produce, "village"));
  return village === undefined ? [] : [`village:${village}`, ...certificateTags(produce)];
}

const certificateTags = (of: unknown): string[] =>
  list(at(of, "certificates")).map((one) => `certificate:${idOf(one) ?? "*"}`);

function poolTags(product: unknown): string[] {
  return list(at(product, "variants"))
    .flatMap((variant) => list(at(variant, "inventory_items")))
    .map((item) => {
      const id = at(item, "inventory_item_id");
      return typeof id === "string" ? `pool:${id}` : EVERYTHING;
    });
}

const productTag = (product: unknown): string => `product:${idOf(product) ?? "*"}`;
const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
function idOf(value: unknown): string | undefined {
  const id = at(value, "id");
  return typeof id === "string" ? id : undefined;
}

/** Whether a change concerns a page: the same tag, or one of them a star over the other. */
export function concerns(changed: string, tags: ReadonlySet<string>): boolean {
  if (changed === EVERYTHING || tags.has(EVERYTHING) || tags.has(changed)) return true;
  const kind = changed.slice(0, changed.indexOf(":") + 1);
  if (kind === "") return false;
  if (tags.has(`${kind}*`)) return true;
  return changed === `${kind}*` && [...tags].some((tag) => tag.startsWith(kind));
}
