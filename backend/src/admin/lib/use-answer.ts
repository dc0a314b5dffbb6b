import { useCallback, useEffect, useState } from "react";
import { refusalWords, type Refused } from "./refusals";

export interface Answer<T> {
  body: T | null;
  state: "loading" | "there" | "failed";
  again: () => void;
}

/** What one of our operator routes answers. The operator's session cookie says who asks. */
export function useAnswer<T>(path: string): Answer<T> {
  const [body, setBody] = useState<T | null>(null);
  const [state, setState] = useState<Answer<T>["state"]>("loading");
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    const load = async (): Promise<void> => {
      const answer = await fetch(path, { credentials: "include" }).catch(() => undefined);
      const read = answer?.ok ? ((await answer.json()) as T) : null;
      if (!current) return;
      setBody(read);
      setState(read === null ? "failed" : "there");
    };
    void load();
    return () => {
      current = false;
    };
  }, [path, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { body, state, again };
}

/** Sends something; the sentence of a refusal, or null when it was taken. */
export async function send(path: string, body: object = {}): Promise<string | null> {
  const answer = await fetch(path, {
    method: "POST",
    credentials: "include",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (answer?.ok) return null;
  return refusalWords((await answer?.json().catch(() => undefined)) as Refused | undefined);
}
