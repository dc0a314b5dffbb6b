import { useRouteLoaderData } from "react-router";

/** Whether the browser asks for little data (`Save-Data: on`): the page comes without pictures, each with a press to load it. */
export const savesData = (request: Request): boolean => request.headers.get("save-data")?.trim().toLowerCase() === "on";

/** The same of the page one is on, as the root's loader read it. */
export const useSavesData = (): boolean => useRouteLoaderData<{ saves_data: boolean }>("root")?.saves_data === true;
