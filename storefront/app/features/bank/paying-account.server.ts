import { data, redirect } from "react-router";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { fieldOf, inWords, text, typed } from "../ui/form.server";
import { say } from "../../i18n/say.server";
import { doneSchema } from "./data.server";

const FIELD_OF: Readonly<Record<string, string>> = { "bank.member_id": "bank_member_id", name: "holder" };

/** Names the account that pays; what was typed stays when it can't be. */
export async function namePayingAccount(desk: Member, path: Path, form: FormData) {
  const clean = (name: string) => text(form, name).normalize("NFKC").replace(/\s/g, "");
  const [name, account, member_id] = [text(form, "holder"), clean("account").toUpperCase(), clean("bank_member_id")];
  const t = say(path);
  const problems = [
    ...(name === "" ? [{ field: "holder", text: t("bank.paying.needHolder") }] : []),
    ...(/^[0-9A-Z]{5,34}$/.test(account) ? [] : [{ field: "account", text: t("bank.paying.needAccount") }]),
  ];
  if (problems.length > 0) return data({ problems, layout: undefined, account: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/paying-account", doneSchema, {
    body: {
      name,
      account,
      ...(member_id === "" ? {} : { bank: { system: "CNAPS", member_id } }),
      ...(text(form, "as_on_paper") === "yes" ? { as_on_paper: true } : {}),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/bank-sheet?named`);
  const { field = "account" } = answer.refusal;
  const refused = [
    { field: fieldOf(answer.refusal, FIELD_OF[field] ?? "account"), text: inWords(path, answer.refusal) },
  ];
  return data({ problems: refused, layout: undefined, account: typed(form) }, { status: answer.refusal.status });
}
