import { useRouteLoaderData } from "react-router";

/** On paper a link can't be pressed: its address stands beside it. */
export function PrintAddress({ path }: { path: string }) {
  const root = useRouteLoaderData<{ origin?: string }>("root");
  return (
    <span className="only-print small">
      {root?.origin ?? ""}
      {path}
    </span>
  );
}
