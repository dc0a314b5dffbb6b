import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type { Actor, Household } from "../../modules/cooperative/types";
import type { Secretary } from "../../modules/village/secretaries";
import type VillageService from "../../modules/village/service";

/** The secretary behind a request, from the row as it is now. Every query of an office route is bounded by `village_id`. */
export async function requireSecretary(req: AuthenticatedMedusaRequest): Promise<Secretary> {
  const villages: VillageService = req.scope.resolve("village");
  const secretary = await villages.secretaries.of(req.auth_context.actor_id);
  if (!secretary) refuseWith("forbidden", "This sign-in belongs to no village secretary.");
  if (!secretary.active) refuseWith("inactive", "Your office is switched off. Ask the platform's operator.");
  return secretary;
}

/** As whom a secretary acts for a household: what is written down, and what the household reads. */
export function actorOf({ secretary_id, name }: Secretary): Actor {
  return { kind: "secretary", id: secretary_id, name };
}

/** The household in the address; one of another village is not there. */
export async function requireVillager(
  req: AuthenticatedMedusaRequest,
): Promise<{ secretary: Secretary; household: Household; cooperatives: CooperativeService; actor: Actor }> {
  const secretary = await requireSecretary(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [household] = await cooperatives.householdsById([req.params.id ?? ""]);
  if (household?.village_id !== secretary.village_id) {
    refuseWith("household_not_found", "There is no such household in your village.");
  }
  return { secretary, household, cooperatives, actor: actorOf(secretary) };
}
