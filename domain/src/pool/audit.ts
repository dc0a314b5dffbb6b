/** Sums of one pool over some days, in base units; each from its own source. */
export interface AuditSums {
  /** Accepted by weigh tickets: the units of the lots weighed in. */
  readonly tickets: number;
  /** Of these, less than a whole pack and kept apart. */
  readonly kept_apart: number;
  /** By the ledger, each kind alone. Signed as they change what is on hand. */
  readonly movements: {
    readonly intake: number;
    readonly return: number;
    readonly adjust: number;
    readonly split: number;
    readonly waste: number;
    readonly ship: number;
  };
  /** Of parcels handed over, from the parcels themselves. */
  readonly shipped_in_parcels: number;
  /** On hand when the first day began, and when the last ended. */
  readonly on_hand_before: number;
  readonly on_hand_after: number;
}

/** A sum that should be nothing, by name. */
export interface AuditDifference {
  readonly name: "tickets_and_intake" | "shipped_and_parcels" | "balance";
  /** Units; 0 when all is well. */
  readonly units: number;
}

/**
 * The weight-loss audit: what was on hand, what came and went by each kind, and what is on hand now must meet to the
 * gram. Tickets less what was kept apart are the ledger's intakes; what parcels took is what the ledger shipped.
 */
export function auditDifferences(sums: AuditSums): AuditDifference[] {
  const { movements } = sums;
  const change =
    movements.intake + movements.return + movements.adjust + movements.split + movements.waste + movements.ship;
  return [
    { name: "tickets_and_intake", units: sums.tickets - sums.kept_apart - movements.intake },
    { name: "shipped_and_parcels", units: -movements.ship - sums.shipped_in_parcels },
    { name: "balance", units: sums.on_hand_before + change - sums.on_hand_after },
  ];
}
