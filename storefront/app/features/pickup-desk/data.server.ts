import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { both } from "../../lib/shapes";
import { formOfAddress, formOfTyped, isStep } from "../checkout/address-form.server";
import type { AddressForm } from "../checkout/address-form";
import { isPlace, keptCity } from "../checkout/places.server";
import { HOME_COUNTRY } from "../produce/data.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text, typed } from "../ui/form.server";
import { TEXTS } from "./fields";

const pointSchema = z.object({
  id: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  province: z.string(),
  city: z.string(),
  street: z.string(),
  hours_zh: z.string(),
  hours_en: z.string(),
  phone: z.string(),
  notes_zh: z.string(),
  notes_en: z.string(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  ended: z.boolean(),
  version: z.int(),
});
export type DeskPoint = z.output<typeof pointSchema>;

export async function pointsOf(desk: Member): Promise<DeskPoint[]> {
  return (await desk.read("/desk/pickup-points", z.object({ points: z.array(pointSchema) }))).points;
}

/** The form of a point as it stands, or an empty one that begins today. */
export function formOfPoint(point: DeskPoint | undefined, path: Path, today: string): AddressForm {
  const { values, ...form } = formOfAddress({ province: point?.province ?? "", city: point?.city ?? "" }, path);
  const own = Object.fromEntries(TEXTS.map((field) => [field, point?.[field] ?? ""]));
  return { ...form, values: { ...values, ...own, ...(point ? {} : { valid_from: today }) } };
}

const OPTIONAL: ReadonlySet<string> = new Set(["notes_zh", "notes_en", "valid_to"]);
const CODES = [
  "stale",
  "too_many_points",
  "invalid_days",
  "point_not_found",
  "no_province",
  "phone_not_dialled",
] as const;

/** Saves a point, new or changed, or ends one. */
export async function savePoint(desk: Member, path: Path, id: string | undefined, form: FormData) {
  const base = "/desk/pickup-points";
  const at = id === undefined ? base : `${base}/${encodeURIComponent(id)}`;
  const seen = Number(text(form, "seen"));
  if (text(form, "act") === "end") {
    const ended = await desk.call(`${at}/end`, z.unknown(), { body: { seen } });
    // The form of its words is left as it is drawn: nothing was typed there.
    return ended.ok
      ? redirect(`/${path}${base}?ended`)
      : data(
          {
            problems: [{ ...problemOf(path, ended.refusal), field: fieldOf(ended.refusal, "end") }],
            form: undefined,
            seen: undefined,
          },
          { status: ended.refusal.status },
        );
  }
  if (isStep(form)) return again(form, path, []);
  const t = say(path);
  const values = typed(form);
  const problems: Problem[] = TEXTS.filter((field) => !OPTIONAL.has(field) && text(form, field) === "").map(
    (field) => ({
      field,
      text: t("pickupDesk.problems.empty"),
    }),
  );
  const days = ["valid_from", "valid_to"].filter((day) => !/^(|\d{4}-\d{2}-\d{2})$/.test(text(form, day)));
  problems.push(...days.map((field) => ({ field, text: t("pickupDesk.problems.day") })));
  const place = [text(form, "province"), text(form, "city"), text(form, "county")] as const;
  if (!isPlace(...place)) problems.push({ field: "province", text: t("pickupDesk.problems.place") });
  if (problems.length > 0) return again(form, path, problems);
  const valid_to = text(form, "valid_to");
  const body = {
    ...Object.fromEntries(TEXTS.map((field) => [field, (values[field] ?? "").trim()])),
    province: place[0],
    city: keptCity(...place),
    valid_to: valid_to === "" ? null : valid_to,
    ...(id === undefined ? {} : { seen }),
  };
  const saved = await desk.call(at, z.unknown(), { body });
  return saved.ok ? redirect(`/${path}${base}?written`) : again(form, path, [problemOf(path, saved.refusal)]);
}

function again(form: FormData, path: Path, problems: Problem[]) {
  const drawn = formOfTyped(form, path);
  // The version that was seen stays: what somebody else wrote meanwhile is not overwritten unread.
  return data(
    { problems, form: drawn, seen: Number(text(form, "seen")) || undefined },
    { status: problems.length === 0 ? 200 : 400 },
  );
}

function problemOf(path: Path, refusal: Refusal): Problem {
  const known = CODES.find((code) => code === refusal.code);
  const field = refusal.field !== undefined && refusal.field !== "" ? refusal.field : "name_zh";
  return {
    field: fieldOf(refusal, field),
    text: known ? say(path)(`pickupDesk.refusals.${known}`) : inWords(path, refusal),
  };
}

export const HOME = HOME_COUNTRY;

const pointOrdersSchema = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      order_id: z.string(),
      order_number: z.int().nullable(),
      state: z.enum(["packing", "under_way", "ready", "fetched", "ended"]),
      more: z.boolean(),
      parcels: z.int(),
      name: z.string(),
      phone: z.string(),
      point: z.object({ id: z.string(), name: both }),
      ready_at: z.string().nullable(),
      late: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type PointOrder = z.output<typeof pointOrdersSchema>["orders"][number];

/** What is asked of the list, as its address keeps it. */
export interface PointOrdersAsked {
  over: boolean;
  search: string;
  point_id: string;
}

export function pointOrdersAsked(query: URLSearchParams): PointOrdersAsked {
  const search = (query.get("search") ?? "").trim().slice(0, 60);
  return { over: query.has("over"), search, point_id: (query.get("point_id") ?? "").slice(0, 128) };
}

export const pointOrdersOf = (desk: Member, { over, search, point_id }: PointOrdersAsked, cursor: string | undefined) =>
  desk.read("/desk/point-orders", pointOrdersSchema, {
    over: over ? "1" : "0",
    search: search || undefined,
    point_id: point_id || undefined,
    cursor,
  });

const ORDER_CODES = [
  "wrong_code",
  "too_many_codes",
  "not_ready",
  "point_order_not_found",
  "parcels_not_ready",
] as const;

/** It stands at the point, or its buyer has it. */
export async function actOnPointOrder(desk: Member, path: Path, form: FormData) {
  const id = text(form, "id");
  const give = text(form, "act") === "fetched";
  const answer = await desk.call(
    `/desk/point-orders/${encodeURIComponent(id)}/${give ? "fetched" : "ready"}`,
    z.unknown(),
    { body: give ? { code: text(form, "code") } : {} },
  );
  if (answer.ok) return redirect(`/${path}/desk/point-orders?${give ? "given" : "ready"}`);
  const known = ORDER_CODES.find((code) => code === answer.refusal.code);
  const words = known ? say(path)(`pickupDesk.orders.refusals.${known}`) : inWords(path, answer.refusal);
  // The field of the code stands only where something can be given out.
  return data(
    { problems: [{ field: fieldOf(answer.refusal, `${give ? "code" : "ready"}-${id}`), text: words }] },
    { status: answer.refusal.status },
  );
}
