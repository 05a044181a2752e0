// A page on paper. What is printed is what is shown, by the rules of styles/paper.css and pages/paper.css.

/** Prints what is shown. Pictures nobody has come to yet are fetched first, so that they are on paper too. */
export async function printShown(): Promise<void> {
  const pictures = [...document.querySelectorAll<HTMLImageElement>('.pg-text img')];
  for (const picture of pictures) picture.loading = 'eager';
  // One that cannot be had is missing on paper as on the screen.
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
  window.print();
}
