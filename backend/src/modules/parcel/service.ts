import type { Refusal, Result } from "@commonlot/domain";
import type { Activity, ActivityPage } from "../../lib/activity";
import type { Invariant } from "../../lib/invariant";
import { inTransaction, rows } from "../../lib/sql";
import { parcelActivity } from "./activity";
import { arrivedOf, deliveredAt } from "./completed";
import { dryRun, type DryRun } from "./dry-run";
import { handOver_ } from "./handover";
import { ParcelIdeas } from "./ideas";
import { invariantsOf } from "./invariants";
import { labelPrint, partsOf, recordLabels_, type LabelPrint } from "./labels";
import { numbered, viewsOf } from "./parcel-views";
import * as queries from "./queries";
import * as desk from "./queries-desk";
import * as handovers from "./queries-handover";
import * as tracking from "./queries-track";
import { quote, type FreightQuote, type QuoteBasket } from "./quote";
import { ratesFor, ratesOf } from "./rates";
import { rateDay } from "./rates-today";
import { reachOf } from "./reach";
import { recordEvents_, type EventsRecorded, type EventsToRecord } from "./record-events";
import { freightByLine } from "./truck-loads";
import {
  safeNumber,
  type HandOverInput,
  type HandOverRefusal,
  type HandoverView,
  type ParcelView,
  type PrintedSheet,
} from "./types";

class ParcelService extends ParcelIdeas {
  /** What people did with the parcels of a cooperative, newest first. */
  activity(page: ActivityPage): Promise<Activity[]> {
    return parcelActivity(this.sql, page);
  }

  /** The carriage of baskets by today's rate cards, planned as it will be packed. Feeds the shipping price. */
  async quoteFreight(input: {
    currency: string;
    baskets: readonly QuoteBasket[];
  }): Promise<Result<FreightQuote, Refusal>> {
    const cooperative_ids = input.baskets.map((basket) => basket.cooperative_id);
    return quote(
      input.baskets,
      await ratesFor(this.sql, { currency: input.currency, cooperative_ids, day: rateDay() }),
    );
  }

  /** As `quoteFreight`, each basket by itself: what can't be sent leaves the others priced. In the order of the baskets. */
  async quoteEach(input: {
    currency: string;
    baskets: readonly QuoteBasket[];
  }): Promise<Result<FreightQuote, Refusal>[]> {
    const cooperative_ids = input.baskets.map((basket) => basket.cooperative_id);
    const rates = await ratesFor(this.sql, { currency: input.currency, cooperative_ids, day: rateDay() });
    return input.baskets.map((basket) => quote([basket], rates));
  }

  /** Where baskets can be sent at all: see `reachOf`. */
  reach(sent: Parameters<typeof reachOf>[1], places: readonly string[]): Promise<string[]> {
    return reachOf(this.sql, sent, places);
  }

  /** What the parcels of one cooperative to many addressees would be today, by zone and carton; writes nothing. */
  async dryRun(input: {
    currency: string;
    cooperative_id: string;
    baskets: readonly QuoteBasket[];
  }): Promise<Result<DryRun, Refusal>> {
    const { currency, cooperative_id, baskets } = input;
    const rates = await ratesFor(this.sql, { currency, cooperative_ids: [cooperative_id], day: rateDay() });
    return dryRun(baskets, ratesOf(rates, cooperative_id));
  }

  /** The freight of an order by line, exact: each parcel's freight was split to its lines by grams; of a truck that has driven all it costs. */
  freightOfOrder(order_id: string): Promise<{ order_line_id: string; freight_minor: bigint }[]> {
    return freightByLine(this.sql, order_id);
  }

  /**
   * The same by cooperative, with whether all of its parcels were handed over: then no plan changes it any more. `left`: of those alone, and while
   * one parcel is here nothing is added up.
   */
  async plannedFreight(
    order_id: string,
    only: { left?: boolean } = {},
  ): Promise<
    {
      cooperative_id: string;
      freight_minor: bigint;
      parcels: number;
      left: boolean;
      plan_version: number | null;
    }[]
  > {
    const found = await queries.plannedFreightOf(this.sql, order_id, only);
    return found.map((one) => ({ ...one, freight_minor: BigInt(one.freight_minor) }));
  }

  /** `live`: without those that are void. */
  async parcelsOfOrder(order_id: string, page: { live?: boolean; limit?: number } = {}): Promise<ParcelView[]> {
    const { live, limit } = page;
    const found =
      live && limit !== undefined
        ? queries.firstLive(this.sql, order_id, limit)
        : queries.findParcels(this.sql, { order_id, ...page });
    return viewsOf(this.sql, await found);
  }

  /** Parcels of one cooperative, by id; at most `limit`, going on after the id `after`. Without contents and events. */
  async parcelsOfCooperative(filter: {
    cooperative_id: string;
    state?: string | undefined;
    order_id?: string | undefined;
    after?: string | undefined;
    limit: number;
  }): Promise<Omit<ParcelView, "contents" | "events">[]> {
    return (await queries.findParcels(this.sql, filter)).map(numbered);
  }

  /** One parcel of a cooperative, or undefined: another cooperative's is not there. */
  async parcelOfCooperative(id: string, cooperative_id: string): Promise<ParcelView | undefined> {
    return (await viewsOf(this.sql, await queries.findParcels(this.sql, { id, cooperative_id })))[0];
  }

  async parcelByNumber(number: string): Promise<ParcelView | undefined> {
    return (await viewsOf(this.sql, await queries.findParcels(this.sql, { number })))[0];
  }

  async ordersOfCooperative(cooperative_id: string, page: { limit: number; before?: string | undefined }) {
    const found = await desk.ordersOf(this.sql, cooperative_id, page);
    return found.map((order) => ({ ...order, gross_g: safeNumber(order.gross_g) }));
  }

  /** Those of these orders whose last parcel has arrived. */
  arrivedOf(order_ids: readonly string[]): Promise<Set<string>> {
    return arrivedOf(this.sql, order_ids);
  }

  /** When the last parcel of an order arrived; null while any has not. */
  deliveredAt(order_id: string): Promise<Date | null> {
    return deliveredAt(this.sql, order_id);
  }

  // Labels

  async recordLabels(input: {
    message_id: string;
    order_id: string;
    sheets: readonly PrintedSheet[];
    more?: boolean | undefined;
  }): Promise<boolean> {
    return inTransaction(this.sql, (tx) => recordLabels_(tx, input));
  }

  /** What of a print job is recorded already. */
  labelParts(message_id: string) {
    return partsOf(this.sql, message_id);
  }

  /** The newest print of an order's labels for one cooperative, and how far it is. */
  labelPrint(order_id: string, cooperative_id: string): Promise<LabelPrint> {
    return labelPrint(this.sql, order_id, cooperative_id);
  }

  /** Label sheets of an order, the newest first; of one cooperative when named. */
  async labelSheets(order_id: string, cooperative_id?: string) {
    return desk.sheetsOf(this.sql, order_id, cooperative_id);
  }

  // Handover and what follows it

  async handOver(input: HandOverInput): Promise<Result<{ handover: HandoverView; created: boolean }, HandOverRefusal>> {
    return inTransaction(this.sql, (tx) => handOver_(tx, input));
  }

  async handover(id: string): Promise<HandoverView | undefined> {
    const found = await handovers.handoverRow(this.sql, id);
    return found && { ...found, gross_g: safeNumber(found.gross_g) };
  }

  /** What left the house with a handover, by allocation: what the pool ships. */
  async contentsOfHandover(
    handover_id: string,
  ): Promise<{ allocation_id: string; lot_id: string; pool_id: string; units: number }[]> {
    const found = await handovers.contentsOfHandover(this.sql, handover_id);
    return found.map((content) => ({ ...content, units: safeNumber(content.units) }));
  }

  async openFulfilIntents(order_id: string) {
    return handovers.openFulfilIntents(this.sql, order_id);
  }

  /** Units of a pool in the parcels of each handover. */
  unitsOfHandovers(
    pool_id: string,
    handover_ids: readonly string[],
  ): Promise<{ handover_id: string; units: number }[]> {
    return handovers.unitsOfHandovers(this.sql, pool_id, handover_ids);
  }

  async packsOfHandover(order_id: string, handover_id: string): Promise<{ order_line_id: string; packs: number }[]> {
    const found = await handovers.packsOfHandover(this.sql, order_id, handover_id);
    return found.map((line) => ({ ...line, packs: safeNumber(line.packs) }));
  }

  async recordFulfilled(intent_id: string, fulfillment_id: string): Promise<void> {
    await this.sql.raw(
      `update fulfil_intent set state = 'fulfilled', fulfillment_id = ?, updated_at = now() where id = ? and state = 'pending'`,
      [fulfillment_id, intent_id],
    );
  }

  async recordShipped(intent_id: string): Promise<void> {
    await this.sql.raw(
      `update fulfil_intent set state = 'shipped', updated_at = now() where id = ? and state = 'fulfilled'`,
      [intent_id],
    );
  }

  // Tracking

  async ordersOfNumbers(numbers: readonly string[]): Promise<string[]> {
    return tracking.ordersOfNumbers(this.sql, numbers);
  }

  /** Records what carriers say about many parcels; orders that are delivered whole are posted when due. */
  async recordCarrierEvents(input: EventsToRecord): Promise<EventsRecorded> {
    return inTransaction(this.sql, (tx) => recordEvents_(tx, input));
  }

  async invariants(): Promise<Invariant[]> {
    return invariantsOf(this.sql);
  }

  /** All live parcels in figures: how many, how heavy, and what they cost. */
  async totals(): Promise<
    { currency: string; parcels: number; gross_g: number; freight_minor: number; carton_minor: number }[]
  > {
    return rows(
      this.sql,
      `select upper(currency) as currency, count(*)::float8 as parcels, sum(gross_g)::float8 as gross_g, sum(freight_minor)::float8 as freight_minor,
              sum(carton_minor)::float8 as carton_minor
       from parcel where state <> 'void' and deleted_at is null group by 1 order by 1`,
    );
  }

  /** How many live parcels of an order, of a plan that stands, are in which state. */
  progressOfOrder(order_id: string): Promise<Record<string, number>> {
    return this.tallies.progressOf(order_id);
  }
}

export default ParcelService;
