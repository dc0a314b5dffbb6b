import { company, meSchema } from "../../features/company/data.server";
import { accountSchema } from "../../features/transfer/data.server";
import { signedAmount } from "../../features/transfer/words";
import { say } from "../../i18n/say.server";
import { majorText } from "../../lib/money.server";
import { pathParam } from "../../lib/path";
import { csvFile } from "../../lib/write-sheet.server";
import type { Route } from "./+types/account-csv";

/** As much as a sheet takes: a year of a busy canteen. */
const LIMIT = "5000";

/** The statement of account for a sheet: what was owed or taken back above zero, what was paid and credited below. Times by the company's clock. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  const [{ entries }, { company: own }] = await Promise.all([
    who.read("/wholesale/account", accountSchema, { limit: LIMIT }),
    who.read("/wholesale/me", meSchema),
  ]);
  const t = say(path);
  const head = (["at", "what", "cooperative", "quote", "reference", "invoice", "amount", "currency"] as const).map(
    (name) => (name === "at" ? t("transfer.debt.atIn", { zone: own.time_zone }) : t(`transfer.debt.${name}`)),
  );
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: own.time_zone, dateStyle: "short", timeStyle: "short" });
  const rows = entries.map((one) => [
    clock.format(new Date(one.at)),
    t(`transfer.debt.entries.${one.what}`),
    one.cooperative?.[path] ?? "",
    one.quote_number,
    one.reference,
    one.papers ?? "",
    majorText(signedAmount(one), one.currency),
    one.currency,
  ]);
  return csvFile("account", [head, ...rows]);
}
