import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { mayDo, type HouseholdActKind, type Right } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import { phoneIndexOf } from "../../lib/sign-in-names";
import { COOPERATIVE_MODULE } from "../../modules/cooperative";
import type { Home } from "../../modules/cooperative/phone-holders";
import type CooperativeService from "../../modules/cooperative/service";
import { NAMED, type ActingFor, type Actor } from "../../modules/cooperative/types";

/** Says which household a person who signed in by phone looks at; needed where the phone opens several. */
export const HOUSEHOLD_HEADER = "x-household-id";

/** Whose home page it is, and who looks. Every query of a household route is bounded by `household_id`. */
export interface HouseholdScope {
  household_id: string;
  cooperative_id: string;
  village_id: string;
  name: string;
  right: Right;
  /** The household itself, or a relative that it named. */
  actor: Actor;
  /** A relative's acts are written down for the household to read; undefined when it acts itself. */
  relative: ActingFor | undefined;
}

/**
 * The household behind a request, from its row as it is now, and what the one who asks may do there. `needs`: looking is
 * enough to read; anything else is the household's own unless a route says that a relative may.
 */
export async function requireHousehold(
  req: AuthenticatedMedusaRequest,
  needs: Right = req.method === "GET" ? "look" : "own",
): Promise<HouseholdScope> {
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const home = await chosen(service, req.auth_context.actor_id, req.get(HOUSEHOLD_HEADER));
  if (!home.active) refuseWith("inactive", "This household's card is switched off. Call your cooperative.");
  if (!mayDo(home.right, needs)) {
    refuseWith(
      "not_your_role",
      `This is done by the household itself. You may ${home.right} for it; nothing was changed.`,
    );
  }
  const { household_id, cooperative_id, village_id, name, right } = home;
  const scope = { household_id, cooperative_id, village_id, name, right };
  if (home.delegate_id === null) {
    return { ...scope, actor: { kind: "household", id: household_id, name }, relative: undefined };
  }
  const actor: Actor = { kind: "delegate", id: home.delegate_id, name: home.delegate_name ?? "" };
  await service.acts.looked(household_id, actor);
  return { ...scope, actor, relative: { actor, agreed: NAMED } };
}

/**
 * Shows at once in the household's log what a relative just did in another room. That it will stand there does not hang on
 * this: the transaction of the act has asked for it (job `household-act`), and whichever comes first writes it.
 */
export async function showRelative(
  req: AuthenticatedMedusaRequest,
  household_id: string,
  relative: ActingFor | undefined,
  act: HouseholdActKind,
  subject_id: string,
): Promise<void> {
  if (!relative) return;
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  await service.acts.recordOnce(household_id, relative, act, subject_id);
}

/** The households this sign-in opens: one by its card, by phone those that it is registered for or named in. */
export async function homesOf(req: AuthenticatedMedusaRequest): Promise<Home[]> {
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const phone_index = phoneIndexOf(req.auth_context.actor_id);
  if (phone_index !== undefined) return service.phoneHolders.homes(phone_index);
  return [await byCard(service, req.auth_context.actor_id)];
}

async function chosen(service: CooperativeService, actor_id: string, asked: string | undefined): Promise<Home> {
  const phone_index = phoneIndexOf(actor_id);
  if (phone_index === undefined) {
    const home = await byCard(service, actor_id);
    if (asked !== undefined && asked !== home.household_id) refuseWith("household_not_found", NOT_YOURS);
    return home;
  }
  if (asked !== undefined) {
    const home = await service.phoneHolders.home(phone_index, asked);
    return home ?? refuseWith("household_not_found", NOT_YOURS);
  }
  const [first, second] = await service.phoneHolders.homes(phone_index);
  if (!first) refuseWith("forbidden", "This phone opens no household any more. Call your cooperative.");
  if (second)
    refuseWith("choose_household", `This phone opens several households. Say which one in ${HOUSEHOLD_HEADER}.`);
  return first;
}

const NOT_YOURS = "This sign-in does not open that household. Choose another.";

async function byCard(service: CooperativeService, actor_id: string): Promise<Home> {
  const household = await service.householdOf(actor_id);
  if (!household) refuseWith("forbidden", "This sign-in belongs to no household.");
  const { household_id, cooperative_id, village_id, name, card_number, active } = household;
  return {
    household_id,
    cooperative_id,
    village_id,
    name,
    card_number,
    active,
    right: "own",
    delegate_id: null,
    delegate_name: null,
  };
}
