"use strict";
/* Sorts and filters the tables that are there already. Without it, they can be read all the same.
   https://www.w3.org/WAI/ARIA/apg/patterns/table/examples/sortable-table/ */
(() => {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const words = document.body.dataset;

  function key(row, column, isNumber) {
    const cell = row.cells[column];
    if (!isNumber) return cell.dataset.v ? Number(cell.dataset.v) : cell.textContent.trim();
    const value = cell.dataset.v ?? cell.textContent.trim();
    return value === "" ? NaN : Number(value);
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return collator.compare(a, b);
  }

  /* What has no value stays last, whichever way the others go. */
  function sort(table, header, column) {
    const down = header.getAttribute("aria-sort") === "ascending";
    const isNumber = header.classList.contains("n");
    const isEmpty = (value) => value === "" || Number.isNaN(value);
    const rows = [...table.tBodies[0].rows].map((row) => [key(row, column, isNumber), row]);
    rows.sort(([a], [b]) => {
      if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
      return down ? compare(b, a) : compare(a, b);
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows.map(([, row]) => row));
  }

  function sortable(table) {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, header, column));
      header.append(button);
    });
  }

  function filter(table, text, output) {
    const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...table.tBodies[0].rows];
    let shown = 0;
    for (const row of rows) {
      const content = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => content.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    output.textContent = words.filterCount.replace("#", shown).replace("#", rows.length);
  }

  function filterable(table) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const output = document.createElement("output");
    input.type = "search";
    input.id = `${table.id}-filter`;
    input.placeholder = words.filterHint;
    label.htmlFor = input.id;
    label.textContent = `${words.filterLabel} `;
    output.setAttribute("aria-live", "polite");
    input.addEventListener("input", () => filter(table, input.value, output));
    const line = document.createElement("div");
    line.className = "filter";
    line.append(label, input, output);
    table.parentElement.before(line);
    filter(table, "", output);
  }

  /* The field of the table that is on the screen, else the next one below, else the last. */
  function nearest() {
    const fields = [...document.querySelectorAll(".filter input")];
    const below = (field) => field.closest("section").getBoundingClientRect().bottom > 60;
    return fields.find(below) ?? fields.at(-1);
  }

  /* The style opens what is folded where a browser can; this does it in the others. */
  function unfold() {
    for (const each of document.querySelectorAll("details:not([open])")) {
      each.open = true;
      each.dataset.folded = "";
    }
  }

  function fold() {
    for (const each of document.querySelectorAll("details[data-folded]")) {
      each.open = false;
      delete each.dataset.folded;
    }
  }

  /* What has one row is in order already, and its headings are no stops on the way. */
  [...document.querySelectorAll("table")].filter((t) => t.tBodies[0].rows.length > 1).forEach(sortable);
  document.querySelectorAll("table[data-filter]").forEach(filterable);
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);
  document.addEventListener("keydown", (event) => {
    const isField = event.target.closest?.("input");
    if (event.key === "/" && !isField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = nearest();
      if (field) { event.preventDefault(); field.focus(); }
    } else if (event.key === "Escape" && isField) {
      isField.value = "";
      isField.dispatchEvent(new Event("input"));
    }
  });
})();
