// A Plotly figure that is updated in place: its node, and with it zoom, camera and legend, outlives every change
// of the controls. It can also play: traces marked in `meta.play` show their first steps only, and the player
// walks through them here, without asking the server.
const figures = new WeakMap(); // host -> what it shows now

const pageIsDark = () => {
  const [r, g, b] = getComputedStyle(document.querySelector(".stApp")).backgroundColor.match(/[\d.]+/g).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
};

// Streamlit's own chart, drawn once in every session, leaves Plotly on the window. If it is drawn and Plotly is not
// there, then Streamlit has changed its ways, and its own charts must do.
function whenPlotly(onMissing) {
  return new Promise((resolve) => {
    const started = performance.now();
    const look = () => {
      if (window.Plotly?.react) return resolve(window.Plotly);
      const patience = document.querySelector(".js-plotly-plot .main-svg") ? 1000 : 30000;
      if (performance.now() - started > patience) return onMissing();
      setTimeout(look, 20);
    };
    look();
  });
}

// Panels that stand side by side go one above the other where there is no room.
function narrow(figure) {
  for (const [path, value] of Object.entries(figure.layout.meta?.narrow ?? {})) {
    const steps = path.split(".");
    const last = steps.pop();
    steps.reduce((part, step) => part[step], figure)[last] = value;
  }
}

function parse(text, { dark, lecture, width }) {
  let figure = JSON.parse(text);
  const swaps = figure.layout.meta?.dark;
  if (dark && swaps) figure = JSON.parse(text.replace(/#[0-9A-F]{6}/gi, (color) => swaps[color] ?? color));
  figure.layout.autosize = true;
  if (matchMedia("(pointer: coarse)").matches && !figure.layout.scene) figure.layout.dragmode = false; // a finger scrolls
  if (width < 520) narrow(figure);
  if (lecture) enlarge(figure);
  return figure;
}

function enlarge({ data, layout }) {
  layout.font.size *= 1.3;
  if (layout.title?.font?.size) layout.title.font.size *= 1.3;
  layout.height = Math.max(layout.height, Math.min(1.5 * layout.height, 0.58 * innerHeight)); // a projector has room
  for (const note of layout.annotations ?? []) if (note.font?.size) note.font.size *= 1.2;
  for (const trace of data) {
    if (trace.type === "scatter" || trace.line) trace.line = { ...trace.line, width: 1.5 * (trace.line?.width ?? 2) };
    if (typeof trace.marker?.size === "number") trace.marker.size *= 1.3;
    if (trace.textfont?.size) trace.textfont.size *= 1.2;
    for (const bar of [trace.colorbar, trace.marker?.colorbar]) if (bar?.tickfont?.size) bar.tickfont.size *= 1.3;
  }
}

// How far a trace is at step t: as many points, unless it keeps a pace of its own.
const reached = (meta, t) => meta?.at?.[t] ?? t;

// What each playing trace shows at step t: its first t steps, its t-th curve, its t-th map, the ends of other traces, or the first t cells.
const views = {
  grow: (trace, t) => {
    const points = reached(trace.meta, t) + 1;
    return { x: trace.x.slice(0, points), y: trace.y.slice(0, points) };
  },
  swap: ({ meta: { ys } }, t) => ({ y: ys[Math.min(t, ys.length - 1)] }),
  heads: ({ meta }, t, data) => {
    const paths = meta.paths ?? meta.of.map((name) => data.find((trace) => trace.name === name));
    const last = (values, path) => values[Math.min(reached(path.meta, t), values.length - 1)];
    return { x: paths.map((path) => last(path.x, path)), y: paths.map((path) => last(path.y, path)) };
  },
  scan: ({ meta: { x, y } }, t) => { // one shape that visits the places of a grid, row after row, and is gone when all are done
    const on = t > 0 && t < x.length * y.length;
    return on ? { x: x[(t - 1) % x.length], y: y[Math.floor((t - 1) / x.length)] } : { x: [], y: [] };
  },
  frames: ({ meta }, t) => { // a map, sent once as bytes
    const [rows, columns] = meta.shape;
    meta.bytes ??= Uint8Array.from(atob(meta.frames.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    const first = Math.min(t, meta.bytes.length / (rows * columns) - 1) * rows;
    const row = (i) => Array.from(meta.bytes.subarray((first + i) * columns, (first + i + 1) * columns), (byte) => byte / 255);
    return { z: Array.from({ length: rows }, (_, i) => row(i)) };
  },
  fill: (trace, t) => {
    let left = t;
    return { z: trace.z.map((row) => row.map((value) => (left-- > 0 ? value : null))) };
  },
};

function updatesAt(data, step) {
  const traces = data.flatMap((trace, i) => (trace.meta?.play ? [i] : []));
  return { traces, changes: traces.map((i) => views[data[i].meta.play](data[i], step, data)) };
}

// Plotly drops the layers of a panel in which nothing moves, such as the ground under a walk: put back before they are missed.
const keepLayers = (records) => {
  for (const { target, removedNodes: [node] } of records.reverse()) if (node?.classList?.contains("mlayer")) target.prepend(node);
};

async function showStep(Plotly, shown, step) {
  const keeper = new MutationObserver(keepLayers);
  shown.step = step;
  const { traces, changes } = updatesAt(shown.full, step);
  if (changes.some((change) => change.z)) {
    const columns = {};
    for (const name of ["x", "y", "z"]) {
      if (changes.some((change) => change[name])) columns[name] = changes.map((change, i) => change[name] ?? shown.full[traces[i]][name]);
    }
    await Plotly.restyle(shown.host, columns, traces);
  } else {
    const instantly = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };
    keeper.observe(shown.host, { childList: true, subtree: true });
    await Plotly.animate(shown.host, { data: changes, traces }, instantly);
    keeper.disconnect();
  }
  shown.host.dataset.step = step;
}

function wirePlayer(Plotly, shown, root) {
  const { steps, unit, labels } = shown.play;
  const [player, button, back, next, slider, output] = [".player", ".play", ".back", ".next", "input", "output"].map((s) => root.querySelector(s));
  player.hidden = false;
  slider.max = steps;
  const label = () => {
    slider.value = shown.step;
    output.textContent = labels?.[shown.step] ?? `${unit} ${shown.step} of ${steps}`;
    slider.setAttribute("aria-valuetext", output.textContent);
    button.textContent = shown.playing ? "Pause" : "Play";
  };
  const go = async (step) => {
    await showStep(Plotly, shown, Math.max(0, Math.min(steps, step)));
    label();
  };
  const stop = () => { shown.playing = false; label(); };
  const run = async () => {
    const first = shown.step >= steps ? 0 : shown.step;
    const rate = Math.max(6, steps / 8); // steps a second: the whole run takes eight seconds at the most
    const started = performance.now();
    shown.playing = true;
    while (shown.playing && shown.host.isConnected) {
      const step = Math.min(steps, first + Math.floor(((performance.now() - started) / 1000) * rate));
      if (step !== shown.step) await go(step);
      if (step >= steps) break;
      await new Promise(requestAnimationFrame);
    }
    stop();
  };
  button.onclick = () => (shown.playing ? stop() : run());
  back.onclick = () => { stop(); go(shown.step - 1); };
  next.onclick = () => { stop(); go(shown.step + 1); };
  slider.oninput = () => { const step = +slider.value; stop(); go(step); };
  shown.onkey = (event) => {
    const free = document.activeElement === document.body && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (free && event.key === "ArrowRight") next.onclick();
    if (free && event.key === "ArrowLeft") back.onclick();
  };
  label();
}

// Where the reader clicked: the point of a trace, or on contours the exact place, between the points of their grid.
function placeOf({ points: [point], event }, host) {
  if (point.data.type !== "contour") return { x: point.x, y: point.y };
  const { left, top } = host.getBoundingClientRect();
  const { xaxis, yaxis } = point;
  return { x: xaxis.p2d(event.clientX - left - xaxis._offset), y: yaxis.p2d(event.clientY - top - yaxis._offset) };
}

// For screen readers a chart is one image that the caption describes. Its letters would be read as a heap of numbers; its
// tools stay buttons, which an image may not hold: so not the host is the image, but the first of Plotly's drawings.
function describe(host, caption) {
  const [first, ...others] = host.querySelectorAll(".main-svg");
  first.setAttribute("role", "img");
  first.setAttribute("aria-label", caption);
  for (const other of others) other.setAttribute("aria-hidden", "true");
}

async function draw(component, shown) {
  const { parentElement: root, data, setTriggerValue, setStateValue } = component;
  const { host } = shown;
  const text = new TextDecoder().decode(data);
  const options = JSON.parse(text.slice(0, text.indexOf("\n")));
  const figure = parse(text.slice(text.indexOf("\n") + 1), { dark: pageIsDark(), lecture: options.lecture, width: host.clientWidth });
  host.style.height = `${figure.layout.height}px`;
  const said = root.querySelector("figcaption"); // read aloud as it changes, and then alone
  if (said.textContent !== options.caption) said.textContent = options.caption;
  const Plotly = await whenPlotly(() => setStateValue("missing", true));
  if (shown.component !== component) return; // a newer figure has arrived meanwhile

  const play = figure.layout.meta?.play;
  const wasAtEnd = !shown.play || shown.step >= shown.play.steps;
  shown.full = figure.data;
  shown.play = play;
  root.querySelector(".player").hidden = !play;
  let traces = figure.data;
  if (play) {
    shown.step = wasAtEnd && !shown.playing ? play.steps : Math.min(shown.step, play.steps);
    const now = updatesAt(figure.data, shown.step);
    traces = figure.data.map((trace, i) => ({ ...trace, ...now.changes[now.traces.indexOf(i)] }));
  }
  const tools = figure.layout.scene ? ["toImage", "resetCameraDefault3d"] : ["toImage", "zoom2d", "pan2d", "resetScale2d"];
  const config = { displaylogo: false, scrollZoom: false, modeBarButtons: [tools] };
  // Another view means other axes: drawn anew, since react moves ranges without fitting square pixels to them again.
  const anew = shown.view !== undefined && shown.view !== figure.layout.uirevision;
  shown.view = figure.layout.uirevision;
  // A resize leaves Plotly's scene with an outdated layout, where react does not find the reader's camera: it is handed on.
  const scene = host._fullLayout?.scene?._scene;
  if (scene && figure.layout.scene && !anew) figure.layout.scene.camera = scene.getCamera();
  await Plotly[anew ? "newPlot" : "react"](host, traces, figure.layout, config);
  describe(host, options.caption);
  if (play) wirePlayer(Plotly, shown, root);
  host.removeAllListeners("plotly_click");
  if (options.clicks) {
    const panel = figure.layout.meta?.clicks; // where clicks count, if not everywhere: the name of an x axis
    host.on("plotly_click", (click) => {
      if (!panel || click.points[0].xaxis?._id === panel) setTriggerValue("click", placeOf(click, host));
    });
  }
  host.dataset.step = shown.step;
  host.dataset.revision = 1 + Number(host.dataset.revision ?? 0);
}

export default function (component) {
  const host = component.parentElement.querySelector(".plot");
  let shown = figures.get(host);
  if (!shown) {
    shown = { host, step: 0, playing: false };
    figures.set(host, shown);
    // A view that is being left shrinks to nothing, which Plotly refuses to fit.
    shown.resize = new ResizeObserver(() => host.data && host.checkVisibility() && window.Plotly.Plots.resize(host));
    shown.resize.observe(host);
    shown.theme = new MutationObserver(() => {
      if (shown.dark !== pageIsDark()) { shown.dark = pageIsDark(); draw(shown.component, shown); }
    });
    shown.theme.observe(document.querySelector(".stApp"), { attributes: true, attributeFilter: ["class", "style"] });
    document.addEventListener("keydown", (shown.keys = (event) => shown.onkey?.(event)));
  }
  shown.component = component;
  shown.dark = pageIsDark();
  draw(component, shown);
  return () => {
    shown.playing = false;
    shown.resize.disconnect();
    shown.theme.disconnect();
    document.removeEventListener("keydown", shown.keys);
    figures.delete(host);
    window.Plotly?.purge(host);
  };
}
