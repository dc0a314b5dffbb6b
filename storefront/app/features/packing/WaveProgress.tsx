import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Bar } from "../ui/Bar";
import type { Wave } from "./data.server";

/** How far a wave is: its words, and a bar that says the same. */
export function WaveProgress({ wave }: { wave: Wave }) {
  const t = useTranslations("packing.wave");
  const f = useFormats();
  const waiting = wave.parcels - wave.packed - wave.handed_over;
  const words = t("progress", {
    packed: f.number(wave.packed),
    gone: f.number(wave.handed_over),
    all: f.number(wave.parcels),
  });
  return (
    <div className="wave-progress">
      <span>{words}</span>
      <Bar
        thin
        label={words}
        parts={[
          { key: "gone", part: "sold", value: wave.handed_over, label: words },
          { key: "packed", part: "available", value: wave.packed, label: words },
          { key: "waiting", part: "open", value: waiting, label: words },
        ]}
      />
    </div>
  );
}

/** Done, late, or open: by sign, word and colour. */
export function WaveTag({ wave }: { wave: Wave }) {
  const t = useTranslations("packing.wave");
  const [tone, sign, word] = wave.closed_at
    ? (["good", "✓", "done"] as const)
    : wave.late
      ? (["bad", "!", "late"] as const)
      : (["", "○", "open"] as const);
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {t(word)}
    </span>
  );
}
