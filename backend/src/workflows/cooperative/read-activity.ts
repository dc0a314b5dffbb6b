import type { MedusaContainer } from "@medusajs/framework/types";
import type { Activity } from "../../lib/activity";
import { nextCursor, placeOf } from "../../lib/keyset";
import type CooperativeService from "../../modules/cooperative/service";
import type ParcelService from "../../modules/parcel/service";
import type { PoolTasks } from "../../modules/pool/activity";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import type WholesaleService from "../../modules/wholesale/service";
import type { WholesaleTasks } from "../../modules/wholesale/waiting";
import type VillageService from "../../modules/village/service";

/** What people did at a cooperative, in all rooms, newest first; the names of who did it beside. */
export async function readActivity(
  container: MedusaContainer,
  input: { cooperative_id: string; cursor?: string | undefined; limit: number },
): Promise<{ activity: Activity[]; names: Map<string, string>; next: string | null }> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const villages: VillageService = container.resolve("village");
  const page = { cooperative_id: input.cooperative_id, before: placeOf(input.cursor), limit: input.limit };
  const rooms = await Promise.all([
    pools.activity.list(page),
    cooperatives.activity.list(page),
    parcels.activity(page),
    settlement.activity(page),
    villages.thanks.activity(page),
    villages.activity.list(page),
  ]);
  // Each room gave its newest: the newest of all are among them.
  const activity = rooms.flat().sort(newestFirst).slice(0, input.limit);
  const names = await cooperatives.memberNames([...new Set(activity.map((one) => one.person))]);
  return { activity, names, next: nextCursor(activity, input.limit) };
}

const NOTHING: WholesaleTasks = { companies: 0, quotes: 0, agreements: 0 };

/** How much waits for somebody at a cooperative; `money`: also what only those who see money may approve; `sells`: also what its managers answer. */
export async function readTasks(
  container: MedusaContainer,
  { cooperative_id, money, sells }: { cooperative_id: string; money: boolean; sells: boolean },
): Promise<PoolTasks & WholesaleTasks & { settlement: number; bank: number; claims: number; transfers: number }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const parcels: ParcelService = container.resolve("parcel");
  const [tasks, periods, items, claims, transfers, sales] = await Promise.all([
    pools.activity.waiting(cooperative_id),
    money ? settlement.periodsToApprove(cooperative_id) : 0,
    money ? settlement.openItems.count(cooperative_id) : 0,
    parcels.claims.waiting(cooperative_id),
    money ? settlement.transfers.waiting(cooperative_id) : 0,
    sells ? wholesale.waitingFor(cooperative_id) : NOTHING,
  ]);
  return { ...tasks, ...sales, settlement: periods, bank: items, claims, transfers };
}

function newestFirst(a: Activity, b: Activity): number {
  if (a.at_key !== b.at_key) return a.at_key < b.at_key ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
