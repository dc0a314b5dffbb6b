import { useCallback, useEffect, useState } from "react";
import { refusalWords, type Refused } from "./refusals";
import type { Words } from "./words";

export interface SharedRefund {
  id: string;
  order_number: string | null;
  currency: string;
  amount_minor: number;
  age_days: number;
  lines: { order_line_id: string; left_minor: number; cooperative: Words | null }[];
}

interface Answer {
  refunds: SharedRefund[];
  next: string | null;
}

const PATH = "/admin/commonlot/outside-refunds";

/** Refunds that wait for the operator, page after page; what is booked is gone from the list. The session cookie says who asks. */
export function useOutsideRefunds() {
  const [page, setPage] = useState<Answer>({ refunds: [], next: null });
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const [problem, setProblem] = useState<{ of: string; text: string } | null>(null);
  const [booked, setBooked] = useState(false);
  const load = useCallback(async (cursor: string | null) => {
    const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const got = await fetch(`${PATH}${query}`, { credentials: "include" }).catch(() => undefined);
    const answer = got?.ok ? ((await got.json()) as Answer) : undefined;
    if (answer === undefined) return setState("failed");
    setPage((before) => ({
      refunds: cursor === null ? answer.refunds : [...before.refunds, ...answer.refunds],
      next: answer.next,
    }));
    setState("there");
  }, []);
  useEffect(() => void load(null), [load]);
  const book = async (id: string, body: object) => {
    setBooked(false);
    const got = await fetch(`${PATH}/${encodeURIComponent(id)}/book`, {
      method: "POST",
      credentials: "include",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    if (got?.ok) {
      setProblem(null);
      setBooked(true);
      return load(null);
    }
    const said = (await got?.json().catch(() => undefined)) as Refused | undefined;
    setProblem({ of: id, text: refusalWords(said) });
  };
  const { refunds, next } = page;
  return {
    state,
    refunds,
    problem,
    booked,
    more: next === null ? null : () => void load(next),
    book: (id: string, body: object) => void book(id, body),
  };
}
