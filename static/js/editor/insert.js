// Putting text into a text box so that Ctrl+Z takes it out again, and the preview hears of it.
"use strict";
window.wellreadEditor = {
  replace(box, start, end, text, selectFrom = text.length, selectTo = selectFrom) {
    box.focus();
    box.setSelectionRange(start, end);
    // The only way that keeps the browser's own undo; setRangeText is for browsers that have dropped it.
    if (!document.execCommand("insertText", false, text)) {
      box.setRangeText(text, start, end, "end");
      box.dispatchEvent(new Event("input", {bubbles: true}));
    }
    box.setSelectionRange(start + selectFrom, start + selectTo);
  },

  insertWords(box, text) {
    this.replace(box, box.selectionStart, box.selectionEnd, text);
  },

  wrap(box, before, after, words) {
    const chosen = box.value.slice(box.selectionStart, box.selectionEnd) || words;
    this.replace(box, box.selectionStart, box.selectionEnd, before + chosen + after, before.length, before.length + chosen.length);
  },

  // Every chosen line, or the line the cursor is in, gets `before` at its start.
  startLines(box, before) {
    const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
    let end = box.value.indexOf("\n", box.selectionEnd);
    if (end < 0) end = box.value.length;
    const lines = box.value.slice(start, end).split("\n");
    const text = lines.map((line) => (line.startsWith(before) ? line : before + line)).join("\n");
    this.replace(box, start, end, text);
  },

  // A block stands on lines of its own, with an empty line on both sides.
  insertBlock(box, text) {
    const above = box.value.slice(0, box.selectionStart);
    const below = box.value.slice(box.selectionEnd);
    const before = above === "" ? "" : above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n";
    text = text.replace(/^### /m, this.levelBelow(above) + " ");
    const after = below === "" ? "\n" : below.startsWith("\n\n") ? "" : below.startsWith("\n") ? "\n" : "\n\n";
    this.replace(box, box.selectionStart, box.selectionEnd, before + text + after, before.length, before.length + text.length);
  },

  // The heading of a block is one level below the heading it stands under: a page never skips a level.
  levelBelow(above) {
    const headings = above.match(/^#{2,6} /gm);
    if (!headings) return "##";
    return "#".repeat(Math.min(headings[headings.length - 1].trim().length === 2 ? 3 : 4, 4));
  },
};
