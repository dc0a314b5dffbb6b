/**
 * Why no plan can be better than `lower_bound`. Everything in it is a whole number, so that whoever checks it needs no
 * tolerance (`verifyCertificate`). Goods that never share a parcel are parts of their own; the bound is the parts' sum.
 */
export interface Certificate {
  /** Minor units of cartons and freight, or parcels where nothing has a price. */
  readonly objective: "cost" | "parcels";
  readonly lower_bound: number;
  /** What the plan costs, or its parcels: the best is between the two. */
  readonly upper_bound: number;
  /** Of the lower bound what all goods' insurance is at the least, where the parts leave it out. */
  readonly insurance_minor?: number;
  readonly parts: readonly CertificatePart[];
  /** Whether every linear programme behind it came to its end. False: stopped by the time limit, the bound is weaker. */
  readonly converged: boolean;
}

/** `kinds`: whose packs the part is about. */
export type CertificatePart =
  | {
      /**
       * A price for a pack of each kind: no content that may be a parcel is worth more than `scale` times what the parcel costs,
       * so all packs together are worth no more than `scale` times any plan.
       */
      readonly by: "prices";
      readonly kinds: readonly string[];
      readonly prices: readonly number[];
      readonly scale: number;
      /** What the check looks at to find so, for each sort of parcels: sizes rounded down to cells. */
      readonly tables: readonly CertificateTable[];
      /** Whether it matters which kinds may not go together. */
      readonly apart: boolean;
      readonly bound: number;
    }
  | {
      /**
       * Martello and Toth's L2 (1990): packs heavier than `goods_g - threshold_g` are alone among those of at least
       * `threshold_g`, which fill the rest by weight. With threshold 0: by weight, at `cost` for `goods_g`, the cheapest gram.
       */
      readonly by: "weight";
      readonly kinds: readonly string[];
      readonly threshold_g: number;
      readonly goods_g: number;
      readonly cost: number;
      readonly bound: number;
    }
  | {
      /** All divisions into parcels were looked at. */
      readonly by: "exhaustion";
      readonly kinds: readonly string[];
      readonly bound: number;
    };

/**
 * A table of grams, and of one other measure where that may bind, for parcels that have these limits. Any table makes a sound
 * check; a coarser one finds fewer prices right.
 */
export interface CertificateTable {
  readonly limited: "none" | "volume" | "value" | "both";
  /** Of parcels that may hold fragile goods, and cold ones; a certificate of before there were sorts says neither. */
  readonly fragile?: boolean;
  readonly cold?: boolean;
  readonly unit_g: number;
  readonly second: "volume_ml" | "value_minor" | null;
  readonly unit_second: number;
}
