/* In the head, so that nothing is drawn first as it is without scripts: the theme hides the search then. */

function start() {
  document.documentElement.classList.replace("no-js", "js");
}
