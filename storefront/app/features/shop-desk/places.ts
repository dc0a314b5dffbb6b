import type { Path } from "../../i18n/locale";

/** Where a village's page is written at the desk: routes of the backend, and pages of ours. */
export const deskPlace = (path: Path, id: string) => ({
  api: `/desk/villages/${encodeURIComponent(id)}`,
  at: `/${path}/desk/shop/villages/${encodeURIComponent(id)}`,
});

/** And in the village's own office, which has one village. */
export const officePlace = (path: Path) => ({ api: "/office/village", at: `/${path}/office/page` });
