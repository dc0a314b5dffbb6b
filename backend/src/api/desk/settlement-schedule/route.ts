import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { MedusaContainer } from "@medusajs/framework/types";
import { valueOf } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type SettlementService from "../../../modules/settlement/service";
import { policyPlace } from "../../../workflows/settlement/policy-place";
import type { ScheduleBody } from "../fee-policies/validators";
import { requireMember } from "../scope";

/** By which schedule my cooperative's settlement periods open and close, and every one before it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  res.json(await readSchedule(req.scope, cooperative_id));
}

/** Sets another one, from today on. Whoever sets it is the maker of the settlements that it asks for: another person approves them. */
export async function POST(req: AuthenticatedMedusaRequest<ScheduleBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { tz, today } = await policyPlace(req.scope, cooperative_id);
  valueOf(await settlement.schedules.set({ ...req.validatedBody, cooperative_id, tz, today, person: member_id }));
  res.json(await readSchedule(req.scope, cooperative_id));
}

async function readSchedule(container: MedusaContainer, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { now, history } = await settlement.schedules.of(cooperative_id);
  const names = await cooperatives.memberNames([...new Set(history.map((one) => one.set_by))]);
  const fields = (one: (typeof history)[number]) => ({
    version: one.version,
    rhythm: one.rhythm,
    day: one.day,
    time_zone: one.time_zone,
    since: one.since,
    set_by: names.get(one.set_by) ?? null,
    set_at: one.set_at,
  });
  return { schedule: now && fields(now), history: history.map(fields) };
}
