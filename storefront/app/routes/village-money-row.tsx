import { useTranslations } from "use-intl";
import { BoardRowView } from "../features/money-board/BoardRowView";
import { boardRowSchema } from "../features/money-board/data.server";
import { read } from "../lib/api.server";
import { formatsOf, useFormats } from "../lib/formats";
import { localeOf } from "../i18n/locale";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/village-money-row";

/** A plain document: a board is read on any phone, and nothing in it needs script. */
export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const row = await read(
    `/store/villages/${encodeURIComponent(params.handle)}/money-board/${encodeURIComponent(params.id)}`,
    boardRowSchema,
    { query: { after } },
  );
  return { ...row, title: formatsOf(localeOf(path)).dates(row.board.from, row.board.to) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** One row of a board with the fingerprint of every slip. */
export default function VillageMoneyRow({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("moneyBoard");
  const f = useFormats();
  const path = usePath();
  const { village, board, hashes, next } = loaderData;
  const here = `/${path}/villages/${village.handle}/money`;
  return (
    <div className="wrap stack-l narrow">
      <section className="stack">
        <p>
          <a href={here}>{t("title", { village: village.name[path] })}</a>
        </p>
        <h1>{f.dates(board.from, board.to)}</h1>
        <BoardRowView row={board} />
        {board.root === null ? null : <p className="small muted hash">{t("root", { root: board.root })}</p>}
      </section>
      <section className="stack">
        <h2>{t("list")}</h2>
        <p>{t("listLead")}</p>
        <ol className="small hash">
          {hashes.map((hash) => (
            <li key={hash}>{hash}</li>
          ))}
        </ol>
        {next === null ? null : (
          <p>
            <a href={`${here}/${board.id}?after=${next}`}>{t("more")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
