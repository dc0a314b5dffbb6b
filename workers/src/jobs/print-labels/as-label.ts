import path from "node:path";
import { carrierWords, nameTail, phoneTail, PICKUP, TRUCK, zoneZh } from "@commonlot/domain";
import { readEnv } from "../../../../backend/src/env";
import type { LabelFacts } from "../../../../backend/src/lib/label-facts";
import type { Label, Picture } from "./label";

/** A label as it is drawn, first print or copy. */
export function asLabel(facts: LabelFacts, sender: string): Label {
  const { id: _, cooperative_id: __, carrier_label: ___, label_by: ____, ...label } = facts;
  const trace_url = `${readEnv().STOREFRONT_URL.replace(/\/$/, "")}/zh/trace/${facts.number}`;
  // Whoever sorts parcels reads Chinese; a number or a name of the cooperative stays as it is.
  const zone = zoneZh(facts.zone).endsWith(` 区`) ? facts.zone : zoneZh(facts.zone);
  const drawn = { ...label, zone, carrier: carrierWords(facts.carrier).zh, sender, trace_url };
  // Of a truck's cartons one order is told from another by its number.
  if (facts.carrier === TRUCK.carrier)
    return { ...drawn, carrier: "专车 TRUCK", service: "", zone: `#${facts.order_number}` };
  if (facts.carrier !== PICKUP.carrier) return drawn;
  // It stands where strangers see it: it is found by the order's number and the ends of name and phone, and given out for the code, which
  // only the buyer knows.
  return {
    ...drawn,
    carrier: "自提 PICK-UP",
    service: "",
    zone: `#${facts.order_number}`,
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
