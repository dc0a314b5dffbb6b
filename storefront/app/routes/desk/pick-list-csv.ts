import { pickListFor } from "../../features/packing/pick-list.server";
import { csvFile } from "../../lib/write-sheet.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/pick-list-csv";

/** The pick list for a sheet: products with their lots, then parcels; whole base units. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const list = await pickListFor(desk, path, params.id);
  const t = say(path);
  const unit = (one: { unit: "g" | "piece" }) => (one.unit === "g" ? "g" : t("packing.pick.pieces"));
  const head = (["product", "lot", "household", "amount", "unit", "packs"] as const).map((name) =>
    t(`packing.pick.${name}`),
  );
  const goods = list.products.flatMap((product) => [
    [product.title, "", "", String(product.units), unit(product), String(product.packs)],
    ...list.lots
      .filter((lot) => lot.title === product.title)
      .map((lot) => [lot.title, lot.lot_number, lot.household_name ?? "", String(lot.units), unit(lot), ""]),
  ]);
  const parcelHead = (["parcel", "to", "carton", "product", "packs"] as const).map((name) => t(`packing.pick.${name}`));
  const parcels = list.parcels.flatMap((parcel) =>
    parcel.lines.map((line) => [parcel.number, parcel.name, parcel.carton, line.title, String(line.packs)]),
  );
  return csvFile(`pick-list-${list.wave.number}`, [head, ...goods, [], parcelHead, ...parcels]);
}
