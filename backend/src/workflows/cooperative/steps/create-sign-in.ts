import { Modules } from "@medusajs/framework/utils";
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk";
import type { IAuthModuleService } from "@medusajs/framework/types";
import { refuseWith } from "../../../lib/refusal";

export interface SignInInput {
  actor_type: "coop_member" | "household";
  /** Id of the member or household row. */
  actor_id: string;
  /** What the person types: an e-mail, or `cardSignIn(card_number)`. */
  entity_id: string;
  password: string;
}

const PROVIDER = "emailpass";

/**
 * Makes the sign-in of a member or household. Run again for the same actor it finds its own work and changes nothing.
 * An identity without an actor under this name is a squatter's or a crash's left-over, with a password we don't know:
 * it is deleted, never adopted. One that belongs to somebody else is refused.
 */
export const createSignInStep = createStep(
  "create-sign-in",
  async (input: SignInInput, { container }) => {
    const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
    const key = `${input.actor_type}_id`;
    const [taken] = await auth.listProviderIdentities({ entity_id: input.entity_id, provider: PROVIDER });
    if (taken?.auth_identity_id) {
      const identity = await auth.retrieveAuthIdentity(taken.auth_identity_id);
      const actors = identity.app_metadata ?? {};
      if (actors[key] === input.actor_id) return new StepResponse({ auth_identity_id: identity.id }, null);
      if (Object.keys(actors).length > 0) {
        refuseWith("sign_in_taken", "Somebody else signs in with this name already. Choose another.", "entity_id");
      }
      await auth.deleteAuthIdentities([identity.id]);
    }
    const made = await auth.register(PROVIDER, { body: { email: input.entity_id, password: input.password } });
    if (!made.success || !made.authIdentity) {
      refuseWith("sign_in_refused", `The sign-in could not be made: ${made.error ?? "no reason given"}.`);
    }
    const { id } = made.authIdentity;
    await auth.updateAuthIdentities([{ id, app_metadata: { [key]: input.actor_id } }]);
    return new StepResponse({ auth_identity_id: id }, id);
  },
  async (made_id, { container }) => {
    if (made_id) await container.resolve<IAuthModuleService>(Modules.AUTH).deleteAuthIdentities([made_id]);
  },
);
