/** The name of each kind of file, as a key of its word. */
export const KIND_WORDS = { "pain.002": "pain002", "camt.053": "camt053", csv: "csv" } as const;
