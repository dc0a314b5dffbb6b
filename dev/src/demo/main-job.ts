import { letCompanyIn } from "./company.js";
import type { CompanyLogin } from "./company-data.js";
import { handOver, settleAndPay, untilDelivered, untilLabelled } from "./fulfilment.js";
import { operatorClient, type DemoHouse } from "./house-client.js";
import { BULK_ADDRESSEES, placeBulkOrder, placeRetailOrders, RETAIL_ORDERS } from "./orders.js";
import { openPickupPoints } from "./pickup-points.js";
import { readSummary, tell, untilSound, type HouseSummary } from "./summary.js";
import { weighInSeason } from "./weigh-ins.js";
import { offerWholesale } from "./wholesale-goods.js";

export interface MainJobResult {
  ok: boolean;
  summary: string;
  /** Of people whom no seed made. */
  logins: CompanyLogin[];
}

/** Seconds of each stage, by its name, in order. */
export type Stages = [string, number][];

/**
 * The main job: one season of two cooperatives from the scale to the household's payout, through HTTP, as weighers, buyers
 * and accountants would. Killed anywhere, it goes on where it was: weigh-ins, carts and lists carry keys of their own.
 * `ok` only when every stage ended and every invariant holds.
 */
export async function runMainJob(house: DemoHouse): Promise<MainJobResult> {
  const { progress } = house;
  const stages: Stages = [];
  const stage = async <T>(title: string, work: (step: { update(text: string): void }) => Promise<T>): Promise<T> => {
    const began = Date.now();
    const result = await progress.during(title, work);
    stages.push([title, (Date.now() - began) / 1000]);
    return result;
  };

  await stage("a pick-up point of each cooperative", () => openPickupPoints(house));
  await stage("a season of weigh-ins by 120 households", (step) => weighInSeason(house, step));
  const retail = await stage(`${RETAIL_ORDERS} buyers order and pay by card`, (step) => placeRetailOrders(house, step));
  const bulk = await stage(`one order of 2,000 kg of walnuts for ${BULK_ADDRESSEES} addressees`, (step) =>
    placeBulkOrder(house, step),
  );
  const orders = [...retail, bulk];
  await stage("allocated, packed into parcels and labelled", (step) => untilLabelled(house, orders, step));
  await stage("handed over to the carrier", (step) => handOver(house, orders, step));
  await stage("delivered, and the money divided", (step) => untilDelivered(house, orders, step));
  await stage("settled, approved by a second person, paid out", (step) => settleAndPay(house, orders, step));
  await stage("wholesale: trucks, a ladder, a sample, eggs of two cooperatives", (step) => offerWholesale(house, step));
  const logins = await stage("wholesale: a company is let in", (step) => letCompanyIn(house, step));
  const sound = await stage("every invariant", () => untilSound(operatorClient(house)));
  return { ok: sound, summary: tell(house, await readSummary(operatorClient(house)), stages), logins };
}

/** A later start: the harvest is sold already; look again at what stands. `kept`: what the run before returned. */
export async function recheck(house: DemoHouse & { kept: Partial<MainJobResult> }): Promise<MainJobResult> {
  const operator = operatorClient(house);
  const sound = await untilSound(operator);
  const summary: HouseSummary = await readSummary(operator);
  return { ok: sound, summary: tell(house, summary, []), logins: house.kept.logins ?? [] };
}
