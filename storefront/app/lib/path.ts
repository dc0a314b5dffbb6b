import { useParams } from "react-router";
import { DEFAULT_PATH, isPath, type Path } from "../i18n/locale";

/** Text in both languages, as the backend gives names. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

/** The page's language, from its address. */
export function usePath(): Path {
  const { locale } = useParams();
  return isPath(locale) ? locale : DEFAULT_PATH;
}

/** The language of a loader's or action's address; 404 for any other first segment. */
export function pathParam(params: { locale?: string | undefined }): Path {
  if (!isPath(params.locale)) throw new Response(null, { status: 404 });
  return params.locale;
}
