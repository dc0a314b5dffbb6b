import { Outlet } from "react-router";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/locale";

/** 404 for a first segment that is no language of ours. */
export function loader({ params }: Route.LoaderArgs): null {
  pathParam(params);
  return null;
}

export const shouldRevalidate = () => false;

export default function LocaleLayout() {
  return <Outlet />;
}
