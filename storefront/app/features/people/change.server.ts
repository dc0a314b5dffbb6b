import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { text } from "../ui/form.server";
import { agreedOf, consentOf, done, gramsOf, refused, refusedWith } from "./actions.server";
import { registeredSchema } from "./data.server";

/** What can be changed on a household's page, one thing on a page of its own. */
export const CHANGES = [
  "details",
  "account",
  "account-off",
  "pin",
  "acting",
  "consent",
  "person",
  "person-remove",
  "delegate",
  "delegate-end",
] as const;
export type Change = (typeof CHANGES)[number];

/** What a secretary may do for a household of her village: neither accounts nor floors. */
export const OFFICE_CHANGES = [
  "details",
  "pin",
  "acting",
  "person",
  "person-remove",
  "delegate",
  "delegate-end",
] as const satisfies readonly Change[];

export function changeOf<C extends Change = Change>(what: string, changes: readonly C[] = CHANGES as never): C {
  const change = changes.find((one) => one === what);
  if (!change) throw new Response(null, { status: 404 });
  return change;
}

interface Request {
  desk: Member;
  path: Path;
  form: FormData;
  household_id: string;
  /** The person or relative that is meant. */
  item: string;
  /** In which room: the desk, or the secretary's office. */
  room?: "desk" | "office";
}

/** Does one change; `made` is a new PIN, to be shown once. */
export async function doChange(change: Change, request: Request) {
  const { desk, path, form, household_id, item, room = "desk" } = request;
  const base = `/${room}/households/${encodeURIComponent(household_id)}`;
  if (change === "pin") {
    const given = await desk.call(`${base}/pin`, registeredSchema, { body: { agreed: agreedOf(form) } });
    if (!given.ok) return refused(path, form, given.refusal, "agreed_kind");
    const headers = { "Cache-Control": "no-store" };
    return data({ problems: [], typed: {}, made: given.value }, { headers });
  }
  const call = room === "office" && change === "details" ? detailsOfVillager(form) : bodyOf(change, form, item);
  if (call === undefined) {
    return refusedWith(form, [{ field: "floor_kg", text: say(path)("register.wrong.floor_kg") }]);
  }
  const answer = await desk.call(`${base}${call.to}`, done, { body: { ...call.body, agreed: agreedOf(form) } });
  return answer.ok ? undefined : refused(path, form, answer.refusal, FIRST_FIELD[change]);
}

/** What a secretary changes of them: the floor and the card are the cooperative's. */
function detailsOfVillager(form: FormData) {
  const phone = text(form, "phone");
  return { to: "", body: { name: text(form, "name"), ...(phone === "" ? {} : { phone }) } };
}

/** Where a refusal that names no field is shown. */
const FIRST_FIELD: Record<Change, string> = {
  details: "name",
  account: "rail",
  "account-off": "agreed_kind",
  pin: "agreed_kind",
  acting: "agreed_kind",
  consent: "purpose",
  person: "name",
  "person-remove": "agreed_kind",
  delegate: "name",
  "delegate-end": "agreed_kind",
};

/** A payout account from its fields. */
export function accountOf(form: FormData) {
  const holder = text(form, "holder");
  if (text(form, "rail") === "cash") return { rail: "cash", holder };
  const account = text(form, "account").normalize("NFKC").replace(/\s/g, "");
  const member_id = text(form, "bank_member_id").normalize("NFKC").replace(/\s/g, "");
  const as_on_paper = text(form, "as_on_paper") === "yes";
  return {
    rail: "bank_file",
    holder,
    account: account.toUpperCase(),
    bank: { system: "CNAPS", member_id },
    as_on_paper,
  };
}

/** The call of a change and its body; undefined when the floor is no weight. */
function bodyOf(
  change: Exclude<Change, "pin">,
  form: FormData,
  item: string,
): { to: string; body: object } | undefined {
  switch (change) {
    case "details": {
      const floor = gramsOf(text(form, "floor_kg"));
      if (floor === undefined) return undefined;
      const phone = text(form, "phone");
      return {
        to: "",
        body: {
          name: text(form, "name"),
          priority_floor_g: floor,
          active: text(form, "active") === "yes",
          ...(phone === "" ? {} : { phone }),
        },
      };
    }
    case "account": {
      const old_stops = text(form, "old_stops") === "yes";
      return { to: "/account", body: { ...accountOf(form), old_stops } };
    }
    case "account-off":
      return { to: "/account/call-off", body: {} };
    case "acting":
      return { to: "/acting-for", body: {} };
    case "consent":
      return { to: "/consents", body: consentOf(form) };
    case "person":
      return { to: "/people", body: { name: text(form, "name"), relation: text(form, "relation") } };
    case "person-remove":
      return { to: `/people/${encodeURIComponent(item)}/remove`, body: {} };
    case "delegate":
      return {
        to: "/delegates",
        body: {
          name: text(form, "name"),
          relation: text(form, "relation"),
          phone: text(form, "phone"),
          may: text(form, "may"),
        },
      };
    case "delegate-end":
      return { to: `/delegates/${encodeURIComponent(item)}/end`, body: {} };
  }
}
