// Sends its value while it is dragged, at most once in 70 ms, and the last one always. Played, it takes a step in 900 ms.
const clocks = new WeakMap();
const PAUSE = 70;
const BEAT = 900;

export default function ({ data, parentElement, setTriggerValue }) {
  const input = parentElement.querySelector("input");
  parentElement.querySelector("span").textContent = data.label;
  const button = parentElement.querySelector("button");
  const clock = clocks.get(input) ?? { last: 0, timer: 0, held: false, beat: 0 };
  clocks.set(input, clock);
  const place = data.log ? Math.log10 : (value) => value; // on a log scale the handle stands at the power of ten
  const value = () => (data.log ? +(10 ** input.value).toPrecision(3) : +input.value);
  Object.assign(input, { min: place(data.min), max: place(data.max), step: data.log ? 0.02 : data.step });
  if (!clock.held) input.value = place(data.value); // never pull the handle out of the reader's hand
  const send = () => {
    clock.last = performance.now();
    setTriggerValue("value", value());
  };
  const rest = () => {
    clearInterval(clock.beat);
    clock.beat = 0;
    button.textContent = "Play";
  };
  const walk = () => {
    if (!input.isConnected || +input.value >= +input.max) return rest();
    input.stepUp();
    clock.send();
  };
  clock.send = send; // the latest: what a run of the page before this one left would speak to no one
  button.hidden = !data.play;
  button.onclick = () => {
    if (clock.beat) return rest();
    if (+input.value >= +input.max) input.value = input.min;
    button.textContent = "Pause";
    clock.beat = setInterval(walk, BEAT);
    walk();
  };
  input.onpointerdown = () => ((clock.held = true), rest());
  input.onpointerup = input.onpointercancel = () => (clock.held = false);
  input.oninput = () => {
    clearTimeout(clock.timer);
    clock.timer = setTimeout(send, Math.max(0, PAUSE - (performance.now() - clock.last)));
  };
}
