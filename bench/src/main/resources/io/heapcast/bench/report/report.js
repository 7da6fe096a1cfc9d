(function () {
  var root = document.documentElement;

  document.getElementById("theme").addEventListener("click", function () {
    var dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("leakbench-theme", root.dataset.theme);
    } catch (e) { /* a file without storage */ }
  });

  function key(row, column) {
    var text = row.cells[column].dataset.v;
    return text ? Number(text) : NaN;
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = table.tHead.rows[0].cells;
    Array.prototype.forEach.call(heads, function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        Array.prototype.forEach.call(heads, function (other) {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        Array.prototype.slice.call(table.tBodies[0].rows)
          .sort(function (a, b) {
            var x = key(a, column), y = key(b, column);
            if (isNaN(x) || isNaN(y)) return isNaN(x) - isNaN(y);
            return down ? y - x : x - y;
          })
          .forEach(function (row) { table.tBodies[0].appendChild(row); });
      });
    });
  });

  var form = document.querySelector("form.filters");
  if (form) {
    form.addEventListener("change", function () {
      var shown = 0;
      document.querySelectorAll("details.exhibit").forEach(function (one) {
        one.hidden = Array.prototype.some.call(
          form.querySelectorAll("select"),
          function (select) {
            return select.value
              ? one.dataset[select.dataset.filter].split("|").indexOf(select.value) === -1
              : false;
          });
        shown += one.hidden ? 0 : 1;
      });
      document.querySelectorAll(".exhibit-family").forEach(function (family) {
        family.hidden = !family.querySelector("details:not([hidden])");
      });
      form.querySelector("output").textContent = shown + (shown === 1 ? " run" : " runs");
    });
  }
})();
