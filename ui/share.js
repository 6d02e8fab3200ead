// The link to exactly what the reader sees, and the link for a lecture, with chosen controls hidden.
const labelOf = (node) => {
  const label = node.querySelector("[data-testid=stWidgetLabel]")?.cloneNode(true);
  label?.querySelectorAll(".katex-mathml").forEach((copy) => copy.remove()); // formulas are there twice, for eye and ear
  return label?.textContent.trim();
};

// Every control of the lesson: [its name in the link, what it is called on the screen].
const controlsOf = (slugs) => slugs.flatMap((slug) =>
  [...document.querySelectorAll(`[class*="st-key-${slug}-"]`)].flatMap((node) => {
    const name = [...node.classList].find((c) => c.startsWith(`st-key-${slug}-`)).slice(`st-key-${slug}-`.length);
    const label = labelOf(node);
    const shown = node.getClientRects().length > 0 && !["experiment", "predict"].includes(name) && !name.includes("-");
    return label && shown ? [[name, label]] : [];
  }));

export default function ({ data, parentElement: root }) {
  const [button, panel, address, copy, lecture, list, said] =
    [".open", ".panel", ".address", ".copy", ".lecture", ".controls", ".said"].map((s) => root.querySelector(s));

  const write = () => {
    const link = new URL(location.href);
    link.searchParams.delete("mode");
    link.searchParams.delete("hide");
    const hidden = [...list.querySelectorAll("input:checked")].map((box) => box.value);
    if (lecture.checked) link.searchParams.set("mode", "lecture");
    if (hidden.length) link.searchParams.set("hide", hidden.join(","));
    address.value = link.href;
    said.textContent = "";
  };
  const close = () => { panel.hidden = true; button.setAttribute("aria-expanded", "false"); };
  button.onclick = () => {
    if (!panel.hidden) return close();
    list.replaceChildren(...controlsOf(data.slugs).map(([name, label]) => {
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: name, onchange: write });
      const line = document.createElement("label");
      line.append(box, ` ${label}`);
      return line;
    }));
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    write();
    address.select();
  };
  root.onkeydown = (event) => { if (event.key === "Escape" && !panel.hidden) { close(); button.focus(); } };
  lecture.onchange = write;
  copy.onclick = async () => {
    address.select();
    try { await navigator.clipboard.writeText(address.value); } catch { document.execCommand("copy"); } // plain http
    said.textContent = "Copied.";
  };
}
