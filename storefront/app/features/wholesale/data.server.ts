import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call } from "../../lib/api.server";
import { saved, shopSession } from "../../lib/sessions.server";
import { addLine, countOf, createCart } from "../cart/data.server";
import { regionId } from "../produce/data.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text, typed } from "../ui/form.server";
import { readSheet } from "./sheet";

const listSchema = z.object({ addressee_list: z.object({ id: z.string(), packs_total: z.int() }) });
const problemsSchema = z.object({
  problems: z.array(z.object({ line: z.int(), field: z.string(), message: z.string() })),
});

/** Columns of a list that can be wrong; each has one sentence for all that it must be. */
const FIELDS = ["name", "phone", "province_code", "city", "address", "packs"] as const;

/** A pasted list of 10,000 addressees has about 1.2 MB. */
const MAX_LIST_BYTES = 2_000_000;

/** To the end and kept nowhere: a browser reads no answer before it has sent everything. */
async function passOver(body: ReadableStream<Uint8Array> | null): Promise<void> {
  const reader = body?.getReader();
  while (reader && !(await reader.read()).done);
}

/** A pasted list of addressees becomes a list in the backend, and a cart of one line whose packs go to them. */
export async function uploadList(request: Request, path: Path) {
  const t = say(path);
  if (Number(request.headers.get("content-length") ?? 0) > MAX_LIST_BYTES) {
    await passOver(request.body);
    const problems: Problem[] = [{ field: "sheet", text: t("wholesale.tooLong") }];
    const kept: Record<string, string> = {};
    return data({ problems, typed: kept }, { status: 413 });
  }
  const form = await request.formData();
  const refusedWith = (problems: Problem[]) => data({ problems, typed: typed(form) }, { status: 400 });
  const variant_id = text(form, "variant_id");
  // Sent twice, it is one list.
  const key = text(form, "idempotency_key");
  if (variant_id === "") return refusedWith([{ field: "variant_id", text: t("wholesale.choosePackFirst") }]);
  const sheet = readSheet(text(form, "sheet"));
  if (!sheet.ok) {
    return refusedWith(
      sheet.problems.map(({ line, problem }) => ({ field: "sheet", text: t(`wholesale.sheet.${problem}`, { line }) })),
    );
  }
  const listed = await call("/store/wholesale/addressee-lists", listSchema, {
    body: {
      title: t("wholesale.listTitle", { count: sheet.addressees.length }),
      product_variant_id: variant_id,
      ...(key !== "" && { idempotency_key: key }),
      addressees: sheet.addressees,
    },
  });
  if (!listed.ok) {
    const lines = problemsSchema.safeParse(listed.refusal.details);
    if (!lines.success)
      return refusedWith([{ field: fieldOf(listed.refusal, "sheet"), text: inWords(path, listed.refusal) }]);
    return refusedWith(
      lines.data.problems.map(({ line, field, message }) => {
        const known = FIELDS.find((one) => one === field);
        const problem = known ? t(`wholesale.fields.${known}`) : message;
        return { field: "sheet", text: t("wholesale.lineProblem", { line, problem }) };
      }),
    );
  }
  const { id, packs_total } = listed.value.addressee_list;
  const made = await createCart(await regionId(), { addressee_list_id: id });
  if (!made.ok) return refusedWith([{ field: fieldOf(made.refusal, "sheet"), text: inWords(path, made.refusal) }]);
  const added = await addLine(made.value.cart.id, variant_id, packs_total);
  if (!added.ok) {
    const short = /inventory/i.test(`${added.refusal.code} ${added.refusal.message}`);
    return refusedWith([
      {
        field: fieldOf(added.refusal, "variant_id"),
        text: inWords(path, short ? { ...added.refusal, code: "insufficient_stock" } : added.refusal),
      },
    ]);
  }
  const session = await shopSession(request);
  session.set("cart_id", made.value.cart.id);
  session.set("cart_count", countOf(added.value.cart));
  return redirect(`/${path}/cart`, { headers: await saved(session) });
}
