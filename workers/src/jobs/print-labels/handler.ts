import path from "node:path";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type { ParcelView, PrintedSheet } from "../../../../backend/src/modules/parcel/types";
import { gradeWords } from "../../../../backend/src/lib/words";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { renderInChild } from "../../print/in-child";
import type { Label } from "./label";
import type { Sheet } from "./sheet";

/**
 * Prints the labels of an order, a sheet for each cooperative that packs for it; or of some of its parcels alone, whose
 * label was replaced or who were regrouped. The file is whole or not there; a job that dies after writing it writes the same
 * file again.
 */
export const handle: JobHandler<"print-labels"> = async ({ container, message_id, payload, log }) => {
  const { order_id, parcel_ids } = payload;
  const service: ParcelService = container.resolve("parcel");
  const all = (await service.parcelsOfOrder(order_id)).filter((parcel) => TO_PRINT.has(parcel.state));
  const wanted = new Set(parcel_ids ?? all.map((parcel) => parcel.id));
  const open = all.filter((parcel) => wanted.has(parcel.id));
  if (open.length === 0) return;
  const order_number = await orderNumber(container, order_id);
  const senders = await senderNames(container, open);
  const pools: PoolService = container.resolve("pool");
  const grades = new Map((await pools.shorts.grades.insteadOf(order_id)).map((one) => [one.allocation_id, one.grade]));
  const sheets: PrintedSheet[] = [];
  for (const [cooperative_id, sender] of senders) {
    // "2 / 3" counts all that go to one place, also when one label is printed alone.
    const own = all.filter((parcel) => parcel.cooperative_id === cooperative_id).sort(byDestination);
    const parcels = own.filter((parcel) => wanted.has(parcel.id));
    const numbers = new Set(parcels.map((parcel) => parcel.number));
    const file = path.join(
      "labels",
      sheetName(order_id, senders.size === 1 ? "" : cooperative_id, parcel_ids && message_id),
    );
    const written = await renderInChild("print-labels", {
      file: path.resolve(readEnv().FILES_DIR, file),
      title: `Labels of order ${order_number}`,
      labels: labelsOf(own, order_number, sender, grades).filter((label) => numbers.has(label.number)),
    } satisfies Sheet);
    sheets.push({
      cooperative_id,
      file,
      sha256: written.sha256,
      parcel_ids: parcels.map((parcel) => parcel.id),
      numbers: [...numbers],
      whole: parcel_ids === undefined,
    });
  }
  killPoint("after_labels_before_commit");
  await service.recordLabels({ message_id, order_id, sheets });
  log.info({ order_id, labels: open.length }, "labels printed");
};

const TO_PRINT: ReadonlySet<string> = new Set(["planned", "labelled", "packed"]);

/** Parcels to one place lie together in the pile. */
function byDestination(a: ParcelView, b: ParcelView): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : a.number < b.number ? -1 : 1;
}

function labelsOf(
  parcels: readonly ParcelView[],
  order_number: string,
  sender: string,
  grades: ReadonlyMap<string, string>,
): Label[] {
  const { STOREFRONT_URL } = readEnv();
  const keyOf = (parcel: ParcelView) => parcel.addressee_id ?? `${parcel.name}/${parcel.address}`;
  const parts = new Map<string, number>();
  for (const parcel of parcels) parts.set(keyOf(parcel), (parts.get(keyOf(parcel)) ?? 0) + 1);
  const printed = new Map<string, number>();
  return parcels.map((parcel) => {
    const key = keyOf(parcel);
    printed.set(key, (printed.get(key) ?? 0) + 1);
    return {
      number: parcel.number,
      tracking_number: parcel.tracking_number,
      carrier: parcel.carrier,
      service: parcel.service,
      zone: parcel.zone,
      part: printed.get(key) ?? 1,
      parts: parts.get(key) ?? 1,
      name: parcel.name,
      phone: parcel.phone,
      address: parcel.address,
      order_number,
      sender,
      gross_g: parcel.gross_g,
      contents: packsOf(parcel, grades),
      trace_url: `${STOREFRONT_URL.replace(/\/$/, "")}/zh/trace/${parcel.number}`,
    };
  });
}

/** Contents are listed by lot; a label counts packs by line, and apart those that are of another grade than was ordered. */
function packsOf(parcel: ParcelView, grades: ReadonlyMap<string, string>): { title: string; packs: number }[] {
  const lines = new Map<string, { title: string; packs: number; others: Map<string, number> }>();
  for (const { order_line_id, title, packs, pack_units, allocation_id, units } of parcel.contents) {
    const line = lines.get(order_line_id) ?? { title, packs, others: new Map<string, number>() };
    const grade = grades.get(allocation_id);
    if (grade !== undefined) line.others.set(grade, (line.others.get(grade) ?? 0) + units / pack_units);
    lines.set(order_line_id, line);
  }
  return [...lines.values()].flatMap(({ title, packs, others }) => {
    const instead = [...others].map(([grade, count]) => ({
      title: `${title} (${gradeWords(grade).zh})`,
      packs: count,
    }));
    const ordered = packs - instead.reduce((sum, one) => sum + one.packs, 0);
    return [...(ordered > 0 ? [{ title, packs: ordered }] : []), ...instead];
  });
}

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

async function senderNames(container: MedusaContainer, parcels: readonly ParcelView[]): Promise<Map<string, string>> {
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
