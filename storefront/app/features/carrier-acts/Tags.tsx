import { useTranslations } from "use-intl";
import type { CarrierManifest, Pickup } from "./data.server";

/** States by word, sign and colour. */
function Tag({ look, sign, word }: { look: "good" | "bad" | ""; sign: string; word: string }) {
  return (
    <span className={`tag ${look}`.trim()}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </span>
  );
}

export function PickupTag({ pickup }: { pickup: Pickup }) {
  const t = useTranslations("carrierActs.pickup.states");
  if (pickup.cancelling) return <Tag look="" sign="…" word={t("cancelling")} />;
  const sign = { pending: "…", ordered: "✓", refused: "!", cancelled: "○" }[pickup.state];
  return (
    <Tag
      look={pickup.state === "ordered" ? "good" : pickup.state === "refused" ? "bad" : ""}
      sign={sign}
      word={t(pickup.state)}
    />
  );
}

export function ManifestTag({ state }: { state: CarrierManifest["state"] }) {
  const t = useTranslations("carrierActs.manifest.states");
  const sign = { pending: "…", closed: "✓", refused: "!" }[state];
  return <Tag look={state === "closed" ? "good" : state === "refused" ? "bad" : ""} sign={sign} word={t(state)} />;
}

export function CancelTag({ state }: { state: "pending" | "done" | "refused" }) {
  const t = useTranslations("carrierActs.cancels.states");
  const sign = { pending: "…", done: "✓", refused: "!" }[state];
  return <Tag look={state === "done" ? "good" : state === "refused" ? "bad" : ""} sign={sign} word={t(state)} />;
}
