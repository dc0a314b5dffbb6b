/** Where a page's share picture lies. */
export interface ShareLink {
  readonly image: string;
}

/** The tags by which chats and networks show a shared page: its picture and what that shows. */
export function shareTags(link: ShareLink | undefined, alt: string | undefined) {
  if (link === undefined) return [];
  return [
    { property: "og:image", content: link.image },
    { property: "og:image:type", content: "image/jpeg" },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    { property: "og:image:alt", content: alt ?? "" },
    { name: "twitter:card", content: "summary_large_image" },
  ];
}
