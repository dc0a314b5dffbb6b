import { readEnv } from "../../../../backend/src/env";
import type { LabelFacts } from "../../../../backend/src/lib/label-facts";
import type { Label } from "./label";

/** A label as it is drawn, first print or copy. */
export function asLabel({ id: _, cooperative_id: __, ...facts }: LabelFacts, sender: string): Label {
  const trace_url = `${readEnv().STOREFRONT_URL.replace(/\/$/, "")}/zh/trace/${facts.number}`;
  return { ...facts, sender, trace_url };
}
