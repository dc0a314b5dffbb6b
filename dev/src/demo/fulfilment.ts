import { addDays } from "@commonlot/domain";
import { deskClient, ensured, HouseClient, until, type DemoHouse, type Step } from "./house-client.js";

interface DeskOrder {
  order_id: string;
  parcels: number;
  states: Record<string, number>;
}

/** Orders of every cooperative with parcels of theirs, by cooperative handle. */
async function deskOrders(house: DemoHouse, wanted: ReadonlySet<string>): Promise<Map<string, DeskOrder[]>> {
  const found = new Map<string, DeskOrder[]>();
  for (const cooperative of house.seed.cooperatives) {
    const desk = deskClient(house, "packer", cooperative.handle);
    const own: DeskOrder[] = [];
    // Newest first: orders of others may stand before the demo's.
    for (let before: string | null = ""; before !== null;) {
      const after: string = before === "" ? "" : `&before=${encodeURIComponent(before)}`;
      const page: { orders: DeskOrder[]; next: string | null } = await desk.get(`/desk/orders?limit=100${after}`);
      own.push(...page.orders.filter((o) => wanted.has(o.order_id)));
      before = page.next;
    }
    found.set(cooperative.handle, own);
  }
  return found;
}

function countStates(orders: Iterable<DeskOrder[]>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const list of orders) {
    for (const order of list)
      for (const [state, n] of Object.entries(order.states)) counts[state] = (counts[state] ?? 0) + n;
  }
  return counts;
}

const total = (counts: Record<string, number>, states: readonly string[]) =>
  states.reduce((sum, s) => sum + (counts[s] ?? 0), 0);

/** Every order has its parcels, and every parcel its label. */
export async function untilLabelled(house: DemoHouse, order_ids: readonly string[], step: Step): Promise<void> {
  const wanted = new Set(order_ids);
  await until("labelling", async () => {
    const orders = await deskOrders(house, wanted);
    const planned = new Set([...orders.values()].flat().map((o) => o.order_id));
    const counts = countStates(orders.values());
    step.update(`${planned.size} of ${wanted.size} orders, ${total(counts, Object.keys(counts))} parcels`);
    return planned.size === wanted.size && !counts.planned ? true : undefined;
  });
}

/** A packer of each cooperative signs its parcels over, order by order. */
export async function handOver(house: DemoHouse, order_ids: readonly string[], step: Step): Promise<void> {
  const orders = await deskOrders(house, new Set(order_ids));
  let done = 0;
  for (const [cooperative, list] of orders) {
    const desk = deskClient(house, "packer", cooperative);
    for (const order of list) {
      if (total(order.states, ["labelled", "packed"]) > 0)
        await desk.post("/desk/handovers", { order_id: order.order_id });
      step.update(`${++done} orders`);
    }
  }
}

/** The carrier has delivered every parcel. */
export async function untilDelivered(house: DemoHouse, order_ids: readonly string[], step: Step): Promise<void> {
  await until("delivery", async () => {
    const orders = await deskOrders(house, new Set(order_ids));
    const counts = countStates(orders.values());
    const delivered = counts.delivered ?? 0;
    const live = total(
      counts,
      Object.keys(counts).filter((s) => s !== "void"),
    );
    step.update(`${delivered} of ${live} parcels`);
    return delivered > 0 && delivered === live ? true : undefined;
  });
}

interface Period {
  id: string;
  from: string;
  to: string;
  state: string;
}

interface Batch {
  id: string;
  rail: string;
  state: string;
}

/**
 * The money of every order of the demo is divided. Only of its own: somebody who buys meanwhile has orders that are packed by nobody,
 * and must not hold the demo up.
 */
export async function untilDivided(house: DemoHouse, order_ids: readonly string[], step: Step): Promise<void> {
  const shop = new HouseClient(house);
  const waiting = new Set(order_ids);
  await until("posting", async () => {
    for (const id of waiting) {
      const [{ order }, { waterfall }] = await Promise.all([
        shop.get<{ order: { items: unknown[] } }>(`/store/orders/${id}`),
        shop.get<{ waterfall: unknown[] }>(`/store/orders/${id}/parcels`),
      ]);
      // Lines are divided one by one: an order of two is only done with both.
      if (waterfall.length < order.items.length) break;
      waiting.delete(id);
    }
    step.update(`${order_ids.length - waiting.size} of ${order_ids.length} sales divided`);
    return waiting.size === 0 ? true : undefined;
  });
}

/** Each cooperative: one period, settled by the accountant, approved by the manager, paid on every rail. */
export async function settleAndPay(house: DemoHouse, order_ids: readonly string[], step: Step): Promise<void> {
  await untilDivided(house, order_ids, step);
  for (const cooperative of house.seed.cooperatives) {
    const accountant = deskClient(house, "accountant", cooperative.handle);
    const manager = deskClient(house, "manager", cooperative.handle);
    // What was divided a minute ago belongs to the cooperative's day, which may be tomorrow in Greenwich.
    const { cooperative: own } = await accountant.get<{ cooperative: { tz: string } }>("/desk/me");
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: own.tz }).format(new Date());
    const id = await periodOf(accountant, today);
    const state = async () => (await accountant.get<{ period: Period }>(`/desk/settlement-periods/${id}`)).period.state;
    // The season was sold and delivered today: who asks says that today is not over.
    await ensured(
      async () => (await state()) !== "open",
      () => accountant.once(`/desk/settlement-periods/${id}/settle`, { last_day_goes_on: true }),
    );
    step.update(`${cooperative.name_en}: statements`);
    await until("settling", async () => ((await state()) === "settling" ? undefined : true));
    await ensured(
      async () => (await state()) !== "settled",
      () => manager.once(`/desk/settlement-periods/${id}/approve`),
    );
    step.update(`${cooperative.name_en}: payouts`);
    await until("paying", async () => {
      const { batches } = await manager.get<{ batches: Batch[] }>("/desk/payout-batches");
      const open = batches.filter((b) => b.rail !== "cash" && !["exported", "paid", "done"].includes(b.state));
      return batches.length > 0 && open.length === 0 ? true : undefined;
    });
  }
}

/** The period that today belongs to: the one that stands, or one that is opened up to today. */
async function periodOf(accountant: HouseClient, today: string): Promise<string> {
  const all = async () => (await accountant.get<{ periods: Period[] }>("/desk/settlement-periods")).periods;
  const ofToday = (periods: readonly Period[]) => periods.find((one) => one.to >= today);
  await ensured(
    async () => ofToday(await all()) !== undefined,
    async () => accountant.once("/desk/settlement-periods", { from: firstDay(await all(), today), to: today }),
  );
  const period = ofToday(await all());
  if (!period) throw new Error(`no settlement period has ${today} in it`);
  return period.id;
}

/** The year so far, or, in a database that was kept from an earlier day, what of it has no period yet. */
function firstDay(periods: readonly Period[], today: string): string {
  const ends = periods.map((one) => one.to).sort();
  const last = ends.at(-1);
  if (last === undefined) return `${today.slice(0, 4)}-01-01`;
  return addDays(last, 1);
}
