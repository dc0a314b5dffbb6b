import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes, takesPicture, validQuery } from "../../validated";
import { noQuery, nothingBody } from "../validators";
import { newProductBody, productBody } from "../products/validators";
import {
  changedCertificateBody,
  changedNoticeBody,
  draftBody,
  newCertificateBody,
  newNoticeBody,
  newSeasonBody,
  pictureQuery,
  seasonBody,
  seenBody,
  versionBody,
  wordsBody,
} from "./validators";
import { boardQuery } from "../../store/villages/validators";

/** Villages and products as the shop shows them, written at the desk. */
export const shopWritingMiddlewares: MiddlewareRoute[] = [
  reads("/desk/villages", noQuery),
  reads("/desk/villages/:id/page", noQuery),
  reads("/desk/villages/:id/preview", noQuery),
  takes("/desk/villages/:id/draft", draftBody),
  takes("/desk/villages/:id/draft/discard", seenBody),
  takes("/desk/villages/:id/publish", seenBody),
  ...pictureRoutes("/desk/villages/:id/pictures"),
  reads("/desk/villages/:id/seasons", noQuery),
  takes("/desk/villages/:id/seasons", newSeasonBody),
  takes("/desk/villages/:id/seasons/:produce", seasonBody),
  takes("/desk/villages/:id/seasons/:produce/end", versionBody),
  reads("/desk/villages/:id/certificates", noQuery),
  takes("/desk/villages/:id/certificates", newCertificateBody),
  takes("/desk/villages/:id/certificates/:certificate_id", changedCertificateBody),
  takes("/desk/villages/:id/certificates/:certificate_id/withdraw", versionBody),
  takesPicture("/desk/villages/:id/certificates/:certificate_id/papers"),
  takes("/desk/villages/:id/certificates/:certificate_id/papers/:picture_id/remove", nothingBody),
  reads("/desk/villages/:id/notices", boardQuery),
  takes("/desk/villages/:id/notices", newNoticeBody),
  takes("/desk/villages/:id/notices/:notice_id", changedNoticeBody),
  takes("/desk/villages/:id/notices/:notice_id/withdraw", versionBody),
  reads("/desk/products", noQuery),
  takes("/desk/products", newProductBody),
  reads("/desk/products/:id", noQuery),
  takes("/desk/products/:id", productBody),
  takes("/desk/products/:id/publish", seenBody),
  takes("/desk/products/:id/withdraw", seenBody),
  ...pictureRoutes("/desk/products/:id/pictures"),
];

/** A list of pictures: looked at, added to, described, ordered, shortened. */
function pictureRoutes(at: string): MiddlewareRoute[] {
  return [
    reads(at, noQuery),
    { ...takesPicture(at), middlewares: [validQuery(pictureQuery)] },
    takes(`${at}/:picture_id`, wordsBody),
    takes(`${at}/:picture_id/first`, nothingBody),
    takes(`${at}/:picture_id/remove`, nothingBody),
  ];
}
