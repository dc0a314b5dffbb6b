import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { correctionOf, paperOf, partsOfReason } from "./reasons";

/** Why something moved, in the reader's words, with what somebody wrote behind it. */
export function Reason({ reason }: { reason: string }) {
  const t = useTranslations("ledger.reasons");
  const corrections = useTranslations("intake.correct.reasons");
  const { key, words: written } = partsOfReason(reason);
  if (key === null) return <>{written}</>;
  const correction = correctionOf(key, written);
  const words = correction ? corrections(correction) : written;
  return <>{words === "" ? t(key) : t("with", { reason: t(key), words })}</>;
}

/** Who moved it: a person by name, or what the house did by itself. */
export function Person({ person }: { person: string | null }) {
  const t = useTranslations("pool");
  return <>{person === "system" ? t("system") : person}</>;
}

/** The paper behind a movement. */
export function Source({ source }: { source: string }) {
  const t = useTranslations("ledger.papers");
  const path = usePath();
  const { paper, number, page } = paperOf(source);
  const name = paper === null ? number : t(paper, { number });
  return page === null ? <>{name}</> : <a href={`/${path}/desk/${page}`}>{name}</a>;
}
