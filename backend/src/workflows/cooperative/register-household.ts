import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { refuseWith, valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type { Actor, Agreement } from "../../modules/cooperative/types";
import type VillageService from "../../modules/village/service";
import { newPin, signInOfHousehold } from "./household-sign-in";
import { makeSignIn } from "./steps/create-sign-in";

export interface RegisterHouseholdInput {
  cooperative_id: string;
  village_id: string;
  name: string;
  phone: string;
  card_number?: string | undefined;
  priority_floor_g?: number | undefined;
  public_name_proof?: string | undefined;
  registration_key: string;
  actor: Actor;
  agreed: Agreement;
}

export interface RegisteredHousehold {
  household_id: string;
  card_number: string;
  repeated: boolean;
  /** Told once, to the person at the desk; null when the household has one already. */
  pin: string | null;
}

/**
 * Registers a household and makes its sign-in. Killed in between, the household stands without a PIN: the form sent again
 * finds it and says so, and "new PIN" makes the sign-in. No compensation: who is registered stays registered.
 */
const registerHouseholdStep = createStep("register-household", async (input: RegisterHouseholdInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages: VillageService = container.resolve("village");
  const [village] = await villages.villages([input.village_id]);
  if (!village?.cooperative_ids.includes(input.cooperative_id)) {
    refuseWith("village_not_found", "Your cooperative takes no goods of this village.", "village_id");
  }
  const registered = valueOf(
    await cooperatives.registerHousehold(
      {
        cooperative_id: input.cooperative_id,
        village_id: village.id,
        name: input.name,
        phone: input.phone,
        registration_key: input.registration_key,
        ...(input.card_number ? { card_number: input.card_number } : {}),
        ...(input.priority_floor_g === undefined ? {} : { priority_floor_g: input.priority_floor_g }),
        ...(input.public_name_proof ? { consent_public_name: true, consent_proof: input.public_name_proof } : {}),
      },
      { actor: input.actor, agreed: input.agreed },
    ),
  );
  if (registered.repeated) return new StepResponse<RegisteredHousehold>({ ...registered, pin: null });
  const pin = newPin(registered.card_number);
  await makeSignIn(container, await signInOfHousehold(container, registered.household_id, pin));
  return new StepResponse<RegisteredHousehold>({ ...registered, pin });
});

export const registerHouseholdWorkflow = createWorkflow("register-household", (input: RegisterHouseholdInput) => {
  return new WorkflowResponse(registerHouseholdStep(input));
});
