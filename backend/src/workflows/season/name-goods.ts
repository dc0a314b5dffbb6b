import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type { NamedGoods } from "../../lib/season-mails";
import { handleOf, namesOf } from "./goods";

interface Named {
  village_id: string;
  produce: string;
  product_id: string | null;
}

/** What mails call goods; null when their village is gone. It only reads: no compensation. */
const nameSeasonGoodsStep = createStep("name-season-goods", async (input: Named, { container }) => {
  const [[goods], product] = await Promise.all([namesOf(container, [input]), handleOf(container, input.product_id)]);
  const named: NamedGoods | null = goods ? { village: goods.village, name: goods.name, product } : null;
  return new StepResponse(named);
});

export const nameSeasonGoodsWorkflow = createWorkflow("name-season-goods", (input: Named) => {
  return new WorkflowResponse(nameSeasonGoodsStep(input));
});
