import { useCallback, useEffect, useState } from "react";
import { say, type Words } from "./words";

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
const NOTHING: Answer = { cooperatives: [] };

/** The cooperatives, and the rates of the chosen one; what is sent is read again. The operator's session cookie says who asks. */
export function useFeePolicies(cooperative_id: string) {
  const [answer, setAnswer] = useState<Answer>(NOTHING);
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    const query = cooperative_id === "" ? "" : `?cooperative_id=${encodeURIComponent(cooperative_id)}`;
    const got = await fetch(`${PATH}${query}`, { credentials: "include" }).catch(() => undefined);
    if (!got?.ok) return setState("failed");
    setAnswer((await got.json()) as Answer);
    setState("there");
  }, [cooperative_id]);
  useEffect(() => {
    setState("loading");
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
    if (got?.ok) {
      setProblem(null);
      return load();
    }
    const said = got === undefined ? undefined : ((await got.json().catch(() => undefined)) as { message?: string });
    setProblem(
      said?.message ??
        say({ zh: "没有送到。什么都没有改，请再试。", en: "It was not sent. Nothing was changed; try again." }),
    );
  };
  const { cooperatives, currency = "CNY", today = "", in_force = [], waiting = [] } = answer;
  return {
    state,
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
