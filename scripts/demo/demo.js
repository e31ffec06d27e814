// The page around the notice: shows what it keeps and what happens, and lets you be another user. It runs before the
// client, so that the element has its attributes when it first looks.
const notice = document.querySelector("policy-notice");
const form = document.querySelector("form");
const asked = new URLSearchParams(location.search);
const KEY = "policy-notice ../site demo";

const show = () => {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}").privacy?.standing;
  document.querySelector("#state").textContent = JSON.stringify(kept ?? "nothing", null, 2);
};

for (const [name, value] of asked) if (form.elements[name]) form.elements[name].value = value;
notice.lang = form.elements.lang.value;
notice.setAttribute("known", form.elements.known.value && `privacy=${form.elements.known.value}`);

for (const what of ["shown", "accepted", "refused", "later", "closed"]) {
  notice.addEventListener(`policy-notice-${what}`, ({ detail }) => {
    const line = document.createElement("li");
    line.textContent = `${what}: ${detail.prompts.map((one) => `${one.policy} ${one.notice?.revision ?? ""}`).join(", ")}`;
    document.querySelector("#events").append(line);
    show();
  });
}

form.addEventListener("submit", () => localStorage.removeItem(KEY));
show();
