import { canScan, scan } from "../../weigh-in/client/scan";
import { scanInPlace } from "./in-place";
import { signing } from "./sign";
import { hear, isLoud, setLoud, wake, type Heard } from "./sound";

// The packing pages' own script. Without it the field takes a scanner or what is typed, each scan is a page, and a name stands
// for a signature. With it a phone's camera reads labels and lots, scans are sent in place, heard and felt, and a driver
// signs with a finger.

function camera(): void {
  const form = document.querySelector<HTMLFormElement>("#scan-form");
  const button = document.querySelector<HTMLButtonElement>("#camera-button");
  const video = document.querySelector<HTMLVideoElement>("#camera");
  const field = document.querySelector<HTMLInputElement>("#code");
  const said = document.querySelector<HTMLElement>("#camera-says");
  if (!form || !button || !video || !field || !said || !canScan()) return;
  let looking = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (looking) {
      looking = false;
      return;
    }
    looking = true;
    said.textContent = "";
    video.hidden = false;
    button.textContent = form.dataset.stop ?? "";
    void scan(video, () => !looking).then((seen) => {
      looking = false;
      video.hidden = true;
      button.textContent = form.dataset.camera ?? "";
      if ("code" in seen) {
        field.value = seen.code;
        form.requestSubmit();
      } else if (seen.nothing !== "stopped") said.textContent = form.dataset[seen.nothing] ?? "";
    });
  });
}

/** What was refused is kept to be read, and marked, so that the next scan takes its place: nobody has to touch the screen. */
function readyForTheNext(): void {
  const field =
    document.querySelector<HTMLInputElement>("#code") ?? document.querySelector<HTMLInputElement>("#weighed");
  if (!field) return;
  field.focus({ preventScroll: true });
  // A scan that is half typed goes on where it was.
  if (field.dataset.typing === "yes") field.setSelectionRange(field.value.length, field.value.length);
  else field.select();
  delete field.dataset.typing;
}

/** A scanner types wherever the focus is: after a tap beside the field its first letter brings the focus back. */
function lettersGoToTheField(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === " ") return;
    const on = event.target as HTMLElement;
    if (on.closest("input, textarea, select, [contenteditable]")) return;
    readyForTheNext();
  });
}

/** The switch for who packs where others rest; the phone still shakes. */
function soundSwitch(): void {
  const button = document.querySelector<HTMLButtonElement>("#sound-button");
  if (!button) return;
  const show = () => {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isLoud()));
    button.textContent = (isLoud() ? button.dataset.on : button.dataset.off) ?? "";
  };
  show();
  button.addEventListener("click", () => {
    setLoud(!isLoud());
    show();
    if (isLoud()) hear("right");
  });
}

/** A thumb may press twice: the same form goes once. Scans look after themselves. */
function once(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form:not(#scan-form)")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
  }
}

/** A page that waits for a print looks again by itself. */
function lookAgain(): void {
  const seconds = Number(document.querySelector<HTMLElement>("[data-look-again]")?.dataset.lookAgain);
  if (seconds > 0) setTimeout(() => window.location.reload(), seconds * 1_000);
}

function ready(): void {
  camera();
  soundSwitch();
  once();
  readyForTheNext();
}

for (const touch of ["pointerdown", "keydown"] as const) document.addEventListener(touch, wake);
// A page that comes back from the browser's memory takes a form again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
ready();
signing();
scanInPlace(ready);
lettersGoToTheField();
lookAgain();
const heard = document.querySelector<HTMLElement>("[data-heard]")?.dataset.heard;
if (heard) hear(heard as Heard);
