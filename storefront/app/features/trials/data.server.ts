import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { fieldOf, inWords, text } from "../ui/form.server";

/** How far a trial is that is too large to wait for; null when its figures are of now. */
export const trialSchema = z
  .object({
    id: z.string().nullable(),
    state: z.enum(["none", "asked", "stopped", "done"]),
    lines: z.int(),
    lines_done: z.int(),
    as_of: z.string().nullable(),
    since: z.int(),
  })
  .nullable();
export type Trial = NonNullable<z.output<typeof trialSchema>>;

/** Asks for the trial of a page, and leads back to it. */
export async function askTrial(
  desk: Member,
  path: Path,
  form: FormData,
  ask: { at: string; body: object; back: string },
) {
  const body = { ...ask.body, seen: text(form, "seen") || null };
  const answer = await desk.call(ask.at, z.object({ trial: trialSchema }), { body });
  if (answer.ok) return redirect(ask.back);
  const { refusal } = answer;
  return data(
    { problems: [{ field: fieldOf(refusal, "seen"), text: inWords(path, refusal) }] },
    { status: refusal.status },
  );
}
