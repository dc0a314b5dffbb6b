import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { ShopClient, type Purchase } from "../testing/shop-client.js";
import { addressees } from "./addressees.js";
import { HouseClient, inParallel, patiently, repeatable, type DemoHouse, type Step } from "./house-client.js";

export const RETAIL_ORDERS = 20;
export const BULK_ADDRESSEES = 1_000;
const BULK_PACK_G = 2_000;

interface Kept {
  /** Cart of each purchase, by its name: a demo killed half-way goes on with the carts it has. */
  carts: Record<string, string>;
  orders: Record<string, string>;
}

/** Twenty buyers in the cities, with a plain Medusa client and a card each. */
export async function placeRetailOrders(house: DemoHouse, step: Step): Promise<string[]> {
  const random = repeatable(20);
  const products = house.seed.products;
  const addresses = addressees(RETAIL_ORDERS, 1);
  const purchases = addresses.map((to, index): Purchase => {
    const kinds = 1 + Math.floor(random() * 2);
    const lines = Array.from({ length: kinds }, (_, k) => {
      const product = products[(index + k * 3) % products.length] as DemoHouse["seed"]["products"][number];
      const small = product.variants.filter((v) => v.units_per_pack <= 10_000);
      const variant = small[Math.floor(random() * small.length)] ?? product.variants[0];
      return { variant_id: variant?.id ?? "", quantity: 1 + Math.floor(random() * 2) };
    });
    return {
      region_id: house.seed.region_id,
      email: `buyer${index + 1}@example.com`,
      lines,
      address: {
        first_name: to.name.slice(1),
        last_name: to.name.slice(0, 1),
        address_1: to.address,
        city: to.city,
        province: to.province_code,
        postal_code: "100000",
        country_code: "cn",
        phone: to.phone,
      },
    };
  });
  let done = 0;
  return inParallel(purchases, 2, async (purchase, index) => {
    const order = await buyOnce(house, `retail-${index}`, purchase);
    step.update(`${++done} of ${purchases.length}`);
    return order;
  });
}

/** Two tonnes of walnuts for a thousand addressees, or so many as are asked for: one list, one cart of one line, one order. */
export async function placeBulkOrder(
  house: DemoHouse,
  step: Step,
  name = "bulk",
  count = BULK_ADDRESSEES,
): Promise<string> {
  const walnuts = house.seed.products.find((p) => p.produce === "walnut");
  const pack = walnuts?.variants.find((v) => v.units_per_pack === BULK_PACK_G);
  if (!pack) throw new Error("the seed sells no 2 kg bags of walnuts");
  const list = addressees(count, 1);
  step.update("sending the list of addressees");
  const { addressee_list } = await new HouseClient(house).post<{ addressee_list: { id: string; packs_total: number } }>(
    "/store/wholesale/addressee-lists",
    {
      title: "年货 2026 / New Year gifts 2026",
      product_variant_id: pack.id,
      email: "purchasing@example.com",
      idempotency_key: `demo-new-year-gifts-2026-${name}`,
      addressees: list,
    },
  );
  step.update("paying");
  const first = list[0];
  return buyOnce(house, name, {
    region_id: house.seed.region_id,
    email: "purchasing@example.com",
    metadata: { addressee_list_id: addressee_list.id },
    lines: [{ variant_id: pack.id, quantity: addressee_list.packs_total }],
    address: {
      first_name: "采购部",
      last_name: "海达科技",
      address_1: first?.address ?? "",
      city: first?.city ?? "",
      province: first?.province_code ?? "11",
      postal_code: "100000",
      country_code: "cn",
      phone: "13800000000",
    },
  });
}

/** Buys, surviving a backend that is killed under it: the cart is kept, and a cart completes to one order however often. */
async function buyOnce(house: DemoHouse, name: string, purchase: Purchase): Promise<string> {
  const shop = new ShopClient({
    backendUrl: house.urls.backend,
    stripeUrl: house.urls.stripe ?? "",
    publishableKey: house.seed.publishable_key,
  });
  return patiently(async () => {
    const kept = await readKept(house);
    const bought = kept.orders[name];
    if (bought) return bought;
    // The cart of a run before this one may be an order already, or become one: another is only made once it was judged.
    const before = kept.carts[name] ?? "";
    const cart_id = before === "" ? (await shop.readyToComplete(purchase)).cart_id : before;
    await keep(house, (k) => (k.carts[name] = cart_id));
    for (let attempt = 0; ; attempt++) {
      try {
        const done = await shop.complete(cart_id);
        if (done.type === "order") return await keepOrder(house, name, done.order.id);
        throw new Error(`${name}: ${done.error.message}`);
      } catch (error) {
        // Payment pending: a killed completion is being judged; the same cart answers with its order in two minutes.
        if (attempt >= 30) {
          await keep(house, (k) => (k.carts[name] = ""));
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 5_000));
      }
    }
  });
}

async function keepOrder(house: DemoHouse, name: string, order_id: string): Promise<string> {
  await keep(house, (k) => (k.orders[name] = order_id));
  return order_id;
}

const fileOf = (house: DemoHouse) => path.join(house.env.FILES_DIR ?? ".", "demo.json");
let writing: Promise<void> = Promise.resolve();

async function readKept(house: DemoHouse): Promise<Kept> {
  try {
    return JSON.parse(await readFile(fileOf(house), "utf8")) as Kept;
  } catch {
    return { carts: {}, orders: {} };
  }
}

/** One change after the other, each written whole. */
function keep(house: DemoHouse, change: (kept: Kept) => void): Promise<void> {
  writing = writing.then(async () => {
    const kept = await readKept(house);
    change(kept);
    await writeFile(`${fileOf(house)}.new`, JSON.stringify(kept));
    await rename(`${fileOf(house)}.new`, fileOf(house));
  });
  return writing;
}
