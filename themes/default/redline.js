// Adds "side by side" to the controls of a redline: each section twice, once with each text. Without this script
// everything else still works. The words come from `data-side-by-side` on the fieldset.
for (const views of document.querySelectorAll(".redline-views[data-side-by-side]")) {
  const redline = views.closest(".redline");
  const first = views.querySelector("input");
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: first.name, value: "sides", className: "redline-view-sides" });
  label.append(input, ` ${views.dataset.sideBySide}`);
  views.append(label);

  const parts = [...redline.children].filter((part) => !part.matches(".redline-views, .redline-changes"));
  let sides = null;
  views.addEventListener("change", () => {
    if (input.checked && !sides) {
      sides = document.createElement("div");
      sides.className = "redline-sides";
      // Section beside section, so that both start on one line.
      for (const part of parts.flatMap((one) => [one, one])) {
        const cell = document.createElement("div");
        cell.append(part.cloneNode(true));
        for (const one of cell.querySelectorAll(".redline-permalink")) one.remove();
        for (const one of cell.querySelectorAll("[id]")) one.removeAttribute("id");
        sides.append(cell);
      }
      redline.append(sides);
    }
    if (sides) sides.hidden = !input.checked;
    for (const part of parts) part.hidden = input.checked;
  });
  // What the list of changes leads to is hidden here: the same section, side by side, is shown in its place.
  redline.addEventListener("click", (event) => {
    const link = event.target.closest(".redline-changes a");
    if (!link || !input.checked) return;
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const at = parts.findIndex((part) => part.contains(place));
    if (at < 0) return;
    event.preventDefault();
    sides.children[2 * at + 1].scrollIntoView();
  });
}
