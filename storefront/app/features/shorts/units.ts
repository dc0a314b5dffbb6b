/** "1.5" kilograms or "12" pieces as base units; null for what is no amount. A comma or full-width digits are taken too. */
export function unitsTyped(said: string, unit: "g" | "piece"): number | null {
  const plain = said.normalize("NFKC").replace(",", ".").trim();
  const pattern = unit === "g" ? /^\d{1,7}(\.\d{1,3})?$/ : /^\d{1,9}$/;
  if (!pattern.test(plain)) return null;
  const units = unit === "g" ? Math.round(Number(plain) * 1000) : Number(plain);
  return units > 0 ? units : null;
}
