/** The field is 600 x 200 of its own; a stroke is a move and lines between whole points. */
const WIDTH = 600;
const HEIGHT = 200;
/** As much as the backend keeps; a signature is a tenth of it. */
const LONGEST = 8_000;
/** Points closer than this say nothing more. */
const STEP = 4;

/** A field to sign in with a finger or a mouse; what is drawn goes with the form as the strokes of a path. */
export function signing(): void {
  const field = document.querySelector<SVGSVGElement>("#sign");
  const frame = document.querySelector<HTMLElement>("#sign-frame");
  const path = field?.querySelector("path");
  const kept = document.querySelector<HTMLInputElement>("#signature");
  const clear = document.querySelector<HTMLButtonElement>("#sign-clear");
  if (!field || !frame || !path || !kept || !clear) return;
  frame.hidden = false;
  let strokes = "";
  let last: [number, number] | null = null;
  let begun = false;
  const pointOf = (event: PointerEvent): [number, number] => {
    const box = field.getBoundingClientRect();
    const within = (value: number, most: number) => Math.max(0, Math.min(most - 1, Math.round(value)));
    return [
      within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  };
  const keep = () => {
    path.setAttribute("d", strokes);
    kept.value = strokes;
  };
  field.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    field.setPointerCapture(event.pointerId);
    last = pointOf(event);
    begun = false;
  });
  field.addEventListener("pointermove", (event) => {
    if (!last) return;
    const [x, y] = pointOf(event);
    if (Math.abs(x - last[0]) + Math.abs(y - last[1]) < STEP) return;
    const more = `${begun ? "" : `M${last[0]} ${last[1]}`}L${x} ${y}`;
    if (strokes.length + more.length > LONGEST) return;
    strokes += more;
    begun = true;
    last = [x, y];
    keep();
  });
  const end = () => {
    last = null;
  };
  field.addEventListener("pointerup", end);
  field.addEventListener("pointercancel", end);
  clear.addEventListener("click", () => {
    strokes = "";
    keep();
  });
}
