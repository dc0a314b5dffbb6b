import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import * as v from "./validators";

/** Who may come in is decided for all of /desk and /admin; here only what they may send. */
export const feePolicyMiddlewares: MiddlewareRoute[] = [
  reads("/desk/fee-policies", v.feePoliciesQuery),
  takes("/desk/fee-policies", v.proposeFeePolicyBody),
  takes("/desk/fee-policies/:id/decision", v.decideFeePolicyBody),
  reads("/desk/fee-policies/:id/simulation", v.simulationQuery),
  takes("/desk/fee-policies/:id/simulation", v.askSimulationBody),
  reads("/desk/settlement-schedule", noQuery),
  takes("/desk/settlement-schedule", v.scheduleBody),
  reads("/admin/commonlot/fee-policies", v.operatorPoliciesQuery),
  takes("/admin/commonlot/fee-policies", v.operatorProposalBody),
  takes("/admin/commonlot/fee-policies/:id/withdraw", v.operatorWithdrawBody),
];
