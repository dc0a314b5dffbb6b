import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { slipCode } from "@commonlot/domain";
import { refuseWith } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { boardFields, villageOf } from "../../board-of";
import type { SlipBody } from "../../validators";

/** Whether a household's slip is in what its village published. Who has the code sees the slip's own figures, nobody's name. */
export async function POST(req: MedusaRequest<SlipBody>, res: MedusaResponse): Promise<void> {
  const village = await villageOf(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const code = slipCode(req.validatedBody.slip_code);
  if (code === null) {
    refuseWith("invalid_slip_code", "A slip code has twelve letters and digits, as K7QM-3F2P-9XTA.", "slip_code");
  }
  const found = await settlement.boards.check({ village_id: village.id, slip_code: code });
  if (!found) refuseWith("slip_not_found", "No slip with this code is on this village's board.", "slip_code");
  const [board] = await boardFields(req, [found.board]);
  const { slip } = found;
  res.setHeader("Cache-Control", "private, no-store");
  res.json({
    check: {
      board,
      place: found.place,
      hash: found.hash,
      holds: found.faults.length === 0,
      faults: found.faults.map((fault) => ({ kind: fault.kind })),
      slip: {
        number: slip.number,
        currency: slip.currency,
        brought_forward_minor: Number(slip.brought_forward_minor),
        gross_minor: Number(slip.gross_minor),
        deductions_minor: Number(slip.deductions_minor),
        advances_minor: Number(slip.advances_minor),
        net_minor: Number(slip.net_minor),
        paid_minor: Number(found.paid_minor),
        on_its_way_minor: Number(found.on_its_way_minor),
        remaining_minor: Number(found.remaining_minor),
      },
    },
  });
}
