import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { produceArt } from "../../art/names";
import { drawn } from "../ui/picture-files";
import { Picture } from "../ui/Picture";
import type { Problem } from "../ui/Field";
import type { Setup } from "./data.server";

/** What can be weighed in, as tiles to press: a radio button each, so that they work without script. */
export function ProduceTiles({
  pools,
  chosen,
  problems,
}: {
  pools: Setup["pools"];
  chosen: string | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("intake");
  const path = usePath();
  const kinds = [...new Map(pools.map((pool) => [pool.produce, pool])).values()];
  const wrong = problems?.find((problem) => problem.field === "produce");
  return (
    <fieldset id="produce" tabIndex={-1} aria-describedby={wrong ? "produce-wrong" : undefined}>
      <legend>{t("produce")}</legend>
      {wrong ? (
        <span className="wrong" id="produce-wrong">
          {wrong.text}
        </span>
      ) : null}
      <div className="tiles">
        {kinds.map((pool) => (
          <label className="tile" key={pool.produce}>
            <input type="radio" name="produce" value={pool.produce} defaultChecked={pool.produce === chosen} />
            <Picture of={drawn(produceArt(pool.produce_name.en))} alt="" sizes="72px" />
            <span>{pool.produce_name[path]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
