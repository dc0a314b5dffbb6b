/** As the backend names them. */
export const STANDINGS = [
  "not_delivered",
  "nothing_comes",
  "open",
  "claimed",
  "accepted",
  "accepted_by_silence",
  "settled",
] as const;
export const RELEASES = ["delivery", "inspection"] as const;
export const WINDOWS = ["not_yet", "open", "over"] as const;
export const STARS = [5, 4, 3, 2, 1] as const;
export const MOST_INSPECT_DAYS = 30;
export const DEFAULT_INSPECT_DAYS = 3;
