// Adds our translations to the catalogue of Wagtail's scripts, before they draw anything.
(() => {
  const words = document.getElementById("admin-words");
  if (words && window.django) {
    window.django.catalog = Object.assign(window.django.catalog || {}, JSON.parse(words.textContent));
  }
})();
