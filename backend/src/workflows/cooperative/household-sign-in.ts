import { randomInt } from "node:crypto";
import { checkPin, CODE_DIGITS } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import type CooperativeService from "../../modules/cooperative/service";
import type { SignInInput } from "./steps/create-sign-in";

/** A PIN that nobody guesses first, from the machine's randomness. */
export function newPin(card_number: string): string {
  for (;;) {
    const pin = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, "0");
    if (checkPin(pin, card_number).ok) return pin;
  }
}

/** What a household signs in with: its card and this PIN. */
export async function signInOfHousehold(
  container: MedusaContainer,
  household_id: string,
  pin: string,
): Promise<SignInInput> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [household] = await cooperatives.householdsById([household_id]);
  if (!household) throw new Error(`a sign-in for a household that is not there: ${household_id}`);
  return { actor_type: "household", actor_id: household_id, card_number: household.card_number, pin };
}
