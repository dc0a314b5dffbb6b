import path from "node:path";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type { PrintedSheet } from "../../../../backend/src/modules/parcel/types";
import { LABELS_PER_SHEET, labelIdsOf, labelsOf, TO_PRINT } from "../../../../backend/src/lib/label-facts";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { renderInChild } from "../../print/in-child";
import { asLabel } from "./as-label";
import type { Sheet } from "./sheet";

/**
 * Prints the labels of an order, for each cooperative that packs for it; or of some of its parcels alone, whose label was
 * replaced or who were regrouped. Thousands are printed in parts, each a file and a commit of its own: memory stays what one part
 * takes, the desk sees how far it is, and a job that dies goes on with the part it died in. A file is whole or not there, and
 * written again it is the same.
 */
export const handle: JobHandler<"print-labels"> = async ({ container, message_id, payload, log }) => {
  const { order_id, parcel_ids, only_new } = payload;
  const service: ParcelService = container.resolve("parcel");
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const before = new Map((await service.labelParts(message_id)).map((one) => [one.cooperative_id, one]));
  const here = await labelIdsOf(sql, order_id, parcel_ids);
  const done = new Set([...before.values()].flatMap((one) => one.parcel_ids));
  const isMeant = ({ id, state }: (typeof here)[number]) => !only_new || state === "planned" || done.has(id);
  const open = here.filter(isMeant);
  if (open.length === 0) return;
  // Labels beside others that stay valid have a file of their own.
  const beside = parcel_ids !== undefined || open.length < here.length;
  const order = await orderOf(container, order_id);
  const senders = await senderNames(container, open);
  for (const [cooperative_id, sender] of senders) {
    const recorded = before.get(cooperative_id);
    const printed = new Set(recorded?.parcel_ids);
    const left = open.filter((one) => one.cooperative_id === cooperative_id && !printed.has(one.id));
    const of_labels = recorded?.of_labels ?? left.length;
    let part = recorded?.parts ?? 0;
    for (let start = 0; start < left.length; start += LABELS_PER_SHEET) {
      const ids = left.slice(start, start + LABELS_PER_SHEET).map((one) => one.id);
      const labels = await labelsOf(sql, { parcel_ids: ids }, TO_PRINT);
      if (labels.length === 0) continue;
      const names = [senders.size === 1 ? "" : cooperative_id, beside ? message_id : ""];
      if (of_labels > LABELS_PER_SHEET) names.push(`p${part + 1}`);
      const file = path.join("labels", sheetName(order_id, names));
      const { sha256 } = await renderInChild("print-labels", {
        file: path.resolve(readEnv().FILES_DIR, file),
        title: `Labels of order ${order.number}`,
        made_at: order.made_at,
        labels: labels.map((label) => asLabel(label, sender)),
      } satisfies Sheet);
      killPoint("after_labels_before_commit");
      const sheet: PrintedSheet = {
        cooperative_id,
        file,
        sha256,
        parcel_ids: labels.map((label) => label.id),
        numbers: labels.map((label) => label.number),
        whole: parcel_ids === undefined,
        part,
        of_labels,
      };
      await service.recordLabels({ message_id, order_id, sheets: [sheet], more: true });
      killPoint("after_label_part");
      part += 1;
    }
  }
  await service.recordLabels({ message_id, order_id, sheets: [] });
  log.info({ order_id, labels: open.length }, "labels printed");
};

async function orderOf(container: MedusaContainer, order_id: string): Promise<{ number: string; made_at: string }> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id", "created_at"],
    filters: { id: order_id },
  });
  if (!data[0]) throw new PermanentFailure(`There is no order ${order_id}.`);
  const { display_id, created_at } = data[0];
  return { number: String(display_id ?? order_id), made_at: new Date(created_at).toISOString() };
}

/** What the cooperative module tells of a sender. */
interface Senders {
  cooperatives(ids: readonly string[]): Promise<{ id: string; name_zh: string }[]>;
}

async function senderNames(
  container: MedusaContainer,
  parcels: readonly { cooperative_id: string }[],
): Promise<Map<string, string>> {
  const service: Senders = container.resolve("cooperative");
  const ids = [...new Set(parcels.map((parcel) => parcel.cooperative_id))].sort();
  const known = new Map((await service.cooperatives(ids)).map((cooperative) => [cooperative.id, cooperative.name_zh]));
  return new Map(ids.map((id) => [id, known.get(id) ?? ""]));
}

/** A few labels have a file of their own, so that the order's sheet stays what it is. */
function sheetName(order_id: string, names: readonly string[]): string {
  return `${[order_id, ...names]
    .filter((name) => name !== "")
    .map(fileName)
    .join(".")}.pdf`;
}

/** Ids have letters, digits, _ and -: anything else has no business in a file name. */
function fileName(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) throw new PermanentFailure(`"${id.slice(0, 40)}" can't name a file.`);
  return id;
}
