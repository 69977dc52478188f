// Comforts only: every page works without this file.
"use strict";

// Outline and filters are open where there is room beside the text, closed on a phone.
const wide = window.matchMedia("(min-width: 62rem)");
for (const part of document.querySelectorAll("details[data-open-when-wide]")) {
  if (wide.matches) part.open = true;
}

// On paper nothing can be opened.
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details.gaps")) part.open = true;
});

// "/" leads to the search box, as in many libraries' catalogues.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const box = document.querySelector("input[type=search]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// A choice made from a list is applied at once.
for (const form of document.querySelectorAll("form.listing, form.search")) {
  for (const list of form.querySelectorAll("select")) {
    list.addEventListener("change", () => {
      const words = form.querySelector("input[name=q]");
      if (!form.matches(".search") || words.value.trim()) form.requestSubmit();
    });
  }
}

// A long list narrows while one types; accents do not matter.
const bare = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
for (const box of document.querySelectorAll("input[data-filters]")) {
  const list = document.getElementById(box.dataset.filters);
  if (!list) continue;
  const entries = [...list.children].map((entry) => [entry, bare(entry.textContent)]);
  box.addEventListener("input", () => {
    const words = bare(box.value).split(/\s+/).filter(Boolean);
    for (const [entry, text] of entries) entry.hidden = !words.every((word) => text.includes(word));
  });
}

// A clause's mark copies the citation with its address, besides leading to the clause.
const said = document.createElement("p");
said.className = "said";
said.setAttribute("role", "status");
document.body.append(said);
let saying = 0;
const say = (words) => {
  said.textContent = words;
  window.clearTimeout(saying);
  saying = window.setTimeout(() => { said.textContent = ""; }, 4000);
};
for (const mark of document.querySelectorAll("a.anchor[data-cite]")) {
  mark.addEventListener("click", async () => {
    const whole = document.querySelector("[data-document]").dataset.document;
    const citation = `${mark.dataset.cite}, ${whole}`;
    try {
      await navigator.clipboard.writeText(`${citation}\n${mark.href}`);
      say(`Đã chép: ${citation}`);
    } catch {
      say(citation); // the browser keeps its clipboard to itself: show what would have been copied
    }
  });
}

// The outline follows the reader.
const entries = new Map(
  [...document.querySelectorAll(".outline a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link])
);
if (entries.size && "IntersectionObserver" in window) {
  const heads = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const passed = heads.filter((head) => head.getBoundingClientRect().top < 140);
    const now = passed.length ? passed[passed.length - 1] : heads[0];
    for (const link of entries.values()) link.removeAttribute("aria-current");
    if (now) entries.get(now.id).setAttribute("aria-current", "location");
  };
  let waiting = false;
  document.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}
