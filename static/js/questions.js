// A link to an answer opens it, also in browsers that do not do so by themselves.
function reveal() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = place?.closest("details");
  if (details && !details.open) {
    details.open = true;
    place.scrollIntoView();
  }
}

addEventListener("hashchange", reveal);
reveal();
