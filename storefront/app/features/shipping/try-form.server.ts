import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { PROVINCES } from "../checkout/provinces";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";

/** Codes of the provinces, in the order of the list. */
const CODES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split(" ");

/** Decimal text as an integer of its smallest unit; undefined where empty, null where it is no number. */
function scaled(typed: string, digits: number): number | null | undefined {
  const plain = typed.normalize("NFKC").trim();
  if (plain === "") return undefined;
  const match = new RegExp(`^(\\d{1,7})(?:[.,](\\d{1,${digits}}))?$`).exec(plain);
  return match ? Number(match[1]) * 10 ** digits + Number((match[2] ?? "").padEnd(digits, "0")) : null;
}

/** Reads the parcel of the try-out form. */
export function readParcel(
  path: Path,
  form: FormData,
): { ok: true; body: object } | { ok: false; problems: Problem[] } {
  const t = say(path);
  const problems: Problem[] = [];
  const gross_g = scaled(text(form, "kg"), 3);
  if (!gross_g) problems.push({ field: "kg", text: t("shipping.badKg") });
  const declared_minor = scaled(text(form, "value"), 2);
  if (declared_minor === null) problems.push({ field: "value", text: t("shipping.faults.not_money") });
  const sides = (["length_mm", "width_mm", "height_mm"] as const).map((side) => text(form, side).normalize("NFKC"));
  const size_mm = sides.every((side) => side === "") ? undefined : sides.map(Number);
  if (size_mm?.some((side) => !Number.isInteger(side) || side < 1 || side > 3_000)) {
    problems.push({ field: "length_mm", text: t("shipping.faults.not_a_size") });
  }
  const country = text(form, "country").toUpperCase();
  if (country !== "" && !/^[A-Z]{2}$/.test(country)) {
    problems.push({ field: "country", text: t("shipping.badCountry") });
  }
  const province = CODES[PROVINCES.findIndex((one) => one.zh === text(form, "province"))];
  if (country === "" && province === undefined) problems.push({ field: "province", text: t("shipping.noProvince") });
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    body: {
      parcel: {
        place: country === "" ? province : country,
        gross_g,
        ...(size_mm === undefined ? {} : { size_mm }),
        ...(declared_minor === undefined ? {} : { declared_minor }),
        fragile: text(form, "fragile") === "yes",
        cold: text(form, "cold") === "yes",
      },
    },
  };
}
