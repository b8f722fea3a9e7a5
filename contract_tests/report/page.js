"use strict";
(() => {
  const filter = document.getElementById("filter");
  const onlyFailed = document.getElementById("only-failed");
  const onlyOpen = document.getElementById("only-open");
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll("#rows > tr")].map((row) => ({
    row,
    text: row.cells[0].textContent.toLowerCase(),
    failed: "failed" in row.dataset,
    open: "open" in row.dataset,
  }));
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const each of rows) {
      const kept =
        words.every((word) => each.text.includes(word)) &&
        (!onlyFailed.checked || each.failed) &&
        (!onlyOpen.checked || each.open);
      each.row.hidden = !kept;
      count += kept;
    }
    shown.textContent = count === rows.length ? `${count} rows` : `${count} of ${rows.length} rows`;
  };
  for (const each of [filter, onlyFailed, onlyOpen]) each.addEventListener("input", apply);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      filter.focus();
    }
  });
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  apply();
})();
