import { redirect } from "react-router";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/card";

/** What the QR of a household's card opens: the sign-in, with the card's number filled in. */
export const loader = ({ params }: Route.LoaderArgs) =>
  redirect(`/${pathParam(params)}/home/sign-in?card=${encodeURIComponent(params.number)}`);
