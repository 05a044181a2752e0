// Sets the theme before the first paint; the choice itself is kept by the page in app/theme.ts.
(function () {
  var choice = 'system';
  try {
    choice = localStorage.getItem('guildhall.theme') || 'system';
  } catch {
    /* storage may be switched off */
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
