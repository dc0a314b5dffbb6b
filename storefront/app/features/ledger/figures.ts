/** What a pool's page counts, in the order it is read. */
export const FIGURES = [
  "on_hand",
  "in",
  "sold",
  "lost",
  "held",
  "left",
  "returned",
  "adjusted",
  "split",
  "kept_apart",
  "promised",
] as const;
export type Figure = (typeof FIGURES)[number];
