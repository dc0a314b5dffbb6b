import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { gradeWords, produceWords } from "../../../lib/words";
import { takeScaleFileWorkflow } from "../../../workflows/cooperative/take-scale-file";
import { requireMember } from "../scope";
import type { ScaleFileBody } from "./validators";

/** Looks at a scale's file, or takes it in: 201 when lots were taken, 200 for a look, a repeat, or a file with faults. */
export async function POST(req: AuthenticatedMedusaRequest<ScaleFileBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const { result } = await takeScaleFileWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, person: member_id },
  });
  res.status(result.taken ? 201 : 200).json({
    file: {
      lines: result.lines,
      fault_count: result.fault_count,
      faults: result.faults,
      pools: result.pools.map((pool) => ({
        ...pool,
        produce_name: produceWords(pool.produce),
        grade_name: gradeWords(pool.grade),
      })),
      households: result.households,
      before: result.before,
      taken: result.taken,
    },
  });
}
