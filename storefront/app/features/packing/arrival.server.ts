import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { text, typed } from "../ui/form.server";
import { refusedAt } from "./words.server";

/** Says where a parcel, or what is still on its way of a handover, ended; `to` is its page, here as in the backend. */
export async function sayArrival(desk: Member, path: Path, form: FormData, to: string) {
  const said = text(form, "said");
  if (said === "") {
    const problems = [{ field: "said", text: say(path)("packing.arrival.choose") }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  }
  const answer = await desk.call(`${to}/arrival`, z.unknown(), { body: { said } });
  if (answer.ok) return redirect(`/${path}${to}`);
  return data(
    { problems: refusedAt(path, answer.refusal, "said"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}
