import type { MedusaContainer } from "@medusajs/framework/types";
import type CooperativeService from "../../modules/cooperative/service";

/** Of a cooperative's people, those who are looked through for its managers. */
const TEAM = 200;

/** Addresses of a cooperative's managers. */
export async function managers(container: MedusaContainer, cooperative_id: string): Promise<string[]> {
  const { team }: CooperativeService = container.resolve("cooperative");
  const found = await team.members({ cooperative_id, limit: TEAM });
  return found.flatMap((one) => (one.active && one.role === "manager" && one.email !== null ? [one.email] : []));
}
