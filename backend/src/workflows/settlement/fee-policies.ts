import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { DecideInput, ProposeInput } from "../../modules/settlement/fee-policies";
import type SettlementService from "../../modules/settlement/service";
import { policyPlace, productsOfCooperative } from "./policy-place";

type Propose = Omit<ProposeInput, "place"> & { cooperative_id: string };

/** A product must be one of the cooperative's; then one write. No compensation: a proposal is taken back by a person. */
const proposeStep = createStep("propose-fee-policy", async (input: Propose, { container }) => {
  const { cooperative_id, ...proposal } = input;
  const settlement: SettlementService = container.resolve("settlement");
  const place = await policyPlace(container, cooperative_id);
  if (proposal.product_id !== null) {
    const products = await productsOfCooperative(container, cooperative_id);
    if (!products.some((one) => one.id === proposal.product_id))
      refuseWith("product_not_found", "Your cooperative sells no such product.", "product_id");
  }
  const { id } = valueOf(await settlement.feePolicies.propose({ ...proposal, place }));
  return new StepResponse({ id });
});

export const proposeFeePolicyWorkflow = createWorkflow("propose-fee-policy", (input: Propose) => {
  return new WorkflowResponse(proposeStep(input));
});

type Decide = Omit<DecideInput, "place"> & { cooperative_id: string };

/** No compensation: one write, and nothing follows it. */
const decideStep = createStep("decide-fee-policy", async (input: Decide, { container }) => {
  const { cooperative_id, ...decision } = input;
  const settlement: SettlementService = container.resolve("settlement");
  const place = await policyPlace(container, cooperative_id);
  const { id } = valueOf(await settlement.feePolicies.decide({ ...decision, place }));
  return new StepResponse({ id });
});

export const decideFeePolicyWorkflow = createWorkflow("decide-fee-policy", (input: Decide) => {
  return new WorkflowResponse(decideStep(input));
});
