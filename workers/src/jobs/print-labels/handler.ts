import path from "node:path";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type { PrintedSheet } from "../../../../backend/src/modules/parcel/types";
import { labelsOf, TO_PRINT, type LabelFacts } from "../../../../backend/src/lib/label-facts";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { renderInChild } from "../../print/in-child";
import { asLabel } from "./as-label";
import type { Sheet } from "./sheet";

/**
 * Prints the labels of an order, a sheet for each cooperative that packs for it; or of some of its parcels alone, whose
 * label was replaced or who were regrouped. The file is whole or not there; a job that dies after writing it writes the same
 * file again.
 */
export const handle: JobHandler<"print-labels"> = async ({ container, message_id, payload, log }) => {
  const { order_id, parcel_ids } = payload;
  const service: ParcelService = container.resolve("parcel");
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const all = await labelsOf(sql, { order_id }, TO_PRINT);
  const wanted = new Set(parcel_ids ?? all.map((parcel) => parcel.id));
  const open = all.filter((parcel) => wanted.has(parcel.id));
  if (open.length === 0) return;
  const order_number = await orderNumber(container, order_id);
  const senders = await senderNames(container, open);
  const sheets: PrintedSheet[] = [];
  for (const [cooperative_id, sender] of senders) {
    const parcels = open.filter((parcel) => parcel.cooperative_id === cooperative_id);
    const file = path.join(
      "labels",
      sheetName(order_id, senders.size === 1 ? "" : cooperative_id, parcel_ids && message_id),
    );
    const written = await renderInChild("print-labels", {
      file: path.resolve(readEnv().FILES_DIR, file),
      title: `Labels of order ${order_number}`,
      labels: parcels.map((parcel) => asLabel(parcel, sender)),
    } satisfies Sheet);
    sheets.push({
      cooperative_id,
      file,
      sha256: written.sha256,
      parcel_ids: parcels.map((parcel) => parcel.id),
      numbers: parcels.map((parcel) => parcel.number),
      whole: parcel_ids === undefined,
    });
  }
  killPoint("after_labels_before_commit");
  await service.recordLabels({ message_id, order_id, sheets });
  log.info({ order_id, labels: open.length }, "labels printed");
};

async function orderNumber(container: MedusaContainer, order_id: string): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["id", "display_id"], filters: { id: order_id } });
  if (!data[0]) throw new PermanentFailure(`There is no order ${order_id}.`);
  return String(data[0].display_id ?? order_id);
}

/** What the cooperative module tells of a sender. */
interface Senders {
  cooperatives(ids: readonly string[]): Promise<{ id: string; name_zh: string }[]>;
}

async function senderNames(container: MedusaContainer, parcels: readonly LabelFacts[]): Promise<Map<string, string>> {
  const service: Senders = container.resolve("cooperative");
  const ids = [...new Set(parcels.map((parcel) => parcel.cooperative_id))].sort();
  const known = new Map((await service.cooperatives(ids)).map((cooperative) => [cooperative.id, cooperative.name_zh]));
  return new Map(ids.map((id) => [id, known.get(id) ?? ""]));
}

/** A few labels have a file of their own, so that the order's sheet stays what it is. */
function sheetName(order_id: string, cooperative_id: string, alone: string | undefined): string {
  const parts = [order_id, cooperative_id, alone ?? ""].filter((part) => part !== "").map(fileName);
  return `${parts.join(".")}.pdf`;
}

/** Ids have letters, digits, _ and -: anything else has no business in a file name. */
function fileName(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) throw new PermanentFailure(`"${id.slice(0, 40)}" can't name a file.`);
  return id;
}
