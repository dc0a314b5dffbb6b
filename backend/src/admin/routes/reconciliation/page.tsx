import { defineRouteConfig } from "@medusajs/admin-sdk";
import { Balances } from "../../lib/balances";
import { OpenItems } from "../../lib/processor-items";
import { Movements } from "../../lib/movements";

/** The processor's balance against the ledger, what does not match, and each movement. */
const ReconciliationPage = () => (
  <div className="flex flex-col gap-3">
    <Balances />
    <OpenItems />
    <Movements />
  </div>
);
export default ReconciliationPage;

export const config = defineRouteConfig({ label: "reconciliation", translationNs: "commonlot" });
