import { useEffect } from "react";
import { useRevalidator } from "react-router";

/** Asks for the page's facts again every so often, never while nobody looks; null: no more. */
export function useLookAgain(every_ms: number | null): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (every_ms === null || state !== "idle") return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void revalidate();
    }, every_ms);
    return () => clearInterval(timer);
  }, [every_ms, state, revalidate]);
}
