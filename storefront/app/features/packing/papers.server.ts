import { data, redirect } from "react-router";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { text, typed } from "../ui/form.server";
import { paperSchema } from "./data.server";
import { refusedAt } from "./words.server";

/** Asks for the paper a form's button names, and goes to where it is being printed. */
export async function askForPaper(desk: Member, path: Path, form: FormData, of: Record<string, string>) {
  const answer = await desk.call("/desk/papers", paperSchema, { body: { kind: text(form, "paper"), ...of } });
  if (answer.ok) return redirect(`/${path}/desk/papers/${answer.value.paper.id}`);
  return data(
    { problems: refusedAt(path, answer.refusal, "paper"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}
