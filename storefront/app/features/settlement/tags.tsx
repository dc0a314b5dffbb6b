import { useTranslations } from "use-intl";
import { Tag, type Look } from "../ui/Tag";
import type { Clawback, Dispute, DryRun } from "./data.server";

const CLAWBACK: Record<Clawback["state"], Look> = {
  open: { sign: "…", tone: "warn" },
  done: { sign: "✓", tone: "good" },
  waived: { sign: "×", tone: "" },
  reversed: { sign: "↩", tone: "" },
};

export function ClawbackTag({ state }: { state: Clawback["state"] }) {
  const t = useTranslations("clawbacks.states");
  return <Tag look={CLAWBACK[state]}>{t(state)}</Tag>;
}

const DISPUTE: Partial<Record<Dispute["state"], Look>> = {
  won: { sign: "✓", tone: "good" },
  lost: { sign: "!", tone: "bad" },
  needs_response: { sign: "!", tone: "warn" },
  warning_needs_response: { sign: "!", tone: "warn" },
};

export function DisputeTag({ state }: { state: Dispute["state"] }) {
  const t = useTranslations("disputes.states");
  return <Tag look={DISPUTE[state] ?? { sign: "…", tone: "" }}>{t(state)}</Tag>;
}

const FLAG: Record<DryRun["rows"][number]["flags"][number], Look> = {
  below_zero: { sign: "▼", tone: "bad" },
  zero: { sign: "0", tone: "warn" },
  spike: { sign: "↕", tone: "warn" },
  new_account: { sign: "+", tone: "warn" },
  shared_account: { sign: "=", tone: "bad" },
  changed_account: { sign: "⟳", tone: "warn" },
  no_account: { sign: "?", tone: "bad" },
  refused_account: { sign: "✕", tone: "bad" },
  clawback: { sign: "↩", tone: "" },
};

export function FlagTag({ flag }: { flag: keyof typeof FLAG }) {
  const t = useTranslations("dryRun.flags");
  return <Tag look={FLAG[flag]}>{t(flag)}</Tag>;
}
