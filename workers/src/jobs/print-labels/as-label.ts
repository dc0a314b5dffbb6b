import path from "node:path";
import { carrierWords, nameTail, phoneTail, zoneZh } from "@commonlot/domain";
import { readEnv } from "../../../../backend/src/env";
import type { LabelFacts } from "../../../../backend/src/lib/label-facts";
import type { Label, Picture } from "./label";

/** A label as it is drawn, first print or copy. */
export function asLabel(facts: LabelFacts, sender: string): Label {
  const { id: _, cooperative_id: __, carrier_label: ___, label_by: ____, pickup_code, ...label } = facts;
  const trace_url = `${readEnv().STOREFRONT_URL.replace(/\/$/, "")}/zh/trace/${facts.number}`;
  // Whoever sorts parcels reads Chinese; a number or a name of the cooperative stays as it is.
  const zone = zoneZh(facts.zone).endsWith(` 区`) ? facts.zone : zoneZh(facts.zone);
  const drawn = { ...label, zone, carrier: carrierWords(facts.carrier).zh, sender, trace_url };
  if (pickup_code === null) return drawn;
  // It stands where strangers see it: who fetches it is known by the code, and by the end of name and phone.
  return {
    ...drawn,
    carrier: "自提 PICK-UP",
    service: "",
    zone: pickup_code,
    name: nameTail(facts.name),
    phone: phoneTail(facts.phone),
  };
}

/** What goes on the box: our label, the carrier's own, or the two one after the other, as the cooperative wants it. */
export function onTheBox(facts: LabelFacts, sender: string): (Label | Picture)[] {
  if (facts.carrier_label === null || facts.label_by === "ours") return [asLabel(facts, sender)];
  const picture = { picture: path.resolve(readEnv().FILES_DIR, facts.carrier_label) };
  return facts.label_by === "both" ? [asLabel(facts, sender), picture] : [picture];
}
