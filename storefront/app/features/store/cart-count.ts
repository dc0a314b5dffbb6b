/** Where the number of pieces in the cart stands in the head of each page: filled in by the server, also in a page that was kept for everybody. */
export const CART_SLOT = "cart-slot";

/** As the slot holds it. `words` are our own text with the number in it. */
export const cartCountHtml = (count: number, words: string): string =>
  count > 0 ? `<span class="count">${count}<span class="visually-hidden">${words}</span></span>` : "";
