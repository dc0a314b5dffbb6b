import type { KINDS, STATES } from "./words";

// Which packs of a parcel have their claim already.

/** Lines of a parcel with the packs that no claim names yet, each once; none when all of them have theirs. */
export function linesOf(
  contents: readonly { order_line_id: string; title: string; packs: number; claimed: number }[],
): { order_line_id: string; title: string; packs: number }[] {
  return [...new Map(contents.map((line) => [line.order_line_id, line])).values()]
    .map(({ claimed, ...line }) => ({ ...line, packs: line.packs - claimed }))
    .filter((line) => line.packs > 0);
}

/** The claim that stands for all of a parcel, if one does: of what never arrived there is one. */
export function standingFor<T extends { kind: (typeof KINDS)[number]; state: (typeof STATES)[number] }>(
  claims: readonly T[],
): T | undefined {
  return claims.find((one) => one.state !== "dropped" && (one.kind === "lost" || one.kind === "returned"));
}
