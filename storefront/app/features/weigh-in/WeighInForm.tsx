import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, ProblemSummary, Select, type Problem } from "../ui/Field";
import { PhotoField } from "../ui/PhotoForm";
import type { Setup } from "./data.server";
import { ProduceTiles } from "./ProduceTiles";
import { CULL_REASONS } from "./reasons";
import { useScriptWords } from "./script-words";

interface Props {
  setup: Setup;
  member: string;
  key_: string;
  /** Addresses of the service worker, for the script. */
  worker: string;
  typed: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
  /** The last try looked like a repeat: offer to take it in all the same. */
  repeat: boolean;
}

/** The form of a weigh-in: whole without script; with it, it counts along and works without a network. */
export function WeighInForm({ setup, member, key_, worker, typed, problems, repeat }: Props) {
  const t = useTranslations("intake");
  const path = usePath();
  const words = useScriptWords();
  const known = useKnown(setup);
  const grades = [...new Map(setup.pools.map((pool) => [pool.grade, pool])).values()];
  const counted = setup.pools.some((pool) => pool.unit === "piece");
  return (
    <form
      method="post"
      encType="multipart/form-data"
      className="stack"
      noValidate
      id="weigh-in"
      data-known={JSON.stringify(known)}
      data-words={JSON.stringify(words)}
      data-member={member}
      data-url={`/${path}/desk/weigh-in`}
      data-worker={worker}
    >
      <ProblemSummary problems={problems} />
      <div className="problems" id="problems-here" tabIndex={-1} role="alert" hidden>
        <h2 id="problems-title">{t("mend")}</h2>
        <ul id="problems-list" />
      </div>
      <input type="hidden" name="idempotency_key" value={key_} />
      <div className="card-line">
        <Input
          name="card_number"
          label={t("card")}
          hint={t("cardHint")}
          autoComplete="off"
          autoCapitalize="characters"
          required
          autoFocus={!problems || problems.length === 0}
          defaultValue={typed.card_number}
          problems={problems}
        />
        <button type="button" className="button second" id="scan" hidden>
          {t("scan")}
        </button>
      </div>
      <p className="muted small" id="scan-says" role="status" />
      <video id="camera" className="camera" muted playsInline hidden aria-label={t("camera")} />
      <ProduceTiles pools={setup.pools} chosen={typed.produce} problems={problems} />
      <div className="fields two">
        <Select name="grade" label={t("grade")} defaultValue={typed.grade ?? grades[0]?.grade} problems={problems}>
          {grades.map((pool) => (
            <option key={pool.grade} value={pool.grade}>
              {pool.grade_name[path]}
            </option>
          ))}
        </Select>
        <Input
          name="harvested_on"
          label={t("harvestedOn")}
          type="date"
          max={setup.day}
          required
          defaultValue={typed.harvested_on ?? setup.day}
          problems={problems}
        />
        <div className="for-weight">
          <Input
            name="gross"
            label={t("gross")}
            hint={t("kgHint")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.gross}
            problems={problems}
          />
        </div>
        {setup.containers.length > 0 ? (
          <div className="for-weight fields two">
            <Select name="container" label={t("container")} defaultValue={typed.container ?? ""} problems={problems}>
              <option value="">{t("noContainer")}</option>
              {setup.containers.map((one) => (
                <option key={one.code} value={one.code}>
                  {t("containerOf", { name: one.name, tare: one.tare_g / 1000 })}
                </option>
              ))}
            </Select>
            <Input
              name="containers"
              label={t("containers")}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={typed.containers ?? "1"}
              problems={problems}
            />
          </div>
        ) : null}
        <div className="for-weight">
          <Input
            name="tare"
            label={t("tare")}
            hint={t("tareHint")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.tare}
            problems={problems}
          />
        </div>
        {counted ? (
          <div className="for-pieces">
            <Input
              name="pieces"
              label={t("pieces")}
              hint={t("piecesHint")}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={typed.pieces}
              problems={problems}
            />
          </div>
        ) : null}
        {setup.rules.some((rule) => rule.kind === "moisture") ? (
          <div className="for-weight">
            <Input
              name="moisture"
              label={t("moisture")}
              hint={t("measuredHint")}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={typed.moisture}
              problems={problems}
            />
          </div>
        ) : null}
        {setup.rules.some((rule) => rule.kind === "foreign_matter") ? (
          <div className="for-weight">
            <Input
              name="foreign"
              label={t("foreign")}
              hint={t("measuredHint")}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={typed.foreign}
              problems={problems}
            />
          </div>
        ) : null}
        {setup.scales.length > 0 ? (
          <Select name="scale" label={t("scale")} defaultValue={typed.scale ?? ""} problems={problems}>
            <option value="">{t("anyScale")}</option>
            {setup.scales.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </Select>
        ) : null}
      </div>
      <p className="live tabular" id="live" role="status" />
      <details open={Boolean(typed.cull) || problems?.some((problem) => problem.field.startsWith("cull"))}>
        <summary>{t("more")}</summary>
        <div className="fields two">
          <Input
            name="cull"
            label={t("cull")}
            hint={t("cullHint")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.cull}
            problems={problems}
          />
          <Select name="cull_reason" label={t("cullReason")} defaultValue={typed.cull_reason ?? ""} problems={problems}>
            <option value="">{t("choose")}</option>
            {CULL_REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {t(`culls.${reason}`)}
              </option>
            ))}
          </Select>
          <Select name="cull_fate" label={t("cullFate")} defaultValue={typed.cull_fate ?? "returned"}>
            <option value="returned">{t("fates.returned")}</option>
            <option value="discarded">{t("fates.discarded")}</option>
          </Select>
          <PhotoField label={t("photo")} hint={t("photoHint")} problems={problems} />
        </div>
      </details>
      {/* A card scanned twice is likelier than two lots: the safe answer is the large one, and Enter only asks again. */}
      <p id="same" hidden={!repeat}>
        <a className="button wide" href={`/${path}/desk/weigh-in`}>
          {t("same")}
        </a>
      </p>
      <button className={repeat ? "button second wide" : "button wide"} id="take">
        {t("weigh")}
      </button>
      <p id="confirm" hidden={!repeat}>
        <button className="button second" name="confirm" value="confirmed">
          {t("confirm")}
        </button>
      </p>
    </form>
  );
}

/** What the script counts with: written into the page, so that it has it without a network. */
function useKnown(setup: Setup) {
  const t = useTranslations("intake");
  const f = useFormats();
  const path = usePath();
  return {
    produce: Object.fromEntries(
      setup.pools.map((pool) => [pool.produce, { name: pool.produce_name[path], unit: pool.unit }]),
    ),
    grades: Object.fromEntries(setup.pools.map((pool) => [pool.grade, pool.grade_name[path]])),
    containers: Object.fromEntries(setup.containers.map((one) => [one.code, one.tare_g])),
    rules: setup.rules,
    prices: Object.fromEntries(
      setup.prices.map((one) => [
        `${one.produce}/${one.grade}`,
        `${f.moneyInWords(one.price_minor, one.currency)}/${t(`per.${one.per}`)}`,
      ]),
    ),
  };
}
