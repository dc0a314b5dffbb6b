import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Answer } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { again } from "../quote/refusals.server";
import { NO_FIELD } from "../ui/Field";
import { fieldOf, text } from "../ui/form.server";
import { priceListWords } from "./data.server";

/** Renames a list, puts a company in or takes it out, or ends the list. */
export async function actOnList(desk: Member, path: Path, id: string, form: FormData) {
  const api = `/desk/price-lists/${encodeURIComponent(id)}`;
  const page = `/${path}/desk/price-lists/${encodeURIComponent(id)}`;
  const version = Number(text(form, "version"));
  const after = (done: Answer<unknown>, field: string, to: string) => {
    if (done.ok) return redirect(to, 303);
    const named = done.refusal.field ?? "";
    const problem = {
      field: fieldOf(done.refusal, form.has(named) ? named : field),
      text: priceListWords(path, done.refusal),
    };
    return again(form, [problem], done.refusal.status === 401 ? 400 : done.refusal.status);
  };
  const send = (to: string, body: unknown) => desk.call(to, z.unknown(), { body });
  switch (text(form, "intent")) {
    case "rename": {
      const name = text(form, "name");
      if (name === "") return again(form, [{ field: "name", text: say(path)("priceLists.nameFirst") }]);
      return after(await send(api, { name, version }), "name", `${page}?done`);
    }
    case "put": {
      const company_id = text(form, "company_id");
      if (company_id === "") return again(form, [{ field: "company_id", text: say(path)("priceLists.chooseCompany") }]);
      const day = (field: string) => text(form, field) || null;
      const body = { company_id, from_day: day("from_day"), to_day: day("to_day") };
      return after(await send(`${api}/companies`, body), "company_id", `${page}?done#companies`);
    }
    case "end":
      return after(await send(`${api}/end`, { version }), NO_FIELD, `/${path}/desk/price-lists?ended`);
    default: {
      const out = encodeURIComponent(text(form, "out"));
      return after(await send(`${api}/companies/${out}/remove`, {}), NO_FIELD, `${page}?done#companies`);
    }
  }
}
