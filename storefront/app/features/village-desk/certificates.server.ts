import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import type { Place } from "../shop-desk/page.server";
import { text } from "../ui/form.server";
import { pictureSchema } from "../ui/pictures.server";
import { paperFile } from "../village/certificate.server";
import { photoOf } from "../weigh-in/photo.server";
import { again, emptyOf, ofVillage, produceChoice, refusedAgain } from "./answer.server";
import { CERTIFICATE_FIELDS, CERTIFICATE_KINDS, fieldOf } from "./fields";

/** A certificate as those who write it see it. */
export const certificateInWork = z.object({
  id: z.string(),
  kind: z.enum(CERTIFICATE_KINDS),
  number: z.string(),
  produce: produceChoice.nullable(),
  issuer_zh: z.string(),
  issuer_en: z.string(),
  valid_from: z.string(),
  valid_to: z.string(),
});

const certificatesSchema = z.object({
  village: ofVillage,
  certificates: z.array(
    certificateInWork.extend({
      version: z.int(),
      in_force: z.boolean(),
      ends_soon: z.boolean(),
      papers: z.array(pictureSchema.extend({ id: z.string(), own: z.boolean() })),
      files: z.array(paperFile.extend({ id: z.string(), own: z.boolean() })),
    }),
  ),
  produce: z.array(produceChoice),
});
export type CertificatesInWork = z.output<typeof certificatesSchema>;

/** 8 MB over a weak uplink, and drawn anew in nine files. */
const PAPER_MS = 60_000;
/** What may be left out: a certificate of all that the village sells. */
const REQUIRED = CERTIFICATE_FIELDS.filter((field) => field !== "produce");

export const certificatesOf = (desk: Member, { api }: Place): Promise<CertificatesInWork> =>
  desk.read(`${api}/certificates`, certificatesSchema);

/** Adds a certificate, changes or withdraws one, or shows its paper: one plain form each. */
export async function changeCertificates(desk: Member, path: Path, { api, at }: Place, form: FormData) {
  const intent = text(form, "intent");
  const id = intent === "add" ? "" : text(form, "certificate");
  const one = `${api}/certificates/${encodeURIComponent(id)}`;
  const back = `${at}/certificates`;
  if (intent === "paper" || intent === "remove") return paper(desk, path, { one, back, id }, form);
  const seen = Number(text(form, "seen"));
  if (intent === "withdraw") {
    const answer = await desk.call(`${one}/withdraw`, z.unknown(), { body: { seen } });
    return answer.ok ? redirect(`${back}?withdrawn`) : refusedAgain(path, form, id, answer.refusal, ["number"]);
  }
  const values = Object.fromEntries(CERTIFICATE_FIELDS.map((field) => [field, text(form, fieldOf(field, id))]));
  const empty = emptyOf(path, values, REQUIRED);
  if (empty.length > 0) return again(form, id, empty);
  const body = { ...values, produce: values.produce === "" ? null : values.produce };
  const answer =
    intent === "add"
      ? await desk.call(`${api}/certificates`, z.unknown(), { body })
      : await desk.call(one, z.unknown(), { body: { ...body, seen } });
  if (!answer.ok) return refusedAgain(path, form, id, answer.refusal, ["number", ...CERTIFICATE_FIELDS]);
  return redirect(`${back}?written`);
}

async function paper(
  desk: Member,
  path: Path,
  { one, back, id }: { one: string; back: string; id: string },
  form: FormData,
) {
  if (text(form, "intent") === "remove") {
    const picture = encodeURIComponent(text(form, "picture"));
    const answer = await desk.call(`${one}/papers/${picture}/remove`, z.unknown(), { body: {} });
    return answer.ok ? redirect(`${back}?paperHidden`) : refusedAgain(path, form, id, answer.refusal, ["photo"]);
  }
  const photo = photoOf(form);
  if (!photo) return again(form, id, [{ field: "photo", text: say(path)("villageDesk.certificates.paperMissing") }]);
  const answer = await desk.call(`${one}/papers`, z.unknown(), {
    method: "POST",
    bytes: new Uint8Array(await photo.arrayBuffer()),
    time_limit_ms: PAPER_MS,
  });
  return answer.ok ? redirect(`${back}?paperShown`) : refusedAgain(path, form, id, answer.refusal, ["photo"]);
}
