// Keeps what is being written every few seconds, and looks for questions like the one that is being asked. Asked for once somebody writes in a form that can be kept; without it,
// the form's own buttons do the same.
const KEEP = 3000;
const LOOK = 600;
// For so long after something was posted nothing is kept: the page is on its way out.
const QUIET = 5000;

let keeping, looking, sending, latest = "", quiet = 0;

/** The form that something is typed into, where it can be kept. */
const formOf = (event) => (event.target.form?.elements.save ? event.target.form : null);

function keep(form, last = false) {
  clearTimeout(keeping);
  keeping = undefined;
  if (Date.now() < quiet) return;
  sending?.abort();
  const fields = new URLSearchParams(new FormData(form));
  fields.set("save", "quietly");
  sending = new AbortController();
  // What it leads to is of no interest, and a draft that does not arrive is sent again with the next word.
  fetch(location.pathname, { method: "POST", body: fields, redirect: "manual", keepalive: last, signal: last ? undefined : sending.signal }).catch(() => {});
}

/** The place for similar questions, under the title. */
function place(title) {
  let found = title.parentElement.querySelector(".similar-now");
  // The program takes over what the server wrote, and must find it so.
  if (!found && document.body.dataset.hydrated) {
    found = document.createElement("div");
    found.className = "similar-now";
    const says = document.createElement("p");
    says.setAttribute("role", "status");
    found.append(says, document.createElement("ul"));
    title.parentElement.append(found);
  }
  return found;
}

function show(found, lines, form) {
  const now = JSON.stringify(lines);
  // Nothing is taken away under the keyboard’s focus, nor said twice.
  if (found.dataset.shown === now || found.contains(document.activeElement)) return;
  found.dataset.shown = now;
  const [says, list] = found.children;
  says.textContent = lines.length ? "Perhaps one of these is your question:" : "";
  list.replaceChildren();
  for (const [title, href, state] of lines) {
    const link = document.createElement("a");
    link.href = href;
    link.dir = "auto";
    link.textContent = title;
    link.addEventListener("click", () => keep(form, true));
    const row = document.createElement("li");
    row.append(link, ` (${state})`);
    list.append(row);
  }
}

async function look(form, title) {
  const found = place(title);
  const asked = title.value.trim();
  if (!found || asked === latest) return;
  latest = asked;
  if (asked.length < 5) return show(found, [], form);
  const query = new URLSearchParams({ community: form.elements.community.value, title: asked });
  const answer = await fetch(`/do/app/questions/api/read_similar?${query}`).catch(() => null);
  // Who types on wants what is like the whole.
  if (answer?.ok && asked === latest) show(found, await answer.json(), form);
}

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (!form) return;
  keeping ??= setTimeout(() => keep(form), KEEP);
  if (event.target.name === "title" && form.elements.look) {
    clearTimeout(looking);
    looking = setTimeout(() => look(form, event.target), LOOK);
  }
});

// What is posted is no draft, and what is discarded neither.
document.addEventListener("submit", () => {
  clearTimeout(keeping);
  keeping = undefined;
  sending?.abort();
  quiet = Date.now() + QUIET;
});

document.addEventListener("visibilitychange", () => {
  const form = keeping && document.hidden && document.activeElement?.form;
  if (form?.elements.save) keep(form, true);
});
