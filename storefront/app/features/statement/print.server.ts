import { data, redirect } from "react-router";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { inWords, text } from "../ui/form.server";
import { MONEY_PAPERS, moneyPaperSchema } from "./data.server";

/** Where papers are asked for, and where one waits for them. */
const ROOMS = {
  desk: { ask: "/desk/money-papers", page: "desk/money-papers" },
  home: { ask: "/household/papers", page: "home/papers" },
} as const;

/** Asks for the paper that a form names, and leads to the page that waits for it. */
export async function askPaper(member: Member, path: Path, form: FormData, room: keyof typeof ROOMS) {
  const kind = MONEY_PAPERS.find((one) => one === text(form, "print"));
  if (kind === undefined) throw new Response(null, { status: 400 });
  const subject = ["statement_id", "payout_id", "batch_id", "period_id"].find((name) => text(form, name) !== "");
  const village_id = text(form, "village_id");
  const part = Number(text(form, "part") || "1");
  const answer = await member.call(ROOMS[room].ask, moneyPaperSchema, {
    body: {
      kind,
      language: path,
      ...(subject === undefined ? {} : { [subject]: text(form, subject) }),
      ...(village_id === "" ? {} : { village_id }),
      ...(part === 1 ? {} : { part }),
    },
  });
  if (answer.ok) return redirect(`/${path}/${ROOMS[room].page}/${answer.value.paper.id}`);
  return data({ problem: inWords(path, answer.refusal) }, { status: answer.refusal.status });
}
