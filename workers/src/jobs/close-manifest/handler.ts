import { killPoint } from "../../../../backend/src/lib/kill-point";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { carrierOf } from "../../carriers";
import { PermanentFailure, type JobHandler } from "../../job";

/** Closes one list with its carrier. One that was asked for before, with an end we don't know, is looked up by its key first. */
export const handle: JobHandler<"close-manifest"> = async ({ container, payload: { manifest_id }, log }) => {
  const { carrierManifests }: ParcelService = container.resolve("parcel");
  const list = await carrierManifests.manifest(manifest_id);
  if (!list) throw new PermanentFailure(`There is no list ${manifest_id}.`);
  if (list.state !== "pending") return;
  const carrier = carrierOf(list.carrier);
  const found = list.asked_at === null ? undefined : await carrier.findManifest(list.key);
  if (found) return carrierManifests.record(list.id, { state: "closed", number: found.manifest_id });
  await carrierManifests.markAsked(list.id);
  const answer = await carrier.manifest(list.key, list.parcel_references);
  killPoint("after_manifest_before_commit");
  if (answer.outcome === "unknown") throw new Error(`not known whether list ${list.id} is closed: ${answer.reason}`);
  await carrierManifests.record(
    list.id,
    answer.outcome === "done"
      ? { state: "closed", number: answer.value.manifest_id }
      : { state: "refused", reason: answer.reason },
  );
  log.info({ manifest_id, parcels: list.parcels }, "list of the carrier closed");
};
