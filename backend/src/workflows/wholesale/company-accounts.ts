import { setTimeout } from "node:timers/promises";
import type { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { checkPassword, type BuyerLanguage } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { COMPANY_PASSWORD } from "../../lib/sign-in-names";
import { SIGN_IN_REFUSALS } from "../../lib/sign-in-refusals";
import type CooperativeService from "../../modules/cooperative/service";
import type SignInService from "../../modules/sign_in/service";
import { MEMBER_EXISTS } from "../../modules/wholesale/companies/companies";
import type { OpenCompanyInvite } from "../../modules/wholesale/companies/company-invites";
import type { CompanyInput, MemberActor } from "../../modules/wholesale/companies/company-types";
import type WholesaleService from "../../modules/wholesale/service";
import { makeSignIn, signsIn } from "../cooperative/steps/create-sign-in";

/** Under which guesses at a code by e-mail are counted. */
const MAIL_CODE = "company-code";
const ACTOR = "wholesale_member";
/** A second press waits so long for the first, which makes a password's hash. */
const LOOKS = 6;
const LOOK_MS = 500;

interface Proof {
  readonly email: string;
  readonly code: string;
  readonly password: string;
}

/**
 * Registers a company for whoever types the code that was sent to their address. All that can be wrong is looked at before the code is
 * used. A crash between the company and the sign-in leaves a member without one: `chooseCompanyPassword` makes it.
 */
export async function registerCompany(
  container: MedusaContainer,
  input: Proof & { name: string; language: BuyerLanguage; company: CompanyInput },
): Promise<{ company_id: string }> {
  const { companies }: WholesaleService = container.resolve("wholesale");
  valueOf(checkPassword(input.password, input.email));
  const company = valueOf(companies.check(input.company));
  if (company.cooperative_id !== undefined) {
    const cooperatives: CooperativeService = container.resolve("cooperative");
    const [asked] = await cooperatives.cooperatives([company.cooperative_id]);
    if (!asked) refuseWith("cooperative_not_found", "There is no such cooperative.", "cooperative_id");
  }
  const proven = await claimProof(container, input);
  if (!proven) {
    const standing = await registeredByThis(container, input);
    return standing ?? refuseWith("sign_in_wrong", SIGN_IN_REFUSALS.sign_in_wrong, "code");
  }
  const { email, name, language } = input;
  const { company_id, member_id } = valueOf(await companies.register(company, { email, name, language }));
  await newSignIn(container, member_id, input);
  return { company_id };
}

/** Another password for whoever reads the mailbox: sessions of before are over. Also completes a member who has no sign-in yet. */
export async function chooseCompanyPassword(container: MedusaContainer, input: Proof): Promise<void> {
  const { members }: WholesaleService = container.resolve("wholesale");
  const { guard }: SignInService = container.resolve("sign_in");
  valueOf(checkPassword(input.password, input.email));
  await prove(container, input);
  const member = await members.byEmail(input.email);
  if (!member) refuseWith("company_needed", "No company is signed in for with this e-mail. Register yours first.");
  await newSignIn(container, member.member_id, input);
  await members.endSessions(member.member_id);
  await guard.clear(COMPANY_PASSWORD, input.email);
}

/** What an invitation that can still be answered asks; one whose person can sign in is over. */
export async function openCompanyInvite(container: MedusaContainer, token: string): Promise<OpenCompanyInvite> {
  const { invites }: WholesaleService = container.resolve("wholesale");
  const invite = await invites.byToken(token);
  if (!invite) refuseWith("invite_not_found", "This invitation was taken back, or is too old.");
  if (invite.accepted_by !== null && (await signsIn(container, ACTOR, invite.accepted_by))) {
    refuseWith("invite_used", "This invitation was used already. Nothing was changed: sign in with your own password.");
  }
  return invite;
}

/** Somebody with the link says yes: the person in one transaction, then the sign-in. Sent again after a crash it makes what is missing. */
export async function joinCompany(
  container: MedusaContainer,
  input: { token: string; name: string; password: string },
): Promise<{ email: string }> {
  const { invites, members }: WholesaleService = container.resolve("wholesale");
  const invite = await openCompanyInvite(container, input.token);
  valueOf(checkPassword(input.password, invite.email));
  if (invite.accepted_by === null && (await members.byEmail(invite.email))) valueOf(MEMBER_EXISTS);
  const { member_id, email } = valueOf(await invites.accept(input.token, input.name));
  await newSignIn(container, member_id, { email, password: input.password });
  return { email };
}

/** Somebody's part ends: their sessions with their row, in its transaction, and then their sign-in. */
export async function leaveCompany(
  container: MedusaContainer,
  by: MemberActor,
  input: { member_id: string; forget: boolean },
): Promise<void> {
  const { members }: WholesaleService = container.resolve("wholesale");
  const { member_id } = valueOf(await members.end(by, input.member_id, input.forget));
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const own = await auth.listAuthIdentities({ app_metadata: { [`${ACTOR}_id`]: member_id } }, { take: 10 });
  await auth.deleteAuthIdentities(own.map(({ id }) => id));
}

/**
 * The same form pressed twice: its code was used by the first press. Once that one is through, the second has its answer; where it was cut
 * off before its person could sign in, the second finishes it. A code that was used for anything else makes nothing.
 */
async function registeredByThis(
  container: MedusaContainer,
  input: Proof & { company: CompanyInput },
): Promise<{ company_id: string } | undefined> {
  const { members, companies }: WholesaleService = container.resolve("wholesale");
  const { codes, guard }: SignInService = container.resolve("sign_in");
  if (!(await codes.wasUsed(input.email, digits(input.code), "company"))) return undefined;
  await guard.clear(MAIL_CODE, input.email);
  for (let look = 0; look < LOOKS; look += 1) {
    const member = await members.byEmail(input.email);
    const company = member && (await companies.one(member.company_id));
    if (company && company.name !== input.company.name) return undefined;
    if (company && (await signsIn(container, ACTOR, member.member_id))) return { company_id: company.id };
    if (company && look === LOOKS - 1) {
      await newSignIn(container, member.member_id, input);
      return { company_id: company.id };
    }
    await setTimeout(LOOK_MS);
  }
  return undefined;
}

const digits = (code: string): string => code.normalize("NFKC").replace(/\s/g, "");

async function prove(container: MedusaContainer, proof: Proof): Promise<void> {
  if (!(await claimProof(container, proof))) refuseWith("sign_in_wrong", SIGN_IN_REFUSALS.sign_in_wrong, "code");
}

/** Uses the code; false: it is not the one that is good now. Guesses are counted either way. */
async function claimProof(container: MedusaContainer, { email, code }: Proof): Promise<boolean> {
  const { guard, codes }: SignInService = container.resolve("sign_in");
  if (!(await guard.claim(MAIL_CODE, email))) refuseWith("sign_in_locked", SIGN_IN_REFUSALS.sign_in_locked, "code");
  if (!(await codes.use(email, digits(code), "company"))) return false;
  await guard.clear(MAIL_CODE, email);
  return true;
}

/** The sign-in of a member under their address. One of somebody who left, where a run died before it was taken away, goes first. */
async function newSignIn(
  container: MedusaContainer,
  member_id: string,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { members }: WholesaleService = container.resolve("wholesale");
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const [name] = await auth.listProviderIdentities({ entity_id: email, provider: COMPANY_PASSWORD });
  if (name?.auth_identity_id) {
    const standing = await auth.retrieveAuthIdentity(name.auth_identity_id);
    const owner: unknown = standing.app_metadata?.[`${ACTOR}_id`];
    const member = typeof owner === "string" ? await members.of(owner) : undefined;
    if (!member?.active) await auth.deleteAuthIdentities([standing.id]);
  }
  await makeSignIn(container, { actor_type: ACTOR, actor_id: member_id, names: [email], password, replace: true });
}
