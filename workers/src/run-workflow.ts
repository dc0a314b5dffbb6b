import type { MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";

/** Runs a workflow of the backend by its name, in this container: workers share the backend's workflows without importing them. */
export async function runWorkflow<T>(container: MedusaContainer, name: string, input: object): Promise<T> {
  const engine = container.resolve(Modules.WORKFLOW_ENGINE);
  const { result } = (await engine.run(name, { input })) as { result: T };
  return result;
}
