import type { ClawbackCapVersion } from "../../../modules/settlement/clawback-caps";
import type { Names } from "../ledger/views";

export function capView(version: ClawbackCapVersion, names: Names, me: string) {
  return {
    id: version.id,
    version: version.version,
    cap_bp: version.cap_bp,
    state: version.state,
    reason: version.reason,
    proposed_by: names.member(version.proposed_by),
    proposed_by_me: version.proposed_by === me,
    at: version.at.toISOString(),
    decided_by: names.member(version.decided_by),
  };
}
