/** Packs of one pre-order at most: the domain's number, for pages in the browser, which do not load the domain. */
export const MOST_PACKS = 50;
