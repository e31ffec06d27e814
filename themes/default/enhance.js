// Nothing on a page needs this. It shows the print button, and, where pages are opened from disk, adds the
// file's name to links, because a browser shows a list of files where a server would send index.html.
"use strict";

for (const item of document.querySelectorAll(".print")) {
  item.hidden = false;
  item.querySelector("button").addEventListener("click", () => window.print());
}

if (window.location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const [path, fragment] = link.getAttribute("href").split("#");
    if (path.endsWith("/") && !path.includes(":")) {
      link.setAttribute("href", `${path}index.html${fragment === undefined ? "" : `#${fragment}`}`);
    }
  }
}
