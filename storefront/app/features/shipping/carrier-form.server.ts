import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";

interface Service {
  service: string;
  title: string;
  cold: boolean;
}

/** Reads the form of a carrier; what can't be read is named, the rest is the backend's to judge. */
export function readCarrier(
  path: Path,
  form: FormData,
): { ok: true; body: object } | { ok: false; problems: Problem[] } {
  const t = say(path);
  const problems: Problem[] = [];
  const code = text(form, "code").toLowerCase();
  if (!/^[a-z][a-z0-9_-]{0,39}$/.test(code)) problems.push({ field: "code", text: t("shipping.faults.not_a_code") });
  const cutoff = text(form, "cutoff");
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(cutoff)) problems.push({ field: "cutoff", text: t("shipping.badTime") });
  const pickup_days = [1, 2, 3, 4, 5, 6, 7].filter((day) => text(form, `day_${day}`) === "yes");
  if (pickup_days.length === 0) problems.push({ field: "pickup_days", text: t("shipping.noDay") });
  const services = servicesOf(text(form, "services"));
  if (!services) problems.push({ field: "services", text: t("shipping.badServices") });
  const tracking_lengths = words(text(form, "tracking_lengths")).map(Number);
  if (tracking_lengths.some((length) => !Number.isInteger(length) || length < 4 || length > 40)) {
    problems.push({ field: "tracking_lengths", text: t("shipping.badLengths") });
  }
  const tracking_prefixes = words(text(form, "tracking_prefixes")).map((prefix) => prefix.toUpperCase());
  if (tracking_prefixes.some((prefix) => !/^[A-Z0-9]{1,10}$/.test(prefix))) {
    problems.push({ field: "tracking_prefixes", text: t("shipping.badPrefixes") });
  }
  if (problems.length > 0) return { ok: false, problems };
  const name = text(form, "name");
  const label_by = text(form, "label_by");
  return {
    ok: true,
    body: {
      code,
      ...(name === "" ? {} : { name }),
      active: text(form, "active") === "yes",
      needs_phone: text(form, "needs_phone") === "yes",
      cutoff,
      pickup_days,
      tracking_lengths,
      tracking_prefixes,
      ...(label_by === "" ? {} : { label_by }),
      services,
    },
  };
}

const words = (typed: string): string[] =>
  typed
    .normalize("NFKC")
    .split(/[\s,;、]+/)
    .filter((word) => word !== "");

/** "standard 标准快递", one a line; 冷链 or cold at the end says that it is cooled. */
function servicesOf(typed: string): Service[] | undefined {
  const services: Service[] = [];
  for (const line of typed.normalize("NFKC").split("\n")) {
    if (line.trim() === "") continue;
    const match = /^\s*([a-z][a-z0-9_-]{0,39})\s*(.*?)\s*(冷链|cold)?\s*$/i.exec(line);
    if (!match) return undefined;
    const service = match[1]!.toLowerCase();
    services.push({ service, title: (match[2] ?? "").slice(0, 120) || service, cold: match[3] !== undefined });
  }
  return services;
}
