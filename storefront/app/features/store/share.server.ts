import { sharePicture, type Share } from "../../art/share";
import { MadeOnce } from "../../lib/in-turn.server";
import { ownOrigin } from "../../lib/own-origin.server";
import { productByHandle } from "../produce/data.server";
import { drawingOf } from "../ui/pictures.server";
import { villageByHandle } from "../village/data.server";
import type { ShareLink } from "./share";

/** About 80 kB each. */
const KEPT = 100;
const pictures = new MadeOnce<Buffer>(KEPT);

/** What is shared of a product or a village; throws 404 when there is none. */
async function shareOf(kind: string, handle: string): Promise<Share> {
  if (kind === "products") {
    const { picture, title, village, cooperative } = await productByHandle(handle);
    return {
      picture: drawingOf(picture) ?? "basket",
      title: title.zh,
      under: title.en,
      over: (village ?? cooperative).name.zh,
    };
  }
  if (kind === "villages") {
    const { picture, name, county, province } = await villageByHandle(handle);
    return {
      picture: drawingOf(picture) ?? "misty-forest",
      title: name.zh,
      under: name.en,
      over: `${province.zh}${county.zh}`,
    };
  }
  throw new Response(null, { status: 404 });
}

/** The share picture of `/share/<kind>/<handle>.jpg`, drawn once for what it says. */
export async function shareJpeg(kind: string, handle: string): Promise<Buffer> {
  const share = await shareOf(kind, handle);
  return pictures.get(JSON.stringify(share), () => sharePicture(share));
}

/** What a page tells of its share picture; the address is whole, because who reads it is not on this page. */
export function shareLink(request: Request, kind: "products" | "villages", handle: string): ShareLink {
  return { image: `${ownOrigin(request)}/share/${kind}/${encodeURIComponent(handle)}.jpg` };
}
