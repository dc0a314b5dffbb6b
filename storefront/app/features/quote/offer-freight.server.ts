import { capIsNothing, freightInDoubt } from "@commonlot/domain";
import { localeOf, type Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { formatsOf } from "../../lib/formats";
import { PARCELS } from "../truck/Carriage";
import type { Carriage } from "../truck/data.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";
import type { FreightTerm } from "./data.server";
import { FREIGHT_ASKED } from "./words";

/** What a way costs by the plan of today, in minor units; null where nobody can say, or the way is none of these. */
export function plannedFreight(
  carriage: Pick<Carriage, "refusal" | "parcels" | "trucks"> | null,
  way: string,
): number | null {
  if (carriage === null || carriage.refusal !== null) return null;
  const { parcels, trucks } = carriage;
  if (way === PARCELS) return parcels !== null && parcels.refusal === null ? parcels.freight_minor : null;
  const truck = trucks.find((one) => one.rate_id === way);
  return truck?.refusal === null ? truck.freight_minor : null;
}

/** Asks back, once for a freight, where an offer's is nothing or less than half of the plan; the form keeps that it was asked. */
export function askAboutFreight(
  path: Path,
  form: FormData,
  offer: { freight_minor: number; freight_term: FreightTerm; planned_minor: number | null; currency: string },
): Problem[] {
  const { freight_minor, freight_term, planned_minor, currency } = offer;
  const planned = planned_minor === null ? null : BigInt(planned_minor);
  if (planned === null || !freightInDoubt(BigInt(freight_minor), planned)) return [];
  const about = `${freight_minor}/${planned_minor}`;
  if (text(form, FREIGHT_ASKED) === about) return [];
  form.set(FREIGHT_ASKED, about);
  const t = say(path);
  const f = formatsOf(localeOf(path));
  const said = { planned: f.money(Number(planned), currency), freight: f.money(freight_minor, currency) };
  const asked = t(freight_minor === 0 ? "quote.noFreight" : "quote.littleFreight", said);
  const cap = capIsNothing(BigInt(freight_minor), termOf(freight_term)) ? t("quote.capOfNothing") : "";
  return [{ field: "freight", text: [asked, cap].filter((one) => one !== "").join(path === "zh" ? "" : " ") }];
}

function termOf({ bearer, buyer_bp = 0, cap_bp }: FreightTerm) {
  if (bearer === "shared") return { bearer, buyer_bp, cap_bp };
  return bearer === "buyer" ? { bearer, cap_bp } : { bearer };
}
