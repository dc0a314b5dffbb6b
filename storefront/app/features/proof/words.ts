/** As the backend names them. */
export const LACKS = ["not_paid", "not_delivered", "not_divided", "withdrawn", "paid_by_claim"] as const;
export const FILES = ["pdf", "csv"] as const;
/** A proof of ten thousand households is one; a larger file is none of ours. */
export const MOST_FILE_MB = 5;
