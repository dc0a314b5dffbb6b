import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { both } from "../../lib/shapes";
import type { Place } from "../shop-desk/page.server";
import { text } from "../ui/form.server";
import { season } from "../village/certificate.server";
import { again, ofVillage, produceChoice, refusedAgain } from "./answer.server";
import { fieldOf, SEASON_DAYS } from "./fields";

const seasonsSchema = z.object({
  village: ofVillage,
  seasons: z.array(season.extend({ produce: z.string(), name: both, version: z.int() })),
  /** Of what there is no season yet. */
  produce: z.array(produceChoice),
});
export type SeasonsInWork = z.output<typeof seasonsSchema>;

export const seasonsOf = (desk: Member, { api }: Place): Promise<SeasonsInWork> =>
  desk.read(`${api}/seasons`, seasonsSchema);

/** Adds a season, gives one other days, or ends it. */
export async function changeSeasons(desk: Member, path: Path, { api, at }: Place, form: FormData) {
  const intent = text(form, "intent");
  const id = intent === "add" ? "" : text(form, "season");
  const seen = Number(text(form, "seen"));
  const one = `${api}/seasons/${encodeURIComponent(id)}`;
  if (intent === "end") {
    const answer = await desk.call(`${one}/end`, z.unknown(), { body: { seen } });
    return answer.ok ? redirect(`${at}/seasons?ended`) : refusedAgain(path, form, id, answer.refusal, SEASON_DAYS);
  }
  const days = Object.fromEntries(SEASON_DAYS.map((field) => [field, dayOf(text(form, fieldOf(field, id)))]));
  const wrong = SEASON_DAYS.filter((field) => days[field] === undefined);
  if (wrong.length > 0) {
    const problems = wrong.map((field) => ({ field, text: say(path)("villageDesk.seasons.problem") }));
    return again(form, id, problems);
  }
  const answer =
    intent === "add"
      ? await desk.call(`${api}/seasons`, z.unknown(), { body: { ...days, produce: text(form, "produce") } })
      : await desk.call(one, z.unknown(), { body: { ...days, seen } });
  if (!answer.ok) return refusedAgain(path, form, id, answer.refusal, ["picked_from", "produce", ...SEASON_DAYS]);
  return redirect(`${at}/seasons?written`);
}

/** "9-5", "09/05" and "9月5日" are 5 September: "09-05". Undefined for what is no month and day. */
function dayOf(typed: string): string | undefined {
  const found = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(typed.normalize("NFKC"));
  const [month, day] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
