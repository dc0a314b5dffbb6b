import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { IUserModuleService } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import type { Vetter } from "../../../../modules/wholesale/companies/company-types";
import { operatorOf } from "../operator";

/** The operator, for whom every company is there. */
export async function operatorVets(req: AuthenticatedMedusaRequest): Promise<Vetter & { kind: "operator" }> {
  const users: IUserModuleService = req.scope.resolve(Modules.USER);
  const id = operatorOf(req);
  const [user] = await users.listUsers({ id }, { select: ["id", "email"], take: 1 });
  return { kind: "operator", id, email: user?.email ?? null, cooperative_id: null };
}
