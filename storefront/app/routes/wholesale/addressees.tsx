import { randomUUID } from "node:crypto";
import { useTranslations } from "use-intl";
import { bring } from "../../features/addressees/actions.server";
import { sheetsSchema } from "../../features/addressees/data.server";
import { SheetTag } from "../../features/addressees/SheetTag";
import { sheetAt } from "../../features/addressees/words";
import { company, meSchema } from "../../features/company/data.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/addressees";

export const handle = { plain: true };

/** The company's sheets of addressees, and a form that brings another. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [found, me] = await Promise.all([
    who.read("/wholesale/addressee-sheets", sheetsSchema, { cursor }),
    who.read("/wholesale/me", meSchema),
  ]);
  return {
    ...found,
    buys: me.member.roles.includes("buyer"),
    key: randomUUID(),
    title: say(path)("addressees.title"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  return bring(who, path, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AddresseesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("addressees");
  const f = useFormats();
  const path = usePath();
  const { sheets, next, buys } = loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={problems} />
        {buys ? (
          <form method="post" encType="multipart/form-data" className="stack" noValidate>
            <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
            <Input
              name="title"
              label={t("name")}
              hint={t("nameHint")}
              autoComplete="off"
              defaultValue={typed.title}
              problems={problems}
            />
            <Input
              name="file"
              label={t("file")}
              hint={t("fileHint")}
              type="file"
              accept=".csv,.xlsx,text/csv"
              problems={problems}
            />
            <details>
              <summary>{t("example")}</summary>
              <pre className="scroll-x small">{t("exampleText")}</pre>
            </details>
            <p>
              <button className="button">{t("bring")}</button>
            </p>
          </form>
        ) : null}
      </section>
      <section className="stack">
        <h2>{t("sheets")}</h2>
        <List
          label={t("sheets")}
          rows={sheets}
          none={t("noSheets")}
          older={next === null ? null : `?before=${encodeURIComponent(next)}`}
          columns={[
            { head: t("name"), name: true, of: (one) => <a href={sheetAt(path, one.id)}>{one.title}</a> },
            { head: t("state"), of: (one) => <SheetTag sheet={one} /> },
            { head: t("lines"), num: true, of: (one) => f.number(one.lines) },
            { head: t("addressees"), num: true, of: (one) => f.number(one.addressees) },
            { head: t("packs"), num: true, of: (one) => f.number(one.packs_total) },
            { head: t("broughtAt"), of: (one) => f.time(one.created_at) },
          ]}
        />
      </section>
    </div>
  );
}
