import { minorTyped } from "../../lib/money.server";
import { text } from "../ui/form.server";

/** Days and limits that were typed beside the carriers; the field at fault when one is no number. Carriers without days are left out. */
export function carriersTyped(
  form: FormData,
): { terms: { carrier: string; claim_days: number; limit_minor: number | null }[] } | { field: string } {
  const currency = text(form, "currency");
  const terms: { carrier: string; claim_days: number; limit_minor: number | null }[] = [];
  for (const [key, value] of form.entries()) {
    if (!key.startsWith("days:") || typeof value !== "string") continue;
    const carrier = key.slice("days:".length);
    const days = value.trim().normalize("NFKC");
    const limit = text(form, `limit:${carrier}`);
    if (days === "" && limit === "") continue;
    if (!/^[1-9]\d{0,2}$/.test(days) || Number(days) > 365) return { field: key };
    const limit_minor = limit === "" ? null : minorTyped(limit, currency);
    if (limit !== "" && limit_minor === null) return { field: `limit:${carrier}` };
    terms.push({ carrier, claim_days: Number(days), limit_minor });
  }
  return { terms };
}
