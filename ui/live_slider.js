// Sends its value while it is dragged, at most once in 70 ms, and the last one always.
const clocks = new WeakMap();
const PAUSE = 70;

export default function ({ data, parentElement, setTriggerValue }) {
  const input = parentElement.querySelector("input");
  parentElement.querySelector("span").textContent = data.label;
  const clock = clocks.get(input) ?? { last: 0, timer: 0, held: false };
  clocks.set(input, clock);
  Object.assign(input, { min: data.min, max: data.max, step: data.step });
  if (!clock.held) input.value = data.value; // never pull the handle out of the reader's hand
  const send = () => {
    clock.last = performance.now();
    setTriggerValue("value", +input.value);
  };
  input.onpointerdown = () => (clock.held = true);
  input.onpointerup = input.onpointercancel = () => (clock.held = false);
  input.oninput = () => {
    clearTimeout(clock.timer);
    clock.timer = setTimeout(send, Math.max(0, PAUSE - (performance.now() - clock.last)));
  };
}
