import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { enteredSchema } from "../shipping/data.server";
import { numberFault } from "../shipping/numbers.server";
import { shippingRefusal } from "../shipping/words.server";
import type { Problem } from "../ui/Field";
import { text, typed } from "../ui/form.server";

const CODES = [
  "not_refused",
  "phone_needed",
  "carrier_off",
  "unknown_service",
  "parcel_left",
  "by_hand",
  "invalid_day",
  "day_past",
  "no_pickup_day",
  "cutoff_passed",
  "nothing_to_fetch",
  "pickup_over",
  "pickup_not_found",
  "not_booked_yet",
] as const;

function words(path: Path, refusal: Refusal): string {
  const code = CODES.find((known) => known === refusal.code);
  return code === undefined ? shippingRefusal(path, refusal) : say(path)(`carrierActs.refusals.${code}`);
}

const MENDED = ["name", "phone", "address", "carrier"] as const;

export type Acted = Response | ReturnType<typeof data<{ problems: Problem[]; typed: Record<string, string> }>>;

const refused = (form: FormData, problems: Problem[], status = 400): Acted =>
  data({ problems, typed: typed(form) }, { status });

/** What a form about a carrier's doings asks for; `back` is the page it stands on. Undefined when it is another form. */
export async function act(desk: Member, path: Path, form: FormData, back: string): Promise<Acted | undefined> {
  const to = () => redirect(`/${path}${back}`);
  const send = async (address: string, body: object, field: string): Promise<Acted> => {
    const answer = await desk.call(address, z.unknown(), { body });
    if (answer.ok) return to();
    return refused(form, [{ field, text: words(path, answer.refusal) }], answer.refusal.status);
  };
  const id = encodeURIComponent(text(form, "id"));
  switch (text(form, "act")) {
    case "mend":
      return mend(desk, path, form, to);
    case "number":
      return typeNumber(desk, path, form, to);
    case "unbook":
      return send(`/desk/parcels/${id}/booking/cancel`, { reason: text(form, "reason") }, "reason");
    case "book":
      return send(`/desk/waves/${id}/bookings`, {}, "book");
    case "ask-all":
      return send(`/desk/handovers/${id}/bookings`, {}, "ask-all");
    case "labels":
      return send(`/desk/waves/${id}/carrier-labels`, {}, "labels");
    case "pickup": {
      const handover_id = text(form, "handover_id");
      const body = { carrier: text(form, "carrier"), day: text(form, "day") };
      return send("/desk/pickups", { ...body, ...(handover_id === "" ? {} : { handover_id }) }, "day");
    }
    case "pickup-off":
      return send(`/desk/pickups/${id}/cancel`, {}, "pickups");
    case "manifest":
      return send(`/desk/handovers/${id}/manifests`, {}, "manifest");
    default:
      return undefined;
  }
}

async function mend(desk: Member, path: Path, form: FormData, to: () => Response): Promise<Acted> {
  const id = text(form, "id");
  // Only what was changed is sent: the rest stays what the buyer wrote.
  const changed = MENDED.filter((field) => text(form, `${field}_${id}`) !== text(form, `was_${field}_${id}`));
  const body = Object.fromEntries(changed.map((field) => [field, text(form, `${field}_${id}`)]));
  const answer = await desk.call(`/desk/parcels/${encodeURIComponent(id)}/booking`, z.unknown(), { body });
  if (answer.ok) return to();
  const field = MENDED.find((one) => one === answer.refusal.field) ?? "phone";
  return refused(form, [{ field: `${field}_${id}`, text: words(path, answer.refusal) }], answer.refusal.status);
}

async function typeNumber(desk: Member, path: Path, form: FormData, to: () => Response): Promise<Acted> {
  const id = text(form, "id");
  const line = { line: 1, parcel_number: text(form, "parcel_number"), tracking_number: text(form, `number_${id}`) };
  const answer = await desk.call("/desk/tracking-numbers", enteredSchema, { body: { numbers: [line] } });
  const field = `number_${id}`;
  if (!answer.ok) return refused(form, [{ field, text: words(path, answer.refusal) }], answer.refusal.status);
  const problem = answer.value.problems[0]?.problem;
  return problem === undefined ? to() : refused(form, [{ field, text: numberFault(path, problem) }]);
}
