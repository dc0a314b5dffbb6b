import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk";
import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows";
import type { ChoiceLock, ShortChoice, ShortPolicy } from "@commonlot/domain";
import { packLines } from "../../../lib/pack-lines";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type { Words } from "../../../lib/words";
import type CooperativeService from "../../../modules/cooperative/service";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type { CheckOut } from "../../checkout/one-call/types";

// What a buyer wants done about goods that are missing: chosen in the cart, and on the order's page afterwards (docs/adr/0054).

/** Another window of the same buyer may be starting its payment, or completing. */
const LOCK_TIMEOUT_S = 15;
const LOCK_TTL_S = 30;

/** What a buyer chose, and what happens where nothing is chosen: each cooperative's way, and each once. */
export interface ChoiceView {
  choice: ShortChoice | null;
  house: { cooperative: Words; policy: ShortPolicy; wait_days: number }[];
  /** Who waits does so for these many days; of several pools the longest. */
  wait_days: number;
  /** Another grade could come for some of the goods. */
  has_other: boolean;
}

export async function choiceOfCart(container: MedusaContainer, cart_id: string): Promise<ChoiceView> {
  const cart = await readCart(container, cart_id);
  const pools: PoolService = container.resolve("pool");
  const items = (cart.items ?? []).flatMap((item) => (item ? [item] : []));
  const [choice, lines] = await Promise.all([
    pools.shorts.choices.ofCart(cart_id),
    packLines(
      container,
      items.map(({ id, variant_id, quantity }) => ({ id, variant_id, quantity: Number(quantity) })),
    ),
  ]);
  const told = await toldOf(
    container,
    lines.map((line) => line.pool_id),
  );
  return { choice, ...told };
}

/** Null for an order that has no choice: one that is sent again for a claim. */
export async function choiceOfOrder(
  container: MedusaContainer,
  order_id: string,
): Promise<(ChoiceView & { lock: ChoiceLock | null }) | null> {
  const pools: PoolService = container.resolve("pool");
  const found = await pools.shorts.choices.ofOrder(order_id, await isPacked(container, order_id));
  if (!found) return null;
  return { choice: found.choice, lock: found.lock, ...(await toldOf(container, found.pool_ids)) };
}

async function toldOf(container: MedusaContainer, pool_ids: readonly string[]): Promise<Omit<ChoiceView, "choice">> {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const known = await pools.shorts.choices.ofPools([...new Set(pool_ids)]);
  const names = await cooperatives.cooperatives([...new Set(known.map((pool) => pool.cooperative_id))]);
  const nameOf = (id: string): Words => {
    const one = names.find((cooperative) => cooperative.id === id);
    return { zh: one?.name_zh ?? "", en: one?.name_en ?? "" };
  };
  const ways = new Map(known.map((pool) => [`${pool.cooperative_id}/${pool.policy}/${pool.wait_days}`, pool] as const));
  return {
    house: [...ways.values()].map(({ cooperative_id, policy, wait_days }) => ({
      cooperative: nameOf(cooperative_id),
      policy,
      wait_days,
    })),
    wait_days: Math.max(0, ...known.map((pool) => pool.wait_days)),
    has_other: known.some((pool) => pool.has_other),
  };
}

interface Choose {
  cart_id: string;
  choice: ShortChoice | null;
}

/** Under the cart's lock, as completing is: what is said before the order is settled with it, and nothing after. */
const chooseStep = createStep("choose-when-short", async (input: Choose, { container }) => {
  const cart = await readCart(container, input.cart_id);
  if (cart.completed_at)
    refuseWith(
      "already_ordered",
      "This cart is already an order. What was chosen for missing goods stands with it; change it on the order's page.",
    );
  const pools: PoolService = container.resolve("pool");
  // No compensation: one row, and nothing follows that could fail.
  return new StepResponse(valueOf(await pools.shorts.choices.setForCart(input)));
});

export const chooseWhenShortWorkflow = createWorkflow("choose-for-missing-goods", (input: WorkflowData<Choose>) => {
  acquireLockStep({ key: input.cart_id, timeout: LOCK_TIMEOUT_S, ttl: LOCK_TTL_S });
  chooseStep(input);
  releaseLockStep({ key: input.cart_id });
  return new WorkflowResponse(input.cart_id);
});

/** On the way of the one call, whose lock is held: a call that is repeated after the order was made changes nothing, and goes on. */
export const chooseOnTheWayStep = createStep(
  "checkout-choose-when-short",
  async ({ cart_id, short_choice }: CheckOut, { container }) => {
    if (short_choice === undefined) return new StepResponse(undefined);
    const cart = await readCart(container, cart_id);
    const pools: PoolService = container.resolve("pool");
    if (!cart.completed_at) await pools.shorts.choices.setForCart({ cart_id, choice: short_choice });
    return new StepResponse(undefined);
  },
);

/** The buyer of a placed order says otherwise, until goods are missing or packing has begun. */
export async function chooseForOrder(
  container: MedusaContainer,
  input: { order_id: string; choice: ShortChoice | null },
): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  // A parcel that is packed between this look and the writing changes nothing: what is packed is there.
  const packed = await isPacked(container, input.order_id);
  valueOf(await pools.shorts.choices.setForOrder({ ...input, packed }));
}

const UNPACKED: ReadonlySet<string> = new Set(["planned", "labelled"]);

async function isPacked(container: MedusaContainer, order_id: string): Promise<boolean> {
  const parcels: ParcelService = container.resolve("parcel");
  return Object.keys(await parcels.progressOfOrder(order_id)).some((state) => !UNPACKED.has(state));
}

interface Cart {
  id: string;
  completed_at?: unknown;
  items?: ({ id: string; variant_id?: string | null; quantity: unknown } | null)[] | null;
}

async function readCart(container: MedusaContainer, cart_id: string): Promise<Cart> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "cart",
    fields: ["id", "completed_at", "items.id", "items.variant_id", "items.quantity"],
    filters: { id: cart_id },
  });
  return (data[0] as unknown as Cart | undefined) ?? refuseWith("cart_not_found", "There is no cart with this id.");
}
