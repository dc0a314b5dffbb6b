import { periodsSchema, type Me } from "../desk/data.server";
import { adjustmentsSchema, returnedSchema } from "../ledger/data.server";
import { shortsSchema } from "../shorts/data.server";
import { correctionsSchema, objectionsSchema } from "../weigh-in/data.server";
import type { Member } from "../../lib/member.server";
import type { Task } from "./Tasks";

/** Counted so far and no further: beyond it "100" says enough. */
const limit = 100;

/** How much waits for a person of this role. */
export async function waitingFor(desk: Member, role: Me["member"]["role"]): Promise<Record<Task, number>> {
  const money = role === "manager" || role === "accountant";
  const [objections, corrections, adjustments, returned, entered, previewed, periods] = await Promise.all([
    desk.read("/desk/objections", objectionsSchema, { state: "open", limit }),
    desk.read("/desk/corrections", correctionsSchema, { state: "proposed", limit }),
    desk.read("/desk/adjustments", adjustmentsSchema, { waiting: "true", limit }),
    desk.read("/desk/returned-goods", returnedSchema, { waiting: "true", limit }),
    desk.read("/desk/shorts", shortsSchema, { state: "entered", limit }),
    desk.read("/desk/shorts", shortsSchema, { state: "previewed", limit }),
    money ? desk.read("/desk/settlement-periods", periodsSchema) : undefined,
  ]);
  return {
    objections: objections.objections.length,
    corrections: corrections.corrections.length,
    adjustments: adjustments.adjustments.length,
    returned: returned.returned.length,
    shorts: entered.shorts.length + previewed.shorts.length,
    settlement: periods?.periods.filter((period) => period.state === "settled").length ?? 0,
  };
}
