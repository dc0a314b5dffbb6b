import type { IAuthModuleService, IUserModuleService, IWorkflowEngineService } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createUserAccountWorkflow } from "@medusajs/medusa/core-flows";
import {
  accountNumber,
  BANKS,
  COOPERATIVES,
  householdName,
  PASSWORD,
  phoneNumber,
  PIN,
  railOf,
  SECOND_MEMBERSHIP,
  SECRETARIES,
  type CooperativeSeed,
} from "./data/people.js";
import { VILLAGES, type VillageSeed } from "./data/villages.js";
import { must, type House } from "./house.js";
import type { CooperativeIds, VillageIds } from "./places.js";
import { stripeAccounts } from "./stripe-accounts.js";

/** One line of the table of logins that the demo prints. */
export interface Login {
  role: string;
  actor: "user" | "coop_member" | "household" | "secretary";
  /** Where this person signs in and what is sent there: `POST <path>` with `<body>`. */
  sign_in: { path: string; body: Record<string, string> };
  cooperative?: string;
  village?: string;
  name: string;
  /** What the person types: an e-mail, or the number of the card. */
  email: string;
  /** Password or PIN. */
  password: string;
  card_number?: string;
}

interface HouseholdSeed {
  card_number: string;
  name: string;
  village: VillageSeed;
  rail: "bank_file" | "stripe" | "cash";
  bank: string;
  phone: string;
  first_of_village: boolean;
}

const OPERATOR = "operator@commonlot.example";

export async function seedPeople(
  house: House,
  ids: { cooperatives: CooperativeIds; villages: VillageIds },
): Promise<Login[]> {
  const logins = [await operator(house)];
  for (const [index, seed] of COOPERATIVES.entries()) {
    const cooperative_id = ids.cooperatives.get(seed.handle) ?? "";
    logins.push(...(await members(house, seed, cooperative_id)));
    const households = householdsOf(seed, index);
    const byCard = await registered(house, households, cooperative_id, ids.villages);
    await accounts(house, households, byCard);
    logins.push(...(await householdLogins(house, seed, households, byCard)));
  }
  await secondMembership(house, ids.cooperatives);
  logins.push(...(await secretaries(house, ids.villages)));
  return logins;
}

async function operator({ container }: House): Promise<Login> {
  const users = container.resolve<IUserModuleService>(Modules.USER);
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const [stands] = await users.listUsers({ email: OPERATOR });
  if (!stands) {
    // An identity without a user is what a seed killed half-way leaves behind: its password is ours, so it is replaced.
    const [orphan] = await auth.listProviderIdentities({ entity_id: OPERATOR, provider: "emailpass" });
    if (orphan?.auth_identity_id) await auth.deleteAuthIdentities([orphan.auth_identity_id]);
    const made = await auth.register("emailpass", { body: { email: OPERATOR, password: PASSWORD } });
    if (!made.authIdentity) throw new Error(`the operator's sign-in was refused: ${made.error}`);
    await createUserAccountWorkflow(container).run({
      input: {
        authIdentityId: made.authIdentity.id,
        userData: { email: OPERATOR, first_name: "Platform", last_name: "Operator" },
      },
    });
  }
  const sign_in = { path: "/auth/user/emailpass", body: { email: OPERATOR, password: PASSWORD } };
  return { role: "operator", actor: "user", sign_in, name: "Platform Operator", email: OPERATOR, password: PASSWORD };
}

async function members(house: House, seed: CooperativeSeed, cooperative_id: string): Promise<Login[]> {
  const logins: Login[] = [];
  for (const { name, role } of seed.members) {
    const email = `${role}@${seed.handle}.example`;
    const stands = await house.cooperative.memberships.byEmail(email);
    const member_id =
      stands?.member_id ?? must(await house.cooperative.addMember({ cooperative_id, name, email, role })).member_id;
    await signIn(house, { actor_type: "coop_member", actor_id: member_id, names: [email], password: PASSWORD });
    const sign_in = { path: "/auth/coop_member/staff-password", body: { name: email, password: PASSWORD } };
    logins.push({ role, actor: "coop_member", sign_in, cooperative: seed.handle, name, email, password: PASSWORD });
  }
  return logins;
}

async function secondMembership({ cooperative }: House, ids: CooperativeIds): Promise<void> {
  const { email, cooperative: handle, role } = SECOND_MEMBERSHIP;
  const member = await cooperative.memberships.byEmail(email);
  if (!member) throw new Error(`the seed has no member ${email}`);
  must(await cooperative.memberships.grant({ ...member, cooperative_id: ids.get(handle) ?? "", role }));
}

async function secretaries(house: House, villages: VillageIds): Promise<Login[]> {
  const logins: Login[] = [];
  for (const { village, cooperative, name, email } of SECRETARIES) {
    const { secretaries } = house.village;
    const stands = await secretaries.byEmail(email);
    const { secretary_id } = stands ?? must(await secretaries.add({ village_id: villages.get(village), name, email }));
    await signIn(house, { actor_type: "secretary", actor_id: secretary_id, names: [email], password: PASSWORD });
    const sign_in = { path: "/auth/secretary/staff-password", body: { name: email, password: PASSWORD } };
    logins.push({
      role: "secretary",
      actor: "secretary",
      sign_in,
      cooperative,
      village,
      name,
      email,
      password: PASSWORD,
    });
  }
  return logins;
}

/** Runs the backend's own workflow, by its name: the one way to a sign-in. */
async function signIn({ container }: House, input: object): Promise<void> {
  const engine = container.resolve<IWorkflowEngineService>(Modules.WORKFLOW_ENGINE);
  await engine.run("create-actor-account", { input });
}

function householdsOf(seed: CooperativeSeed, cooperative_index: number): HouseholdSeed[] {
  const villages = VILLAGES.filter((village) => village.region === seed.handle);
  return villages
    .flatMap((village) => Array.from({ length: village.households }, (_, n) => ({ village, n })))
    .map(({ village, n }, index) => ({
      card_number: `${seed.card_prefix}${String(index + 1).padStart(4, "0")}`,
      name: householdName(village.surnames, n),
      village,
      rail: railOf(index),
      bank: BANKS[index % BANKS.length] ?? BANKS[0],
      phone: phoneNumber(cooperative_index, index + 1),
      first_of_village: n === 0,
    }));
}

async function registered(
  { cooperative }: House,
  households: readonly HouseholdSeed[],
  cooperative_id: string,
  villages: VillageIds,
): Promise<Map<string, string>> {
  const standing = await cooperative.householdsByCard(households.map((one) => one.card_number));
  const byCard = new Map(standing.map((one) => [one.card_number, one.household_id]));
  const missing = households.filter((one) => !byCard.has(one.card_number));
  if (missing.length > 0) {
    const made = await cooperative.registerHouseholds(
      missing.map((one) => ({
        cooperative_id,
        village_id: villages.get(one.village.handle),
        name: one.name,
        card_number: one.card_number,
        phone: one.phone,
        // The first of each village agreed to be named in public; the others are counted, not named.
        consent_public_name: one.first_of_village,
      })),
    );
    for (const one of must(made)) byCard.set(one.card_number, one.household_id);
  }
  return byCard;
}

async function accounts(
  house: House,
  households: readonly HouseholdSeed[],
  byCard: ReadonlyMap<string, string>,
): Promise<void> {
  const idOf = (one: HouseholdSeed) => byCard.get(one.card_number) ?? "";
  const standing = new Map(
    (await house.cooperative.payoutAccounts([...byCard.values()])).map((one) => [one.household_id, one]),
  );
  const onStripe = households.filter((one) => one.rail === "stripe");
  const stripe = await stripeAccounts(
    onStripe.map((one) => ({ card_number: one.card_number, stands: standing.get(idOf(one))?.stripe_account_id })),
  );
  const wanted = households.filter((one) => {
    const stands = standing.get(idOf(one));
    return !stands || (one.rail === "stripe" && stands.stripe_account_id !== stripe.get(one.card_number));
  });
  if (wanted.length === 0) return;
  const input = wanted.map((one) => {
    const whose = { household_id: idOf(one), holder: one.name };
    if (one.rail === "cash") return { ...whose, rail: "cash" };
    if (one.rail === "stripe") return { ...whose, rail: "stripe", stripe_account_id: stripe.get(one.card_number) };
    const bank = { system: "CNAPS", member_id: one.bank };
    return { ...whose, rail: "bank_file", account: accountNumber(one.card_number), bank };
  });
  must(await house.cooperative.setPayoutAccounts(input));
}

/** The first household of each village gets a sign-in, so that every village can be looked at from its people's side. */
async function householdLogins(
  house: House,
  seed: CooperativeSeed,
  households: readonly HouseholdSeed[],
  byCard: ReadonlyMap<string, string>,
): Promise<Login[]> {
  const logins: Login[] = [];
  for (const { card_number, name, village } of households.filter((one) => one.first_of_village)) {
    await signIn(house, {
      actor_type: "household",
      actor_id: byCard.get(card_number),
      card_number,
      pin: PIN,
    });
    logins.push({
      role: "household",
      actor: "household",
      sign_in: { path: "/auth/household/card-pin", body: { card: card_number, pin: PIN } },
      cooperative: seed.handle,
      village: village.handle,
      name,
      email: card_number,
      password: PIN,
      card_number,
    });
  }
  return logins;
}
