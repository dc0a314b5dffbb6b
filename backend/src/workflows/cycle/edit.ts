import type { MedusaContainer } from "@medusajs/framework/types";
import type { Refusal, Result } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type { CycleInput } from "../../modules/cycle/types";
import { goodsOfCooperative } from "./catalogue";

interface Editor {
  cooperative_id: string;
  person: string;
}

/** Writes a new draft, or with `id` and `version` one that stands. No compensation: it is one transaction. */
export async function writeCycle(
  container: MedusaContainer,
  input: Editor & { id?: string; version?: number; content: CycleInput },
): Promise<Result<{ id: string; version: number }, Refusal>> {
  const cycles: CycleService = container.resolve("cycle");
  const edit = { ...(await placeOf(container, input)), content: input.content };
  if (input.id === undefined) return cycles.drafts.create(edit);
  return cycles.drafts.save({ ...edit, id: input.id, version: input.version ?? 0 });
}

/** Publishes a draft at the prices of this moment. No compensation: it is one transaction. */
export async function publishCycle(
  container: MedusaContainer,
  input: Editor & { id: string; version: number },
): Promise<Result<{ opens_at: Date }, Refusal>> {
  const cycles: CycleService = container.resolve("cycle");
  const { id, version } = input;
  return cycles.drafts.publish({ ...(await placeOf(container, input)), id, version, now: new Date() });
}

/** Keeps a running cycle open longer, by the clock of its cooperative. */
export async function extendCycle(
  container: MedusaContainer,
  input: Editor & { id: string; closes: string },
): Promise<Result<void, Refusal>> {
  const cycles: CycleService = container.resolve("cycle");
  const { tz } = await cooperativeOf(container, input.cooperative_id);
  return cycles.changes.extend({ ...input, tz, now: new Date() });
}

async function placeOf(container: MedusaContainer, { cooperative_id, person }: Editor) {
  const [{ tz }, catalogue] = await Promise.all([
    cooperativeOf(container, cooperative_id),
    goodsOfCooperative(container, cooperative_id),
  ]);
  return { cooperative_id, person, tz, catalogue };
}

async function cooperativeOf(container: MedusaContainer, cooperative_id: string): Promise<{ tz: string }> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  if (!cooperative) refuseWith("cooperative_not_found", "There is no such cooperative.");
  return cooperative;
}
