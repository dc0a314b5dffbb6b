import { useCallback, useEffect, useState } from "react";

interface Page<T> {
  rows: T[];
  next: string | null;
}

export interface Rows<T> {
  rows: readonly T[];
  state: "loading" | "there" | "failed";
  /** Loads the page after, when there is one. */
  more: (() => void) | null;
}

/** Rows of one of our operator routes, page after page. The operator's session cookie says who asks. */
export function useRows<T>(path: string): Rows<T> {
  const [page, setPage] = useState<Page<T>>({ rows: [], next: null });
  const [state, setState] = useState<Rows<T>["state"]>("loading");
  const load = useCallback(
    async (after: string | null, isCurrent: () => boolean) => {
      const answer = await fetch(
        `${path}${after === null ? "" : `${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(after)}`}`,
        {
          credentials: "include",
        },
      ).catch(() => undefined);
      const body = answer?.ok ? ((await answer.json()) as { lots?: T[]; rows?: T[]; next: string | null }) : undefined;
      if (!isCurrent()) return;
      if (body === undefined) {
        setState("failed");
        return;
      }
      const fresh = body.rows ?? body.lots ?? [];
      setPage((before) => ({ rows: after === null ? fresh : [...before.rows, ...fresh], next: body.next }));
      setState("there");
    },
    [path],
  );
  useEffect(() => {
    let current = true;
    setState("loading");
    void load(null, () => current);
    return () => {
      current = false;
    };
  }, [load]);
  const { rows, next } = page;
  return { rows, state, more: next === null ? null : () => void load(next, () => true) };
}
