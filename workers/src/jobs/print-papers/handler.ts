import path from "node:path";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import { labelsOf, TO_COPY, type ParcelsOf } from "../../../../backend/src/lib/label-facts";
import { carrierName, manifestOf, pickListOf, slipsOf, waveHead } from "../../../../backend/src/lib/shed-facts";
import type CooperativeService from "../../../../backend/src/modules/cooperative/service";
import type { Paper } from "../../../../backend/src/modules/parcel/papers";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { renderInChild } from "../../print/in-child";
import { onTheBox } from "../print-labels/as-label";
import type { PaperSheet } from "./paper";
import { HOME_TZ } from "../../../../backend/src/lib/today";

/**
 * Prints one paper of the packing shed. The file is whole or not there; a job that dies after writing it writes it again
 * under the same name, from what is true then.
 */
export const handle: JobHandler<"print-papers"> = async ({ container, message_id, payload: { paper_id }, log }) => {
  const parcels: ParcelService = container.resolve("parcel");
  const paper = await parcels.papers.paper(paper_id);
  if (!paper) throw new PermanentFailure(`There is no paper ${paper_id}.`);
  if (paper.state === "printed") return;
  const file = path.join("papers", `${paper.id}.pdf`);
  const sheet = await sheetOf(container, paper, path.resolve(readEnv().FILES_DIR, file));
  let noted = Promise.resolve();
  const { pages, sha256 } = await renderInChild("print-papers", sheet, (drawn) => {
    noted = noted
      .then(() => parcels.papers.progress(paper.id, drawn))
      .catch((error: unknown) => {
        log.warn({ paper_id, error: String(error) }, "progress was not noted");
      });
  });
  await noted;
  killPoint("after_paper_before_commit");
  await parcels.papers.recordPrinted({ message_id, paper_id, file, pages, sha256 });
  log.info({ paper_id, kind: paper.kind, pages }, "paper printed");
};

async function sheetOf(container: MedusaContainer, paper: Paper, file: string): Promise<PaperSheet> {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([paper.cooperative_id]);
  const sender = cooperative?.name_zh ?? "";
  const trace = `${readEnv().STOREFRONT_URL.replace(/\/$/, "")}/zh/trace`;
  const of = subjectOf(paper);
  const made_at = paper.created_at.toISOString();
  switch (paper.kind) {
    case "labels":
    case "labels_a4": {
      const labels = await labelsOf(sql, of, TO_COPY);
      return {
        kind: paper.kind,
        file,
        made_at,
        title: "Labels",
        labels: labels.flatMap((label) => onTheBox(label, sender)),
      };
    }
    case "slips":
      return { kind: "slips", file, made_at, title: "Packing slips", sender, trace, slips: await slipsOf(sql, of) };
    case "pick_list": {
      const wave = await waveHead(sql, paper.wave_id ?? "");
      const list = await pickListOf(sql, paper.wave_id ?? "");
      const cut_off = wave ? whenText(wave.cut_off_at) : "";
      return {
        kind: "pick_list",
        file,
        made_at,
        title: "Pick list",
        head: { number: wave?.number ?? "", sender, cut_off },
        ...list,
      };
    }
    case "manifest": {
      const parcels: ParcelService = container.resolve("parcel");
      const handover = await parcels.handovers.view(paper.handover_id ?? "", paper.cooperative_id);
      if (!handover) throw new PermanentFailure(`There is no handover ${paper.handover_id ?? ""}.`);
      const { number, driver, plate, gross_g, signature, created_at } = handover;
      const rows = await manifestOf(sql, handover.id);
      const names = new Map(rows.map((row) => [row.carrier, row.carrier_name]));
      return {
        kind: "manifest",
        file,
        made_at,
        title: `Manifest ${number}`,
        head: {
          number,
          sender,
          driver: driver ?? "",
          plate: plate ?? "",
          at: whenText(created_at),
          parcels: handover.parcels,
          gross_g,
          signature,
          lists: (await parcels.carrierManifests.ofHandover(handover.id)).flatMap((list) =>
            list.state === "closed" && list.number !== null
              ? [
                  {
                    carrier: names.get(list.carrier) ?? carrierName(list.carrier),
                    number: list.number,
                    parcels: list.parcels,
                  },
                ]
              : [],
          ),
        },
        rows,
      };
    }
  }
}

function subjectOf({ wave_id, parcel_id, handover_id }: Paper): ParcelsOf {
  if (wave_id !== null) return { wave_id };
  if (parcel_id !== null) return { parcel_id };
  return { handover_id: handover_id ?? "" };
}

const clock = new Intl.DateTimeFormat("sv-SE", {
  dateStyle: "short",
  timeStyle: "short",
  timeZone: HOME_TZ,
});

/** "2026-11-26 09:30", the villages' time. */
function whenText(at: Date): string {
  return clock.format(at);
}
