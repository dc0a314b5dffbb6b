import { useRouteLoaderData } from "react-router";

/** What somebody may do on a household's pages, each more than the one before; the backend decides. */
export const RIGHTS = ["look", "confirm", "own"] as const;
export type Right = (typeof RIGHTS)[number];

/** The right of who looks at this page, from the frame around it: a page hides what would be refused. */
export function useRight(): Right {
  const frame = useRouteLoaderData<{ you: { right: Right } }>("features/household/layout");
  return frame?.you.right ?? "look";
}
