/* The reader's choice, before anything is drawn: ?theme=dark, or what was chosen last. */
(function () {
  var chosen = /[?&]theme=(light|dark)/.exec(location.search);
  try {
    chosen = chosen ? chosen[1] : localStorage.getItem("leakbench-theme");
  } catch (e) {
    chosen = chosen ? chosen[1] : null;
  }
  if (chosen) document.documentElement.setAttribute("data-theme", chosen);
})();
