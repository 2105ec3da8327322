// The preview is the public page: markdownx fetches it, and here it is shown in a shadow root with the public stylesheets,
// which would otherwise restyle the admin. Beside it: the problems found, each leading to its line.
"use strict";
(() => {
  function start(editor) {
    const pane = editor.querySelector(".editor-preview-page");
    if (pane.shadowRoot) return;
    const root = pane.attachShadow({mode: "open"});
    for (const address of pane.dataset.styles.trim().split(/\s+/)) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = address;
      root.append(link);
    }
    const body = document.createElement("div");
    body.className = "body";
    root.append(body);
    editor.querySelector(".editor-preview").hidden = false;

    // Links of the preview lead away from unsaved text: inside the page they scroll, others open beside.
    root.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      const target = link.getAttribute("href");
      if (target.startsWith("#")) root.getElementById(target.slice(1))?.scrollIntoView({block: "nearest"});
      else window.open(link.href, "_blank", "noopener");
    });
    // A report may lead to a line of the text: …/change/?line=12
    const line = Number(new URLSearchParams(location.search).get("line"));
    if (line > 0) goToLine(editor.querySelector("textarea"), line);
    editor.addEventListener("markdownx.update", (event) => {
      body.innerHTML = event.detail[0];
      editor.querySelector(".markdownx-preview").replaceChildren();
      findIssues(editor);
    });
  }

  async function findIssues(editor) {
    const panel = editor.querySelector(".editor-issues");
    const box = editor.querySelector("textarea");
    const form = new FormData();
    form.append("content", box.value);
    const asked = box.value;
    let answer;
    try {
      const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
      const response = await fetch(editor.dataset.issuesUrl, {method: "POST", body: form, headers: {"X-CSRFToken": token}});
      if (!response.ok) throw new Error(String(response.status));
      answer = await response.json();
    } catch {
      panel.hidden = true;
      return;
    }
    if (asked !== box.value) return;
    const counts = document.createElement("p");
    counts.className = "counts";
    counts.textContent = `${answer.words} ${panel.dataset.words}.${answer.issues.length ? "" : ` ${panel.dataset.none}`}`;
    const list = document.createElement("ul");
    list.className = "issues";
    list.append(...answer.issues.map((issue) => item(issue, panel, box)));
    panel.replaceChildren(counts, ...(answer.issues.length ? [list] : []));
    panel.hidden = false;
  }

  function item(issue, panel, box) {
    const entry = document.createElement("li");
    entry.className = `issue issue-${issue.severity}`;
    const name = panel.dataset[issue.severity];
    if (issue.line) {
      const jump = document.createElement("button");
      jump.type = "button";
      jump.textContent = `${name}, ${panel.dataset.line} ${issue.line}:`;
      jump.addEventListener("click", () => goToLine(box, issue.line));
      entry.append(jump);
    } else {
      const strong = document.createElement("strong");
      strong.textContent = `${name}:`;
      entry.append(strong);
    }
    entry.append(` ${issue.message}`);
    if (issue.fix) {
      const fix = document.createElement("span");
      fix.className = "fix";
      fix.textContent = issue.fix;
      entry.append(fix);
    }
    if (issue.instead) entry.append(...replacing(issue, issue.instead, panel.dataset.instead.replace("%s", issue.instead), box));
    if (issue.keep) entry.append(...replacing(issue, issue.keep, panel.dataset.keep, box));
    return entry;
  }

  // A button that puts something in the place of the words in question, where they stand as they were typed.
  function replacing(issue, text, label, box) {
    if (placeOf(box, issue) < 0) return [];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "issue-mend";
    button.textContent = label;
    button.addEventListener("click", () => {
      const start = placeOf(box, issue);
      if (start >= 0) wellreadEditor.replace(box, start, start + issue.words.length, text);
    });
    return [" ", button];
  }

  function placeOf(box, issue) {
    const start = lineStart(box, issue.line);
    const text = box.value.slice(start, start + 5000);
    const place = issue.words.startsWith("@") ? placeOfKey(text, issue) : text.indexOf(issue.words);
    return issue.words && place >= 0 ? start + place : -1;
  }

  // A key stands in a citation, and a longer one that begins with it is another: "@smith2017" is not in "[@smith2017a]". With a
  // place in it, "[@smith2017, p. 3]", a citation keeps its source: the newer one says it elsewhere. A merged one is the same work.
  function placeOfKey(text, {words: key, code}) {
    const alone = code === "superseded-reference" ? "(?=[\\s>]*[;\\]])" : "";
    const letters = key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = new RegExp(`(?:\\[|;)[\\s>]*${letters}(?![\\w.:/-]*\\w)${alone}`).exec(text);
    return found ? found.index + found[0].length - key.length : -1;
  }

  const lineStart = (box, line) =>
    box.value.split("\n").slice(0, line - 1).reduce((sum, words) => sum + words.length + 1, 0);

  function goToLine(box, line) {
    const lines = box.value.split("\n");
    const start = lineStart(box, line);
    const end = start + (lines[line - 1] ?? "").length;
    // A box scrolls to its cursor when it gets the focus with the text after the cursor missing; so measure instead.
    box.focus();
    box.setSelectionRange(start, end);
    const height = parseFloat(getComputedStyle(box).lineHeight);
    box.scrollTop = Math.max(0, measuredHeight(box, start) - height * 4);
  }

  function measuredHeight(box, end) {
    const twin = box.cloneNode();
    twin.removeAttribute("id");
    twin.removeAttribute("name");
    twin.className = "markdownx-editor";
    twin.setAttribute("aria-hidden", "true");
    twin.tabIndex = -1;
    twin.style.cssText = `position:absolute;visibility:hidden;height:0;min-height:0;width:${box.clientWidth}px`;
    twin.value = box.value.slice(0, end);
    box.after(twin);
    const height = twin.scrollHeight;
    twin.remove();
    return height;
  }

  const startAll = (place) => place.querySelectorAll(".markdownx").forEach(start);
  document.addEventListener("DOMContentLoaded", () => startAll(document));
  document.addEventListener("formset:added", (event) => startAll(event.target));
})();
