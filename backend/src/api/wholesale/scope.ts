import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import { mayAct, type CompanyAct } from "@commonlot/domain";
import { refuseForeign } from "../../lib/company-owns";
import { refuseWith } from "../../lib/refusal";
import type { Company, Member, MemberActor } from "../../modules/wholesale/companies/company-types";
import type WholesaleService from "../../modules/wholesale/service";

export interface CompanyScope {
  wholesale: WholesaleService;
  company: Company;
  member: Member;
  actor: MemberActor;
}

/**
 * Who acts for which company, from the row as it is now, and whether their roles let them. Whoever left, or whose session is of before a
 * new password, is signed out. Every query of a company's route is bounded by `company.id`. What the address names and the company does not
 * have is not there for anybody of it; only of its own it is said that a role may not.
 */
export async function requireCompany(
  req: AuthenticatedMedusaRequest,
  needs: CompanyAct = "look",
): Promise<CompanyScope> {
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const context = req.auth_context as { actor_id: string; iat?: number };
  const member = await wholesale.members.of(context.actor_id);
  const company = member && (await wholesale.companies.one(member.company_id));
  const over = member?.sessions_from != null && (context.iat ?? 0) * 1_000 < member.sessions_from;
  if (!member?.active || !company || over) {
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "This session is over. Sign in again.", "unauthorized");
  }
  const { member_id: id, company_id, name, roles } = member;
  if (!mayAct(roles, needs)) {
    const sql = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION);
    await refuseForeign(sql, company.id, { address: req.originalUrl, id: req.params.id });
    refuseWith(
      "not_your_role",
      "Your roles in this company do not let you do this. Ask an owner; nothing was changed.",
    );
  }
  return { wholesale, company, member, actor: { kind: "member", id, company_id, name, roles } };
}
