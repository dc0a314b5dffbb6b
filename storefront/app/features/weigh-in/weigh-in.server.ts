import { randomUUID } from "node:crypto";
import { formatsOf } from "../../lib/formats";
import { localeOf, type Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import type { Me } from "../desk/data.server";
import { inWords } from "../ui/form.server";
import { receiptSchema, repeatSchema, type Receipt } from "./data.server";
import type { WeighInBody } from "./read";

export const newKey = (): string => randomUUID();

/** Who weighs, and where: what waits on a device is sent as this person, for this cooperative, and for nobody else. */
export const weigherOf = (me: Me): string => `${me.member.id}/${me.cooperative.id}`;

export interface Sending {
  readonly body: WeighInBody;
  readonly idempotency_key: string;
  /** It was asked, and it is another lot. */
  readonly confirmed: boolean;
  /** When the scale was read, when it is sent later. */
  readonly weighed_at?: string | undefined;
}

/** How a weigh-in ended: a receipt, or a refusal in the reader's words with the form's field at fault. */
export type Sent =
  { ok: true; receipt: Receipt } | { ok: false; status: number; code: string; field: string; text: string };

/** Weighs in. The key makes it one lot, however often it is sent. */
export async function send(desk: Member, path: Path, sending: Sending): Promise<Sent> {
  const { body, idempotency_key, confirmed, weighed_at } = sending;
  const answer = await desk.call("/desk/lots", receiptSchema, {
    body: { ...body, idempotency_key, confirm_repeat: confirmed, ...(weighed_at === undefined ? {} : { weighed_at }) },
  });
  if (answer.ok) return { ok: true, receipt: answer.value.receipt };
  const { refusal } = answer;
  return {
    ok: false,
    status: refusal.status,
    code: refusal.code,
    field: fieldOf(refusal),
    text: textOf(path, refusal),
  };
}

/** The form's fields for what the backend calls them. */
const FIELD_OF: Record<string, string> = {
  gross_g: "gross",
  tare_g: "tare",
  household_id: "card_number",
  "measured.moisture": "moisture",
  "measured.foreign_matter": "foreign",
  measured: "moisture",
  pool_id: "produce",
};

function fieldOf(refusal: Refusal): string {
  const field = refusal.field ?? "card_number";
  return FIELD_OF[field] ?? field.split(".")[0] ?? field;
}

/** A repeat is said with the ticket that it looks like. */
function textOf(path: Path, refusal: Refusal): string {
  if (refusal.code !== "looks_like_a_repeat") return inWords(path, refusal);
  const parsed = repeatSchema.safeParse(refusal.details);
  if (!parsed.success) return inWords(path, refusal);
  const { number, units, unit, weighed_at } = parsed.data.details.earlier;
  const f = formatsOf(localeOf(path));
  return say(path)("intake.repeat", { number, amount: f.units(units, unit), time: f.time(weighed_at) });
}
