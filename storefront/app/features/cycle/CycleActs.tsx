import { useTranslations } from "use-intl";
import { Input, type Problem } from "../ui/Field";
import type { DeskCycle } from "./desk.server";
import type { Standing } from "./states";

/** What can be done with a cycle as it stands; each a plain form of its own. */
export function CycleActs({
  cycle,
  standing,
  problems,
  was,
}: {
  cycle: DeskCycle;
  standing: Standing;
  problems: readonly Problem[] | undefined;
  was: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("cycles");
  if (standing === "draft") {
    return (
      <div className="panel stack-s" id="publish">
        <h2>{t("publish")}</h2>
        <p>{t("publishHint")}</p>
        <form method="post" className="row">
          <input type="hidden" name="version" value={cycle.version} />
          <button className="button" name="act" value="publish">
            {t("publish")}
          </button>
          <button className="button quiet" name="act" value="drop">
            {t("drop")}
          </button>
        </form>
      </div>
    );
  }
  const running = standing === "soon" || standing === "open";
  return (
    <>
      {running ? (
        <details className="panel" open={was.act === "extend"}>
          <summary>{t("extend")}</summary>
          <form method="post" className="stack-s" noValidate>
            <input type="hidden" name="act" value="extend" />
            <Input
              name="longer"
              type="datetime-local"
              label={t("longer")}
              hint={t("longerHint")}
              required
              defaultValue={was.longer ?? cycle.closes}
              problems={problems}
            />
            <button className="button">{t("extend")}</button>
          </form>
        </details>
      ) : null}
      {running ? (
        <details className="panel" open={was.act === "call-off"}>
          <summary>{t("callOff")}</summary>
          <form method="post" className="stack-s" noValidate>
            <input type="hidden" name="act" value="call-off" />
            <p>{t("callOffHint", { count: cycle.orders })}</p>
            <Input
              name="words"
              label={t("callOffWords")}
              required
              maxLength={200}
              defaultValue={was.words}
              problems={problems}
            />
            <button className="button second">{t("callOff")}</button>
          </form>
        </details>
      ) : null}
      <form method="post" className="panel stack-s" id="between">
        <input type="hidden" name="act" value="between" />
        <input type="hidden" name="sold_between" value={cycle.sold_between ? "no" : "yes"} />
        <p>{cycle.sold_between ? t("betweenYes") : t("betweenNo")}</p>
        <button className="button second">{cycle.sold_between ? t("closeBetween") : t("sellBetween")}</button>
      </form>
    </>
  );
}
