import type { AuthenticatedMedusaRequest, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { nothingComesOf } from "../../../../../lib/nothing-comes";
import { refuseWith } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type ParcelService from "../../../../../modules/parcel/service";
import type { ParcelView } from "../../../../../modules/parcel/types";
import type SettlementService from "../../../../../modules/settlement/service";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { cycleOfOrder } from "../../../../../workflows/cycle/of-order";
import { choiceOfOrder } from "../../../../../workflows/pool/short/choice";
import { shortsOfOrder } from "../../../../../workflows/pool/short/of-order";
import { claimsOfOrder, withoutWords } from "../../../../../workflows/parcel/claim/of-order";
import { readOrderPickups } from "../../../../../workflows/parcel/order-pickup";
import { originsOf } from "../../../../../workflows/parcel/origins";

/** Parcels of an order that are listed; a bulk order's others are counted in `states`. */
const SHOWN = 100;

/**
 * A buyer's parcels: where each one is, what is in it, and where the money went. No address, contact or household, whoever asks: for half
 * an hour that is anybody with the order's id.
 */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const order_id = req.params.id ?? "";
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "metadata", "customer_id"],
    filters: { id: order_id },
  });
  if (data.length === 0) refuseWith("order_not_found", "There is no such order.");
  const list_id = data[0]?.metadata?.addressee_list_id;
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const service: ParcelService = req.scope.resolve("parcel");
  const settlement: SettlementService = req.scope.resolve("settlement");
  const [parcels, states, planning, addressees] = await Promise.all([
    service.parcelsOfOrder(order_id, { live: true, limit: SHOWN }),
    service.progressOfOrder(order_id),
    service.plans.progress.ofOrder(order_id),
    typeof list_id === "string" ? wholesale.addresseesCounted(list_id) : undefined,
  ]);
  const originOf = await originsOf(
    req.scope,
    order_id,
    parcels.flatMap((parcel) => parcel.contents),
  );
  const [waterfall, sellers] = await Promise.all([
    settlement.waterfallOfOrder(order_id),
    sellersOf(req.scope, settlement, order_id),
  ]);
  const shorts = await shortsOfOrder(req.scope, order_id);
  const without = await nothingComesOf(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION), [order_id]);
  const shown_to_buyer = res.locals.shown_to_buyer === true;
  const sheet =
    shown_to_buyer && typeof list_id === "string" ? await wholesale.addresseeAsking.sheetOfList(list_id) : undefined;
  const [claims, replaces, claimed, called_back, goes_back, cycle, pickups, short_choice] = await Promise.all([
    claimsOfOrder(req.scope, order_id),
    service.claims.ofReplacement(order_id),
    service.claims.claimedIn(parcels.map((parcel) => parcel.id)),
    service.replans.isCalledBack(order_id),
    settlement.cancellations.refundOf(order_id),
    cycleOfOrder(req.scope, order_id),
    readOrderPickups(req.scope, order_id, shown_to_buyer),
    shown_to_buyer ? choiceOfOrder(req.scope, order_id) : null,
  ]);
  const claimedOf = new Map(claimed.map((one) => [`${one.parcel_id}/${one.order_line_id}`, one.packs]));
  res.json({
    order_id,
    // Who asks may act as its buyer.
    buyer: shown_to_buyer,
    // It is in the account of who asks.
    kept: data[0]?.customer_id != null && data[0].customer_id === customerAsking(req),
    // Its cancellation has begun, whether Medusa knows it yet or not.
    called_back,
    goes_back: goes_back ?? null,
    sellers,
    shorts,
    // All of it fell short: it has no parcel and gets none.
    nothing_comes: without.has(order_id),
    // What its buyer wants done about missing goods; told to nobody else.
    short_choice,
    // How far the plan of a large order is, while it is being made.
    planning: planning ? { parcels: planning.parcels, written: planning.written } : null,
    states,
    // The order cycle it is of: nothing is packed before that is over.
    cycle,
    // What of it is fetched, where, and how far it is.
    pickups,
    claims: shown_to_buyer ? claims : claims.map(withoutWords),
    // A bulk order's: its own address is the purchaser's, and no parcel goes there.
    addressees: addressees ?? null,
    // Where its company follows each of them; told to its buyer alone, and opened by its members.
    addressee_sheet: sheet ?? null,
    // It was sent in place of goods of that order.
    replaces_order_id: replaces?.order_id ?? null,
    parcels: parcels.map((parcel) => ({
      number: parcel.number,
      state: parcel.state,
      carrier: parcel.carrier,
      tracking_number: parcel.tracking_number,
      gross_g: parcel.gross_g,
      delivered_at: parcel.delivered_at,
      contents: parcel.contents.map((content) => originOf(content)),
      lines: linesOf(parcel).map((line) => ({
        ...line,
        claimed: claimedOf.get(`${parcel.id}/${line.order_line_id}`) ?? 0,
      })),
      events: parcel.events.map((event) => ({ at: event.at, state: event.said ?? event.state, place: event.place })),
    })),
    waterfall: waterfall
      .filter((line) => line.posted)
      .map((line) => ({
        order_line_id: line.order_line_id,
        currency: line.currency,
        paid_minor: line.paid_minor,
        rows: line.rows.map((row) => ({
          party: row.party,
          household_number: row.household_number,
          rule: row.rule,
          grams: row.grams,
          amount_minor: row.amount_minor,
        })),
      })),
  });
}

const customerAsking = (req: MedusaRequest): string | undefined =>
  (req as AuthenticatedMedusaRequest).auth_context?.actor_id;

/** Who sold to the buyer and invoices; `name` is null where it is the platform. */
async function sellersOf(container: MedusaContainer, settlement: SettlementService, order_id: string) {
  const found = await settlement.sellersOfOrder(order_id);
  if (found.length === 0) return [];
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const known = await cooperatives.cooperatives(found.map((one) => one.cooperative_id));
  return found.map((one) => {
    const own = known.find((cooperative) => cooperative.id === one.cooperative_id);
    const name = one.seller === "platform" || !own ? null : { zh: own.name_zh, en: own.name_en };
    return { name, tax_exempt: one.tax_exempt };
  });
}

/** What of it can be reported: packs of each good, whatever lots they are of. */
function linesOf(parcel: ParcelView): { order_line_id: string; title: string; packs: number }[] {
  const lines = new Map(parcel.contents.map(({ order_line_id, title, packs }) => [order_line_id, { title, packs }]));
  return [...lines].map(([order_line_id, line]) => ({ order_line_id, ...line }));
}
