// Nothing on a page needs this. It shows the print button, leads to the same section in another language, and, where
// pages are opened from disk, adds the file's name to links, because a browser shows a list of files where a server
// would send index.html.
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

// The section that is read: the one in the address, or the last that has begun above a third of the window.
function place() {
  const begun = [...document.querySelectorAll("section.section")].filter(
    (one) => one.getBoundingClientRect().top < window.innerHeight / 3,
  );
  return window.location.hash || (window.scrollY > 0 && begun.length > 0 ? `#${begun.at(-1).id}` : "");
}

for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => {
    link.hash = place();
  });
}
