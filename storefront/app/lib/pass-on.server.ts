/** A file of the backend as a download: its bytes and name, no other header of it, and always as an attachment. */
export function passOn(answer: Response, type: string): Response {
  const headers = new Headers({
    "Content-Type": type,
    "Content-Disposition": answer.headers.get("content-disposition")?.replace(/^inline/, "attachment") ?? "attachment",
    "Cache-Control": "private, no-store",
  });
  const length = answer.headers.get("content-length");
  // fetch has already unpacked a compressed answer: its length would be that of the packed bytes.
  if (length !== null && answer.headers.get("content-encoding") === null) headers.set("Content-Length", length);
  return new Response(answer.body, { headers });
}

/** A company's paper: a picture is shown; a PDF came from outside, so it is saved, and where it is opened all the same nothing in it runs. */
export function passOnPaper(answer: Response): Response {
  if (answer.headers.get("content-type") !== "application/pdf") return passOnPicture(answer);
  const saved = passOn(answer, "application/pdf");
  saved.headers.set("X-Content-Type-Options", "nosniff");
  saved.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
  return saved;
}

/** A picture that we have drawn anew ourselves, shown in a page. */
export function passOnPicture(answer: Response): Response {
  return new Response(answer.body, {
    headers: {
      "Content-Type": "image/jpeg",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, max-age=86400",
    },
  });
}
