import { useCallback, useEffect, useRef, useState } from "react";
import { refusalWords, type Refused } from "./refusals";
import type { Words } from "./words";

export interface Terms {
  id: string;
  version: number;
  product_id: string | null;
  platform_bp: number;
  cooperative_bp: number;
  agent_bp: number;
  packing_minor_per_kg: number;
  freight_rule: string;
  tax_treatment: string;
  holdback_bp: number;
  holdback_release: string;
  holdback_days: number;
  hold_days: number;
  minimum_payout_minor: number;
  seller: "cooperative" | "platform";
}

export interface Proposal extends Omit<Terms, "version"> {
  product: string | null;
  from_day: string;
  reason: string;
  proposed_by_me: boolean;
}

interface Answer {
  cooperatives: { id: string; name: Words }[];
  currency?: string;
  today?: string;
  in_force?: Terms[];
  waiting?: Proposal[];
}

const PATH = "/admin/commonlot/fee-policies";

/**
 * The cooperatives, and the rates of the chosen one; what is sent is read again. The operator's session cookie says who asks.
 * An answer is kept with the cooperative that it is about: the rates of one are never shown, nor proposed, for another.
 */
export function useFeePolicies(cooperative_id: string) {
  const [cooperatives, setCooperatives] = useState<Answer["cooperatives"]>([]);
  const [found, setFound] = useState<{ of: string; answer: Answer | undefined }>();
  const [problem, setProblem] = useState<string | null>(null);
  const chosen = useRef(cooperative_id);
  const load = useCallback(async () => {
    const query = cooperative_id === "" ? "" : `?cooperative_id=${encodeURIComponent(cooperative_id)}`;
    const got = await fetch(`${PATH}${query}`, { credentials: "include" }).catch(() => undefined);
    const answer = got?.ok ? ((await got.json()) as Answer) : undefined;
    if (chosen.current !== cooperative_id) return;
    setFound({ of: cooperative_id, answer });
    if (answer) setCooperatives(answer.cooperatives);
  }, [cooperative_id]);
  useEffect(() => {
    chosen.current = cooperative_id;
    setFound(undefined);
    setProblem(null);
    void load();
  }, [load]);
  const post = async (path: string, body: object) => {
    const got = await fetch(path, {
      method: "POST",
      credentials: "include",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, cooperative_id }),
    }).catch(() => undefined);
    const said = got?.ok === false ? ((await got.json().catch(() => undefined)) as Refused | undefined) : undefined;
    if (chosen.current !== cooperative_id) return;
    if (got?.ok) {
      setProblem(null);
      return load();
    }
    setProblem(refusalWords(said));
  };
  const shown = found?.of === cooperative_id ? found : undefined;
  const { currency = "CNY", today = "", in_force = [], waiting = [] } = shown?.answer ?? {};
  return {
    state: shown === undefined ? "loading" : shown.answer === undefined ? "failed" : "there",
    problem,
    cooperatives,
    currency,
    today,
    in_force,
    waiting,
    send: {
      propose: (body: object) => void post(PATH, body),
      withdraw: (id: string, words: string) => void post(`${PATH}/${encodeURIComponent(id)}/withdraw`, { words }),
    },
  };
}
