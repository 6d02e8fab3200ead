// A pad of 8 × 8 pixels. Each counts how many of its 4 × 4 fine points are under ink, 0 to 16: the way in which the
// digits of the data set were made. Sends one character a pixel when the pen is lifted, and after every key.
const SIDE = 8, FINE = 32, PEN = 1.9; // pixels, fine points, and the pen's radius in them
const LEVELS = "0123456789ABCDEFG";
const pads = new WeakMap();

const levelsOf = (text) => Array.from(text, (c) => LEVELS.indexOf(c));
const write = (levels) => levels.map((level) => LEVELS[level]).join("");

function paint(canvas, pad) {
  const brush = canvas.getContext("2d"), size = canvas.width / SIDE;
  pad.levels.forEach((level, i) => {
    const light = Math.round((255 * level) / 16);
    brush.fillStyle = `rgb(${light},${light},${light})`;
    brush.fillRect((i % SIDE) * size, Math.floor(i / SIDE) * size, size, size);
  });
  brush.strokeStyle = "#7B8794"; // lines between the pixels, then the cursor
  brush.lineWidth = 0.5;
  for (let i = 1; i < SIDE; i++) {
    brush.strokeRect(i * size, -1, 0, canvas.height + 2);
    brush.strokeRect(-1, i * size, canvas.width + 2, 0);
  }
  if (document.activeElement === canvas) {
    brush.strokeStyle = "#D55E00";
    brush.lineWidth = 3;
    brush.strokeRect((pad.at % SIDE) * size + 1.5, Math.floor(pad.at / SIDE) * size + 1.5, size - 3, size - 3);
  }
}

function ink(pad, x, y) {
  for (let i = 0; i < FINE * FINE; i++) {
    if (Math.hypot((i % FINE) + 0.5 - x, Math.floor(i / FINE) + 0.5 - y) < PEN) pad.fine[i] = 1;
  }
  const counts = new Array(SIDE * SIDE).fill(0);
  pad.fine.forEach((on, i) => { counts[Math.floor(i / FINE / 4) * SIDE + Math.floor((i % FINE) / 4)] += on; });
  pad.levels = pad.before.map((level, i) => Math.max(level, counts[i]));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const canvas = parentElement.querySelector("canvas"), clear = parentElement.querySelector("button");
  const pad = pads.get(canvas) ?? { at: 0, down: false, fine: new Uint8Array(FINE * FINE) };
  pads.set(canvas, pad);
  if (!pad.down) pad.levels = levelsOf(data);
  const show = () => paint(canvas, pad);
  const send = () => { show(); setTriggerValue("drawing", write(pad.levels)); };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * FINE, ((event.clientY - box.top) / box.height) * FINE];
  };
  const stroke = (event) => { // all points between the last place and this one, so that a fast pen leaves no gaps
    const [x, y] = place(event), [x0, y0] = pad.last ?? [x, y];
    const steps = Math.ceil(Math.hypot(x - x0, y - y0)) || 1;
    for (let i = 1; i <= steps; i++) ink(pad, x0 + ((x - x0) * i) / steps, y0 + ((y - y0) * i) / steps);
    pad.last = [x, y];
    show();
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    Object.assign(pad, { down: true, last: null, before: [...pad.levels] });
    pad.fine.fill(0);
    stroke(event);
  };
  canvas.onpointermove = (event) => { if (pad.down) stroke(event); };
  canvas.onpointerup = canvas.onpointercancel = () => { if (pad.down) { pad.down = false; send(); } };
  canvas.onfocus = canvas.onblur = show;
  canvas.onkeydown = (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (move) {
      const [x, y] = [(pad.at % SIDE) + move[0], Math.floor(pad.at / SIDE) + move[1]].map((v) => Math.max(0, Math.min(SIDE - 1, v)));
      pad.at = y * SIDE + x;
      canvas.setAttribute("aria-label", `row ${y}, column ${x}, ink ${pad.levels[pad.at]} of 16`);
      show();
    } else if (event.key === " ") {
      pad.levels[pad.at] = pad.levels[pad.at] < 16 ? Math.min(16, pad.levels[pad.at] + 8) : 0;
      send();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  clear.onclick = () => { pad.levels = pad.levels.map(() => 0); send(); };
  show();
}
