import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, Unavailable, type Answer } from "../../lib/api.server";
import type { Both } from "../../lib/path";
import { minor } from "../../lib/shapes";
import { refundParts, refundState } from "../order/money-back.server";
import type { Names } from "../produce/names.server";
import type { Problem } from "../ui/Field";
import { text, typed } from "../ui/form.server";
import { photoOf } from "../weigh-in/photo.server";
import { packsTyped, refused, weighedTyped } from "./data.server";
import { linesOf } from "./standing";
import { KINDS, REMEDIES } from "./words";

const any = z.object({});
/** 8 MB over a weak uplink, and drawn anew. */
const PHOTO_MS = 60_000;
/** What is wrong with a file, in a buyer's words: the report it belongs to stands. */
const PHOTO_FAULTS = ["not_a_photo", "photo_too_large"] as const;

export const orderClaimsSchema = z
  .array(
    z.object({
      id: z.string(),
      number: z.string(),
      parcel_number: z.string(),
      kind: z.enum(KINDS),
      stage: z.enum(["open", "decided", "done", "refused"]),
      wish: z.enum(REMEDIES).nullable(),
      wish_due_at: z.string(),
      remedy: z.enum(REMEDIES).nullable(),
      lines: z.array(z.object({ title: z.string(), packs: z.int() })),
      words: z.string().nullable().default(null),
      photos: z.int().default(0),
      weighed_g: z.int().nullable().default(null),
      refused: z.object({ words: z.string(), phone: z.string().nullable() }).nullable().default(null),
      refund_minor: minor,
      refund: refundState,
      back: refundParts,
      replacement: z.object({ order_id: z.string(), display_id: z.number().nullable() }).nullable(),
    }),
  )
  .default([]);

export const parcelLinesSchema = z
  .array(z.object({ order_line_id: z.string(), title: z.string(), packs: z.int(), claimed: z.int() }))
  .default([]);

type Found = z.output<typeof orderClaimsSchema>[number];
export type OrderClaim = Omit<Found, "lines"> & { readonly lines: readonly { title: Both; packs: number }[] };

export interface ReportableParcel {
  readonly number: string;
  readonly arrived: boolean;
  /** Goods by weight are in it: what they weighed may be said. */
  readonly by_weight: boolean;
  /** A claim of it that stands. With no line left, all of it is told there. */
  readonly claim: string | null;
  readonly lines: readonly { order_line_id: string; title: Both; packs: number }[];
}

export function orderClaims(found: readonly Found[], names: Names): OrderClaim[] {
  return found.map((claim) => ({
    ...claim,
    lines: claim.lines.map((line) => ({ packs: line.packs, title: names(line.title) })),
  }));
}

/** Parcels that a buyer may report something about: those that left, with the packs that no claim names that stands. */
export function reportable(
  parcels: readonly {
    number: string;
    state: string;
    contents: readonly { unit: "g" | "piece" }[];
    lines: z.output<typeof parcelLinesSchema>;
  }[],
  told: readonly Found[],
  names: Names,
): ReportableParcel[] {
  // What was refused may be reported again.
  const claims = told.filter((one) => one.stage !== "refused");
  const whole = new Set(
    claims.filter((one) => one.kind === "lost" || one.kind === "returned").map((one) => one.parcel_number),
  );
  return parcels
    .filter(({ number, state }) => !whole.has(number) && ["handed_over", "in_transit", "delivered"].includes(state))
    .map(({ number, state, contents, lines }) => ({
      number,
      arrived: state === "delivered",
      by_weight: contents.some((one) => one.unit === "g"),
      claim: claims.find((one) => one.parcel_number === number)?.number ?? null,
      lines: linesOf(lines).map((line) => ({ ...line, title: names(line.title) })),
    }));
}

/** Whether this key is that of the order: its link was sent to the buyer, and to nobody else. */
export async function isBuyersKey(order_id: string, key: string): Promise<boolean> {
  const at = `/store/orders/${encodeURIComponent(order_id)}/buyer`;
  const answer = await call(at, any, { headers: { "x-order-key": key } });
  if (!answer.ok && answer.refusal.code === "unavailable") throw new Unavailable();
  return answer.ok;
}

/** Forms of an order's page: report a parcel, say what is wanted, add a photo. `headers` say whose buyer this browser is. */
export async function orderAction(path: Path, order_id: string, form: FormData, headers: Record<string, string>) {
  const t = say(path);
  const at = `/store/orders/${encodeURIComponent(order_id)}/claims`;
  const one = `${at}/${encodeURIComponent(text(form, "claim_id"))}`;
  const wrong = (problems: Problem[], status = 400) => data({ problems, typed: typed(form) }, { status });
  const ended = (answer: Answer<unknown>, field: string) =>
    answer.ok
      ? redirect(`/${path}/orders/${encodeURIComponent(order_id)}#claims`)
      : answer.refusal.status === 403
        ? wrong([{ field, text: t("orderClaims.onlyBuyer") }], 403)
        : wrong(refused(path, answer.refusal, field), answer.refusal.status);
  if (text(form, "act") === "wish")
    return ended(await call(`${one}/wish`, any, { headers, body: { wish: text(form, "wish") } }), "wish");
  if (text(form, "act") === "photo") {
    const photo = photoOf(form);
    if (!photo) return wrong([{ field: "photo", text: t("claims.problems.photo") }]);
    const bytes = new Uint8Array(await photo.arrayBuffer());
    const sent = await call(`${one}/photos`, any, { headers, method: "POST", bytes, time_limit_ms: PHOTO_MS });
    const fault = sent.ok ? undefined : PHOTO_FAULTS.find((code) => code === sent.refusal.code);
    return fault === undefined
      ? ended(sent, "photo")
      : wrong([{ field: "photo", text: t(`claims.problems.${fault}`) }]);
  }
  const [kind, words, wish] = [text(form, "kind"), text(form, "words"), text(form, "wish")];
  const lines = packsTyped(form);
  const weighed_g = weighedTyped(form);
  const problems: Problem[] = [
    ...(kind === "" ? [{ field: "kind", text: t("claims.problems.choose") }] : []),
    ...(lines === undefined ? [{ field: "lines", text: t("claims.problems.packs") }] : []),
    ...(weighed_g === null ? [{ field: "weighed_g", text: t("claims.problems.weighed") }] : []),
    ...(words.length < 2 ? [{ field: "words", text: t("claims.problems.words") }] : []),
  ];
  if (problems.length > 0) return wrong(problems);
  const body = {
    parcel_number: text(form, "parcel_number"),
    kind,
    words,
    idempotency_key: text(form, "idempotency_key"),
    ...(wish === "" ? {} : { wish }),
    ...(weighed_g === undefined ? {} : { weighed_g }),
    ...(lines === undefined || lines.length === 0 ? {} : { lines }),
  };
  return ended(await call(at, any, { headers, body }), "kind");
}
