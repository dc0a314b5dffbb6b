/** What is no village's: goods of a pool under a region's name that no household is named for. */
export const NO_VILLAGE = "";
