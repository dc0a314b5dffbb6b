import type { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { checkOwnProof } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { CARD_PIN, PHONE_CODE } from "../../lib/sign-in-names";
import { SIGN_IN_REFUSALS, signInCodeOf, type SignInRefusal } from "../../lib/sign-in-refusals";
import type CooperativeService from "../../modules/cooperative/service";
import type { AccountInput } from "../../modules/cooperative/types";
import type SignInService from "../../modules/sign_in/service";

export interface ChangeOwnAccountInput {
  household_id: string;
  name: string;
  account: AccountInput;
  old_stops: boolean;
  proof: { kind: "pin" | "code"; secret: string };
}

/**
 * A household changes its own payout account: its PIN, or a code sent to its number for this and nothing else, is asked for
 * anew, since a session may be somebody else's hand. No compensation: the change is one transaction, and it waits 72 hours.
 */
const changeOwnAccountStep = createStep("change-own-account", async (input: ChangeOwnAccountInput, { container }) => {
  return new StepResponse(await changeOwnAccount(container, input));
});

export const changeOwnAccountWorkflow = createWorkflow("change-own-account", (input: ChangeOwnAccountInput) => {
  return new WorkflowResponse(changeOwnAccountStep(input));
});

export async function changeOwnAccount(
  container: MedusaContainer,
  input: ChangeOwnAccountInput,
): Promise<{ usable_from: string; repeated: boolean }> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { household_id, proof } = input;
  // Before the proof: a slip of the pen uses up no code.
  valueOf(cooperatives.accounts.check(input.account));
  const since =
    proof.kind === "pin"
      ? await cooperatives.acts.last(household_id, "pin_given")
      : await cooperatives.register.phoneSince(household_id);
  valueOf(checkOwnProof(proof.kind, since, new Date()));
  const wrong = input.proof.kind === "pin" ? await wrongPin(container, input) : await wrongCode(container, input);
  if (wrong) refuseWith(wrong, SIGN_IN_REFUSALS[wrong], "proof.secret");
  const changed = await cooperatives.accounts.change({
    account: input.account,
    old_stops: input.old_stops,
    change: { by: { actor: { kind: "household", id: input.household_id, name: input.name } }, proof: input.proof.kind },
    now: new Date(),
  });
  const { usable_from, repeated } = valueOf(changed);
  return { usable_from: usable_from.toISOString(), repeated };
}

/** By the provider of the sign-in itself, so that guesses here and there are counted together. */
async function wrongPin(
  container: MedusaContainer,
  { household_id, proof }: ChangeOwnAccountInput,
): Promise<SignInRefusal | undefined> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const household = await cooperatives.householdOf(household_id);
  const body = { card: household?.card_number ?? "", pin: proof.secret };
  const { success, authIdentity, error } = await auth.authenticate(CARD_PIN, { body });
  if (!success) return signInCodeOf(error ?? "") ?? "sign_in_wrong";
  return authIdentity?.app_metadata?.household_id === household_id ? undefined : "sign_in_wrong";
}

async function wrongCode(
  container: MedusaContainer,
  { household_id, proof }: ChangeOwnAccountInput,
): Promise<SignInRefusal | undefined> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { guard, codes }: SignInService = container.resolve("sign_in");
  const phone = await cooperatives.phoneOf(household_id);
  if (phone === undefined) return "sign_in_wrong";
  if (!(await guard.claim(PHONE_CODE, phone))) return "sign_in_locked";
  if (!(await codes.use(phone, proof.secret.normalize("NFKC").replace(/\s/g, ""), "account"))) return "sign_in_wrong";
  await guard.clear(PHONE_CODE, phone);
  return undefined;
}
