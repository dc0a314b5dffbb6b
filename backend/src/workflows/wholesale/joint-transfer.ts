import type { MedusaContainer } from "@medusajs/framework/types";
import { BEING_PAID, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";
import type { AskedPart } from "../../modules/settlement/transfers/joint-proformas";
import type { ProformaRow } from "../../modules/settlement/transfers/rows";
import type { CompanyAddress } from "../../modules/wholesale/companies/company-addresses";
import type { WholeJoint } from "../../modules/wholesale/joint/joint-types";
import { totalOf } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { addressCart, type AskedPlace, type Buyer } from "./quote-address";
import { beingPaid, stillToPay } from "./quote-give-back";

interface JointTransferChoice {
  joint: WholeJoint["joint"];
  /** Null: it may be chosen. */
  refusal: Refusal | null;
  /** What all parts come to; null where nothing may be chosen. */
  total_minor: bigint | null;
  /** Cooperatives that nothing can be transferred to yet. */
  without: string[];
  /** Those that were asked for last, whatever became of them. */
  proformas: ProformaRow[];
  /** The joint quote says where the goods go. */
  agreed: boolean;
  addresses: CompanyAddress[];
}

/** Whether an accepted joint quote can be paid by transfer, and the proformas that it has, one of each cooperative. */
export async function jointTransferChoice(
  container: MedusaContainer,
  by: Buyer,
  joint_id: string,
): Promise<JointTransferChoice> {
  const whole = await wholeOf(container, by, joint_id);
  const { joint } = whole;
  const { jointProformas }: SettlementService = container.resolve("settlement");
  const wholesale: WholesaleService = container.resolve("wholesale");
  const cart_id = whole.quotes.find((quote) => quote.cart_id !== null)?.cart_id ?? null;
  const proformas = cart_id === null ? [] : await jointProformas.ofCart(cart_id);
  const may = cart_id !== null && (await beingPaid(container, cart_id)) ? BEING_PAID : payableOf(whole, new Date());
  const found = { joint, proformas, agreed: false, addresses: [], total_minor: null };
  if (!may.ok) return { ...found, refusal: may.refusal, without: [] };
  const without = await jointProformas.without(may.value.parts.map((part) => part.cooperative_id));
  if (without.length > 0) return { ...found, refusal: NO_ACCOUNT.refusal, without };
  const addresses = await wholesale.addresses.of(by.company_id);
  const named = addresses.some((one) => one.id === joint.address_id);
  const agreed = named || whole.quotes.some((quote) => quote.place_mark !== null);
  const { total_minor } = may.value;
  return { ...found, refusal: null, without, total_minor, agreed, addresses: agreed ? [] : addresses };
}

/**
 * The company pays its joint quote by transfer: its cart gets where the goods go, and each cooperative's part a proforma of its own, all until
 * the first of the clocks ends. The order is placed when all of them have come. Pressed twice, or cut off anywhere, they are the same ones.
 */
export async function chooseJointTransfer(
  container: MedusaContainer,
  by: Buyer,
  input: AskedPlace & { joint_id: string },
): Promise<{ proforma_ids: string[] }> {
  const whole = await wholeOf(container, by, input.joint_id);
  const { joint } = whole;
  const { jointProformas }: SettlementService = container.resolve("settlement");
  const { parts, cart_id, total_minor, due_at } = valueOf(payableOf(whole, new Date()));
  const known = await jointProformas.ofCart(cart_id);
  if (known.some((one) => ["open", "paid", "ordered"].includes(one.state)))
    return { proforma_ids: known.map((one) => one.id) };
  const { address_id, address } = input;
  const place = { agreed_id: joint.address_id, address_id, address };
  const { company } = await addressCart(container, by, { cart_id, total_minor, ...place });
  const issued = await jointProformas.issue(
    {
      company_id: joint.company_id,
      company,
      cart_id,
      currency: joint.currency,
      parts,
      due_at,
      person: by.id,
    },
    stillToPay(container, cart_id),
  );
  killPoint("joint_proformas_issued");
  return { proforma_ids: valueOf(issued).ids };
}

const NO_ACCOUNT = refuse(
  "no_transfer_account_of_part",
  "One of the cooperatives has named no bank account yet. Pay by card, or write to it; the goods stay held.",
);
const NOT_TO_PAY = refuse(
  "not_to_pay",
  "There is nothing to pay here now. Look at the quote once more; nothing was changed.",
);

async function wholeOf(container: MedusaContainer, by: Buyer, joint_id: string): Promise<WholeJoint> {
  const { joints }: WholesaleService = container.resolve("wholesale");
  return (await joints.whole(by, joint_id)) ?? refuseWith("joint_quote_not_found", "There is no such joint quote.");
}

/**
 * What is to be paid of an accepted joint quote, part by part: all of it before the order, whatever terms its company has. A part that costs nothing
 * asks for nothing.
 */
function payableOf(
  { quotes, versions, orders }: WholeJoint,
  now: Date,
): Result<{ parts: AskedPart[]; cart_id: string; total_minor: bigint; due_at: Date }, Refusal> {
  const accepted = quotes.filter((quote) => quote.state === "accepted");
  const cart_id = accepted[0]?.cart_id ?? null;
  const placed = (quote_id: string) =>
    orders.some((order) => order.quote_id === quote_id && order.state === "placed" && order.order_id === null);
  if (cart_id === null || !accepted.every((quote) => placed(quote.id))) return NOT_TO_PAY;
  const due_at = new Date(Math.min(...accepted.map((quote) => quote.expires_at.getTime())));
  if (due_at <= now)
    return refuse(
      "quote_unpaid",
      "This quote was not paid in time, and its goods are free again. Ask for a new one; nothing was paid.",
    );
  const parts = accepted.flatMap(({ id, number, cooperative_id }): AskedPart[] => {
    const version = versions.get(id);
    const amount_minor = version ? totalOf(version) : 0n;
    return amount_minor > 0n ? [{ cooperative_id, quote_id: id, quote_number: number, amount_minor }] : [];
  });
  if (parts.length === 0) return NOT_TO_PAY;
  const total_minor = parts.reduce((sum, part) => sum + part.amount_minor, 0n);
  return ok({ parts, cart_id, total_minor, due_at });
}
