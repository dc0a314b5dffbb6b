/** Holds `h` of open quotes, for a `where`: they could give way. A hold that the desk keeps by hand has no priority, and never does. */
export const OPEN_QUOTE = `h.kind = 'quote' and h.priority is not null and h.state = 'soft'`;

/** Base units that quotes hold of pool `p`: an order may have them before it is short. For a `select`. */
export const HELD_BY_QUOTES = `coalesce((select sum(l.units) from hold h join hold_line l on l.hold_id = h.id where ${OPEN_QUOTE} and l.pool_id = p.id), 0)`;
