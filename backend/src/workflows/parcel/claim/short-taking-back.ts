import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, type Refusal, type Result, type ShortPolicy } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { AS_CHOSEN, type EnterShortInput, type ShortRow } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import { enterShort, isUndecided, previewShort, trialOf } from "../../pool/short/preview";
import { takeBackTouched } from "./take-back-touched";

/**
 * Enters a short once the replacements of claims that it touches are taken back. Killed anywhere, or sent twice: the same form goes on
 * where it was, and is the same entry. Found at the packing of an order that is no more, it is entered without the order:
 * its goods are the pool's again.
 */
export async function enterShortTakingBack(
  container: MedusaContainer,
  input: EnterShortInput,
): Promise<Result<ShortRow, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const known = await pools.shorts.byKey(input.cooperative_id, input.idempotency_key);
  // Entered before: what it touches since is taken back from its own page.
  if (!known) {
    const taken = await takeBackTouched(container, trialOf(input), { person: input.person, words: input.reason });
    if (!taken.ok) return taken;
    killPoint("short_taken_back");
  }
  const { order_id, ...without } = input;
  const entered_with = known !== undefined && known.order_id !== null;
  const drops = order_id !== undefined && !entered_with && (await hasEnded(pools, order_id));
  return enterShort(container, drops ? without : input);
}

/** Whether an order was once to be filled, and is not any more. */
async function hasEnded(pools: PoolService, order_id: string): Promise<boolean> {
  const hold = await pools.shorts.holdOf(order_id);
  return hold !== undefined && hold !== "confirmed" && hold !== "consumed";
}

/**
 * Works the preview of a short out anew: with another policy when one is given, and with `take_back` once the replacements that it
 * touches are taken back. One that is decided stays as it is, and so does what it touches.
 */
export async function previewAgain(
  container: MedusaContainer,
  short: ShortRow,
  asked: { policy?: ShortPolicy | typeof AS_CHOSEN | undefined; take_back: boolean; person: string },
): Promise<Result<ShortRow, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  if (asked.take_back && isUndecided(short)) {
    const words = `${short.number}: ${short.reason}`;
    const taken = await takeBackTouched(container, short, { person: asked.person, words });
    if (!taken.ok) return taken;
  }
  const chosen =
    asked.policy === undefined
      ? ok(short)
      : await pools.shorts.choosePolicy({
          short_id: short.id,
          policy: asked.policy === AS_CHOSEN ? null : asked.policy,
        });
  return chosen.ok ? previewShort(container, short.id) : chosen;
}
