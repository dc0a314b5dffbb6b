import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { completeCartWorkflow } from "@medusajs/medusa/core-flows";
import { isByTransfer, toMinor, TRANSFER_PROVIDER } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";
import type { ProformaRow } from "../../modules/settlement/transfers/rows";
import { checkoutFacts } from "../checkout/facts";
import { COLLECTED_FIELDS, collectionOf, type CollectedCart } from "../checkout/one-call/pay";
import { reconcileCompletion } from "../checkout/reconcile";
import { isPlaced, oneSession } from "../checkout/session";
import { allowTransfer } from "./transfer-region";

const LOCK_TIMEOUT_S = 15;
/** What says nothing about the order itself, and is asked again in a while: Medusa's own levels follow the pools a second later. */
const LATER = new Set(["busy", "payment_pending", "insufficient_inventory"]);
/** As refusals are named; a database and a network name theirs otherwise. */
const REFUSAL = /^[a-z][a-z_]+$/;

/**
 * All the money of a proforma is there, or its company pays later: its cart becomes the order, by the completion that every order takes, with a payment that only this
 * proforma authorises. Killed anywhere it goes on, since each part looks first. What completing refuses for good (the goods went to
 * others, another order took the list) leaves the money to the company, and both sides are told.
 */
async function orderTransferred(container: MedusaContainer, proforma_id: string): Promise<string> {
  const { proformas }: SettlementService = container.resolve("settlement");
  const proforma = await proformas.one(proforma_id);
  if (proforma?.state !== "paid" && proforma?.state !== "granted") return proforma?.state ?? "nothing";
  const bound = await bindSession(container, proforma);
  killPoint("transfer_bound_not_completed");
  if (bound === "changed") {
    await proformas.refusedOrder(proforma_id, "amount_changed");
    return "lapsed";
  }
  if (bound === "bound") {
    const refused = await complete(container, proforma.cart_id);
    if (refused !== undefined) {
      await proformas.refusedOrder(proforma_id, refused);
      return "lapsed";
    }
  }
  killPoint("transfer_completed_not_noted");
  return noteOrder(container, proforma);
}

/** The cart's one payment session, of this proforma; `placed` when the cart is an order already, by whatever payment. */
async function bindSession(container: MedusaContainer, proforma: ProformaRow): Promise<"bound" | "placed" | "changed"> {
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { proformas }: SettlementService = container.resolve("settlement");
  const { cart_id } = proforma;
  await allowTransfer(container, cart_id);
  return locking.execute(
    [cart_id],
    async () => {
      const { data } = await query.graph({ entity: "cart", fields: COLLECTED_FIELDS, filters: { id: cart_id } });
      const cart = data[0] as unknown as CollectedCart;
      if (isPlaced(cart)) return "placed";
      const total = valueOf(
        toMinor(typeof cart.total === "string" ? cart.total : Number(cart.total), cart.currency_code),
      );
      if (total !== (await orderTotalOf(container, proforma))) return "changed";
      const collection_id = await collectionOf(container, cart);
      const session = await oneSession(container, cart, { collection_id, provider_id: TRANSFER_PROVIDER });
      await proformas.bind(proforma.id, session.id);
      return "bound";
    },
    { timeout: LOCK_TIMEOUT_S },
  );
}

/** What its order costs: where it is a part of a joint quote, all that was asked for with it. */
function orderTotalOf(container: MedusaContainer, proforma: ProformaRow): Promise<bigint> {
  const { jointProformas }: SettlementService = container.resolve("settlement");
  return proforma.kind === "part" ? jointProformas.sumWith(proforma.id) : Promise.resolve(proforma.total_minor);
}

/** What it was refused with for good, or nothing. */
async function complete(container: MedusaContainer, cart_id: string): Promise<string | undefined> {
  const { errors, transaction } = await completeCartWorkflow(container).run({
    input: { id: cart_id },
    throwOnError: false,
  });
  if (!transaction.hasFinished()) throw new Error(`cart ${cart_id} is being completed elsewhere`);
  const [failed] = errors;
  if (!failed) return undefined;
  // Of a step it is a plain copy, without its class.
  const error = failed.error as { code?: unknown };
  const code = typeof error.code === "string" && REFUSAL.test(error.code) ? error.code : undefined;
  // An order was written and the process died before its payment: the judge authorises it.
  if (code === "payment_pending") await reconcileCompletion(container, cart_id);
  if (code === undefined || LATER.has(code)) throw failed.error;
  return code;
}

/** Which order the cart became, and whether this proforma paid it. */
async function noteOrder(container: MedusaContainer, proforma: ProformaRow): Promise<string> {
  const { proformas }: SettlementService = container.resolve("settlement");
  const facts = await checkoutFacts(container, proforma.cart_id, { provider: false, running: false });
  if (facts.order_id === null || !facts.session) throw new Error(`cart ${proforma.cart_id} is no order yet`);
  const settled = facts.payment_session === "authorized" || facts.payment_session === "captured";
  if (!settled && facts.order !== "canceled") {
    // The process that wrote it died before its payment, whichever that is: the judge goes on with it or undoes it.
    await reconcileCompletion(container, proforma.cart_id);
    throw new Error(`order ${facts.order_id} still waits for its payment`);
  }
  // It died a moment later: the judge confirms what it holds now, and not in two minutes.
  if (settled && facts.hold === "pending") await reconcileCompletion(container, proforma.cart_id);
  if (!isByTransfer(facts.session)) {
    await proformas.paidByCard(proforma.id);
    return "void";
  }
  await proformas.ordered(proforma.id, facts.order_id);
  // Called back before it was noted: its cancellation found no order of this proforma.
  if (facts.order === "canceled") await proformas.orderGone(facts.order_id);
  return "ordered";
}

const orderTransferredStep = createStep(
  "order-transferred",
  async ({ proforma_id }: { proforma_id: string }, { container }) => {
    return new StepResponse(await orderTransferred(container, proforma_id));
  },
);

/** What it did stands: no compensation. */
export const orderTransferredWorkflow = createWorkflow("order-transferred", (input: { proforma_id: string }) => {
  return new WorkflowResponse(orderTransferredStep(input));
});
