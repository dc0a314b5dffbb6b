import type { ConnectState } from "@commonlot/domain";
import type { Look } from "../ui/Tag";

/** Each state by a sign and a colour beside its word. */
export const STATE_LOOKS: Readonly<Record<ConnectState, Look>> = {
  wanted: { sign: "○", tone: "" },
  needs_more: { sign: "!", tone: "warning" },
  in_review: { sign: "…", tone: "" },
  ready: { sign: "✓", tone: "success" },
  restricted: { sign: "✕", tone: "danger" },
};
