import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { valueOf } from "../../lib/refusal";
import type PoolService from "../../modules/pool/service";
import type { JointAcceptance, NotedJoint } from "../../modules/wholesale/joint/joint-acceptance";
import type { JointAcceptInput } from "../../modules/wholesale/joint/joint-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { makeQuoteCart, markOfCart } from "./quote-new-cart";
import { linesOf } from "./quote-versions";

/** Longer than making a cart and handing its goods over takes. */
const LOCK_TIMEOUT_S = 15;

type JointAccepted = { state: "awaiting_approval" } | { state: "declined" } | { state: "accepted"; cart_id: string };

/**
 * A company accepts all offers of its joint quote: noted, the holds of all of them handed to one cart, accepted; each is one transaction
 * over all parts. Pressed twice, or cut off anywhere, it is one acceptance of all with one cart, or of none.
 */
export async function acceptJoint(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: JointAcceptInput & { joint_id: string },
): Promise<JointAccepted> {
  const { jointAcceptance }: WholesaleService = container.resolve("wholesale");
  const holds = await holdsOf(container, input.joint_id);
  return handOver(container, input.joint_id, valueOf(await jointAcceptance.begin(by, { ...input, holds })));
}

/** An approver's word about the whole of it; a yes goes on as accepting does. */
export async function approveJoint(
  container: MedusaContainer,
  approver: { member_id: string; company_id: string },
  input: { joint_id: string; decision: "approved" | "declined"; words: string },
): Promise<JointAccepted> {
  const { jointAcceptance }: WholesaleService = container.resolve("wholesale");
  const holds = await holdsOf(container, input.joint_id);
  const decided = valueOf(await jointAcceptance.decide(approver, { ...input, holds }));
  if (decided.state === "declined") return decided;
  return handOver(container, input.joint_id, decided);
}

/** Takes up one that was cut off; what is refused now is undone, and nobody waits for an answer. */
export async function takeUpJoint(container: MedusaContainer, joint_id: string): Promise<string> {
  const done = await inTurn(container, joint_id);
  return done.ok ? done.value.state : done.refusal.reason;
}

async function handOver(container: MedusaContainer, joint_id: string, noted: JointAcceptance): Promise<JointAccepted> {
  return noted.state === "handing" ? valueOf(await inTurn(container, joint_id)) : noted;
}

/** One at a time for each joint quote: a second press, or the message of the note, finds what the first one did. */
function inTurn(container: MedusaContainer, joint_id: string): Promise<Result<JointAccepted, Refusal>> {
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  return locking.execute([`accept:${joint_id}`], () => handNow(container, joint_id), { timeout: LOCK_TIMEOUT_S });
}

async function handNow(container: MedusaContainer, joint_id: string): Promise<Result<JointAccepted, Refusal>> {
  const { jointAcceptance }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const noted = await jointAcceptance.noted(joint_id);
  if (!noted) {
    const cart_id = await jointAcceptance.cartOf(joint_id);
    if (cart_id !== undefined) return ok({ state: "accepted", cart_id });
    return refuse(
      "hold_gone",
      "The goods are no longer held for this quote. Ask for a new offer; nothing was ordered.",
    );
  }
  const cart_id = await cartFor(container, noted);
  killPoint("joint_cart_made");
  const handed = await pools.quoteHolds.allToCart({
    quotes: noted.parts.map(({ quote, version }) => ({ quote_id: quote.id, lines: linesOf(version) })),
    cart_id,
    person: noted.person,
  });
  killPoint("joint_handed_not_accepted");
  if (!handed.ok) {
    await jointAcceptance.fail(joint_id, handed.refusal.reason);
    return handed;
  }
  const taken = handed.value.cart_id;
  const { address_id } = noted.joint;
  const mark = await markOfCart(container, taken, { address_id, addressee_list_id: null });
  await jointAcceptance.finish(joint_id, taken, mark);
  return ok({ state: "accepted", cart_id: taken });
}

/** The cart of an earlier try that has the goods, or a new one. No cart, so nothing was handed over: all parts are open again. */
async function cartFor(container: MedusaContainer, { joint, parts }: NotedJoint): Promise<string> {
  const { jointAcceptance, orders }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const [first] = parts;
  const standing = first && (await pools.quoteHolds.of([first.quote.id])).get(first.quote.id)?.handed_to;
  if (standing != null) return standing;
  const { company_id, address_id, currency } = joint;
  const asked_by = (await orders.askerOf(parts.map((part) => part.quote.id))) ?? joint.asked_by;
  const lines = parts.flatMap((part) => part.version.lines);
  return makeQuoteCart(container, { asked_by, company_id, address_id, currency, addressee_list_id: null, lines }).catch(
    async (error: unknown) => {
      await jointAcceptance.fail(joint.id, "no cart");
      throw error;
    },
  );
}

async function holdsOf(container: MedusaContainer, joint_id: string) {
  const { joints }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const facts = await joints.facts([joint_id]);
  return pools.quoteHolds.of(facts.map((part) => part.quote_id));
}
