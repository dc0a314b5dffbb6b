import type { ReactNode } from "react";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useMatches,
  useRouteLoaderData,
} from "react-router";
import { IntlProvider } from "use-intl";
import type { Route } from "./+types/root";
import { ErrorPage } from "./features/ui/ErrorPage";
import { DEFAULT_PATH, localeOf, pathOf, preferredPath, type Path } from "./i18n/locale";
import { messagesOf } from "./i18n/messages";
import { TIME_ZONE } from "./lib/formats";
import { ownOrigin } from "./lib/own-origin.server";
import { savesData } from "./lib/saves-data";
import stylesheet from "./styles/app.css?url";
import rooms from "./styles/rooms.css?url";

export const links: Route.LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.ico", sizes: "48x48" },
  { rel: "icon", href: "/icon.svg", type: "image/svg+xml", sizes: "any" },
  { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

export function loader({ request }: Route.LoaderArgs): { path: Path; saves_data: boolean; origin: string } {
  const url = new URL(request.url);
  return {
    path: pathOf(url.pathname) ?? preferredPath(request.headers.get("accept-language")),
    saves_data: savesData(request),
    origin: ownOrigin(request),
  };
}

/** The language is part of the address, and the links between languages load a new page. */
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  const location = useLocation();
  const path = pathOf(location.pathname) ?? data?.path ?? DEFAULT_PATH;
  const locale = localeOf(path);
  // Desk and household pages are plain documents: no script at all.
  const handles = useMatches().map((match) => (match.handle ?? {}) as { plain?: boolean; still?: boolean });
  const plain = handles.some((handle) => handle.plain === true);
  // So are pages of the shop on which nothing happens.
  const still = handles.some((handle) => handle.still === true);
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#14532D" />
        <Meta />
        <Links />
        {plain ? <link rel="stylesheet" href={rooms} /> : null}
      </head>
      <body>
        <IntlProvider locale={locale} messages={messagesOf(locale)} timeZone={TIME_ZONE}>
          {children}
        </IntlProvider>
        {plain || still ? null : (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        )}
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorPage error={error} />;
}
